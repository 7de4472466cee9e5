package fuzz

import (
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

func killGroup(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended by itself
}

// writeSome writes nothing where it might wait.
func writeSome(*os.File, []byte) int { return 0 }
