//go:build unix

package record

import (
	"io"
	"os"
	"syscall"
)

// inUse tells whether another process has the database open: in WAL mode SQLite
// holds a shared lock on the file from the first read until it is closed. The
// lock's bytes are those of "Locking" in SQLite's os.h.
func inUse(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	const sharedFirst, sharedSize = 0x40000000 + 2, 510
	held := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: sharedFirst, Len: sharedSize}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &held); err != nil {
		return false, err
	}
	return held.Type != syscall.F_UNLCK, nil
}
