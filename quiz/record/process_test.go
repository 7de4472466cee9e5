package record

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// play is the other process. It ends with 0 if all went well.
func play(role, dir string) int {
	r, aside, err := Open(dir, noon)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if aside != nil {
		fmt.Println("set aside")
	}
	answers := 0
	switch role {
	case "answer until killed":
		answers = 1 << 30
	case "answer 50":
		answers = 50
	case "hold until told":
		fmt.Println("opened")
		io.Copy(io.Discard, os.Stdin)
	}
	for n := range answers {
		id, err := r.Add(answer(fmt.Sprint("skill ", n%5), time.Duration(n)*time.Hour, Good))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(id)
	}
	if err := r.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// process starts another process; its output may be read once it has ended.
func process(t *testing.T, role, dir string) (cmd *exec.Cmd, out, errors *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, errors = new(bytes.Buffer), new(bytes.Buffer)
	cmd = exec.Command(self)
	cmd.Env = append(os.Environ(), "RECORD_TEST_ROLE="+role, "RECORD_TEST_DIR="+dir)
	cmd.Stdout, cmd.Stderr = out, errors
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out, errors
}

// wholeLines returns the lines that were written to their end.
func wholeLines(out *bytes.Buffer) []string {
	lines := strings.Split(out.String(), "\n")
	return lines[:len(lines)-1]
}

// storedIDs returns the IDs of all answers, and fails the test if the skills
// beside them are not what they come to.
func storedIDs(t *testing.T, r *Record) map[string]bool {
	t.Helper()
	ids := make(map[string]bool)
	bySkill := make(map[string][]Answer)
	err := r.read(func(tx *sql.Tx) error {
		return each(tx, "SELECT "+answerColumns+" FROM answers", nil, func(rows *sql.Rows) error {
			a, err := scanAnswer(rows)
			ids[a.ID.String()] = true
			bySkill[a.Skill] = append(bySkill[a.Skill], a)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	skills, err := r.Skills()
	if err != nil || len(skills) != len(bySkill) {
		t.Fatalf("%d skills, want %d; %v", len(skills), len(bySkill), err)
	}
	for _, s := range skills {
		if want := Replay(bySkill[s.Name]); s != want {
			t.Fatalf("got %+v, want %+v", s, want)
		}
	}
	return ids
}

// TestKilledAtAnyMoment kills, 200 times, a process that has just begun to open the
// record, to make it, or to write answers, while another one often does the same.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	records, pairs := 10, 10
	if testing.Short() {
		records = 1
	}
	acknowledged, unacknowledged := 0, 0
	longest := 60 * time.Millisecond
	for n := 0; n < records || acknowledged == 0; n++ {
		if n > 0 && acknowledged == 0 {
			longest *= 2 // this machine is too busy for any to come as far
		}
		dir := t.TempDir()
		promised := make(map[string]bool)
		for range pairs {
			var pair sync.WaitGroup
			var promises sync.Mutex
			for range 2 {
				cmd, out, _ := process(t, "answer until killed", dir)
				pair.Go(func() {
					time.Sleep(rand.N(longest))
					cmd.Process.Kill()
					cmd.Wait()
					promises.Lock()
					defer promises.Unlock()
					for _, id := range wholeLines(out) {
						promised[id] = true
					}
				})
			}
			pair.Wait()
			r := opened(t, dir)
			sound(t, r)
			stored := storedIDs(t, r)
			for id := range promised {
				if !stored[id] {
					t.Fatalf("answer %s was acknowledged and is lost", id)
				}
			}
			acknowledged, unacknowledged = acknowledged+len(promised), unacknowledged+len(stored)-len(promised)
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("answers looked for: %d; kept without having been acknowledged: %d", acknowledged, unacknowledged)
}

// TestProcessesAtOnce: several quizzes make, open and write one record together.
func TestProcessesAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	type started struct {
		cmd         *exec.Cmd
		out, errors *bytes.Buffer
	}
	var all []started
	for range 4 {
		cmd, out, errors := process(t, "answer 50", dir)
		all = append(all, started{cmd, out, errors})
	}
	var promised []string
	for _, p := range all {
		if err := p.cmd.Wait(); err != nil {
			t.Fatalf("%v: %s", err, p.errors)
		}
		promised = append(promised, wholeLines(p.out)...)
	}
	r := opened(t, dir)
	sound(t, r)
	stored := storedIDs(t, r)
	if len(promised) != 200 || len(stored) != 200 {
		t.Fatalf("%d answers acknowledged, %d kept", len(promised), len(stored))
	}
	for _, id := range promised {
		if !stored[id] {
			t.Fatalf("answer %s is lost", id)
		}
	}
}

// TestDamageMetByProcessesAtOnce: one of them moves the damaged file aside, and
// none the record that was begun in its place.
func TestDamageMetByProcessesAtOnce(t *testing.T) {
	t.Parallel()
	times := 3
	if testing.Short() {
		times = 1
	}
	for range times {
		dir := t.TempDir()
		if err := os.WriteFile(dir+"/"+fileName, []byte("this was a record once"), 0o600); err != nil {
			t.Fatal(err)
		}
		var promised []string
		var wait []func()
		for range 4 {
			cmd, out, errors := process(t, "answer 50", dir)
			wait = append(wait, func() {
				if err := cmd.Wait(); err != nil {
					t.Fatalf("%v: %s", err, errors)
				}
				promised = append(promised, wholeLines(out)...)
			})
		}
		for _, each := range wait {
			each()
		}
		asides := len(promised)
		promised = slices.DeleteFunc(promised, func(line string) bool { return line == "set aside" })
		asides -= len(promised)
		moved, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		moved = slices.DeleteFunc(moved, func(e os.DirEntry) bool { return !strings.HasPrefix(e.Name(), "netquiz-damaged-") })
		if asides != 1 || len(moved) != 1 {
			t.Fatalf("set aside %d times: %v", asides, moved)
		}
		if stored := storedIDs(t, opened(t, dir)); len(stored) != 200 || len(promised) != 200 {
			t.Fatalf("%d answers acknowledged, %d kept", len(promised), len(stored))
		}
	}
}

// TestDamageWhileInUse: a damaged record is not pulled from under another
// process, but moved aside as soon as that has closed it.
func TestDamageWhileInUse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files in use cannot be renamed there anyway")
	}
	dir, _ := someRecord(t, 100)
	path := filepath.Join(dir, fileName)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(self)
	other.Env = append(os.Environ(), "RECORD_TEST_ROLE=hold until told", "RECORD_TEST_DIR="+dir)
	tell, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	hear, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fscanln(hear, new(string)); err != nil {
		t.Fatal(err)
	}

	damaged := read(t, path)
	clear(damaged[:16])
	write(t, path, damaged)
	r, aside, err := begin(path, noon, 20*time.Millisecond)
	if r != nil || aside != nil {
		t.Fatal(r, aside, err)
	}
	refusedFor(t, err, Busy, path)
	if !bytes.Equal(read(t, path), damaged) {
		t.Fatal("the damaged file was altered")
	}

	time.AfterFunc(50*time.Millisecond, func() { tell.Close() })
	r, aside, err = Open(dir, noon)
	if err != nil || aside == nil {
		t.Fatal(aside, err)
	}
	r.Close()
	if err := other.Wait(); err != nil {
		t.Fatal(err)
	}
}
