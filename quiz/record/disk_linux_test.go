package record

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// anew runs the test once more in another process made with attr, and returns
// true there. Here it returns false when that has ended.
func anew(t *testing.T, attr syscall.SysProcAttr) bool {
	t.Helper()
	const mark = "RECORD_TEST_ANEW"
	if os.Getenv(mark) != "" {
		return true
	}
	cmd := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	cmd.SysProcAttr = &attr
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) {
		t.Skip("this system does not let the user have namespaces:", err)
	}
	if err == nil {
		err = cmd.Wait()
	}
	if err != nil || !strings.Contains(out.String(), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return false
}

// inOwnMounts is anew, where mounts are nobody else's business.
func inOwnMounts(t *testing.T) bool {
	t.Helper()
	attr := syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if !anew(t, attr) {
		return false
	}
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	return true
}

// mounted returns a folder on a disk of its own, of so many kilobytes.
func mounted(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=700,size="+size+"k"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	dir := mounted(t, "1024")
	ballast := filepath.Join(dir, "ballast")
	write(t, ballast, make([]byte, 200<<10))
	r := opened(t, dir)
	var kept []ID
	for n := 0; ; n++ {
		if n > 100_000 {
			t.Fatal("the disk never filled")
		}
		id, err := r.Add(answer("a", time.Duration(n)*time.Minute, Good))
		if err != nil {
			refusedFor(t, err, Full, r.Path())
			break
		}
		kept = append(kept, id)
	}

	// The round goes on: the same record can still be read, refuses again
	// without harm, and takes answers as soon as there is space.
	if skills, err := r.Skills(); err != nil || skills[0].Attempts != len(kept) {
		t.Fatal(skills, err)
	}
	if _, err := r.Add(answer("a", 0, Good)); err != nil {
		refusedFor(t, err, Full, r.Path())
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	kept = append(kept, added(t, r, answer("a", 0, Good))...)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	r = opened(t, dir)
	sound(t, r)
	stored := storedIDs(t, r)
	if len(stored) != len(kept) {
		t.Fatalf("%d answers kept, %d acknowledged", len(stored), len(kept))
	}
	for _, id := range kept {
		if !stored[id.String()] {
			t.Fatalf("answer %s is lost", id)
		}
	}
}

// TestDiskFullFromTheStart tries every size of free space at which making a record fails.
func TestDiskFullFromTheStart(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	for free := 0; ; free += 4 << 10 {
		if free > 1<<20 {
			t.Fatal("no free space is enough")
		}
		dir := mounted(t, "1024")
		write(t, filepath.Join(dir, "ballast"), make([]byte, 1<<20-free))
		r, aside, err := Open(dir, noon)
		if aside != nil {
			t.Fatalf("%d bytes free: taken for damage: %+v", free, aside)
		}
		if err == nil {
			r.Close()
			break
		}
		refusedFor(t, err, Full, filepath.Join(dir, fileName))
		// With space again, what was begun is no obstacle.
		if err := os.Remove(filepath.Join(dir, "ballast")); err != nil {
			t.Fatal(err)
		}
		added(t, opened(t, dir), answer("a", 0, Good))
	}
}

func TestReadOnlyDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	for _, tc := range []struct {
		name   string
		used   bool
		folder string // on the disk
		path   string // that is refused
	}{
		{"with a record", true, ".", fileName},
		{"empty", false, ".", fileName},
		{"without the folder", false, "new", "new"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			disk := mounted(t, "1024")
			if tc.used {
				r := opened(t, disk)
				added(t, r, answer("a", 0, Good))
				if err := r.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
			_, aside, err := Open(filepath.Join(disk, tc.folder), noon)
			if aside != nil {
				t.Fatal(aside)
			}
			refusedFor(t, err, ReadOnly, filepath.Join(disk, tc.path))
		})
	}
}

// TestFolderWithoutPermission tries folders that only root may write, as another user.
func TestFolderWithoutPermission(t *testing.T) {
	const nobody = 65534
	if os.Getuid() == 0 && !anew(t, syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}) {
		return
	}
	used, _ := someRecord(t, 10)
	for name, dir := range map[string]string{"with a record": used, "empty": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(dir, 0o700) })
			_, aside, err := Open(dir, noon)
			if aside != nil {
				t.Fatal(aside)
			}
			refusedFor(t, err, ReadOnly, filepath.Join(dir, fileName))
		})
	}
}
