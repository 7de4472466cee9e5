//go:build unix

package fuzz

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the target and all that it starts into a process group, so that
// none of them is left behind.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup may be called until the target is waited for.
func killGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it may have ended by itself
}
