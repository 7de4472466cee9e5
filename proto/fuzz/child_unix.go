//go:build unix

package fuzz

import (
	"os"
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

// writeSome writes as much of b as there is room for at once, and tells how much
// that is.
func writeSome(to *os.File, b []byte) (n int) {
	conn, err := to.SyscallConn()
	if err != nil {
		return 0
	}
	_ = conn.Write(func(fd uintptr) bool {
		n, _ = syscall.Write(int(fd), b)
		return true
	})
	return max(n, 0)
}
