package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"netquiz/proto/view"
	"netquiz/quiz/record"
)

// player is a learner at a terminal.
type player struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	dir  string
	mu   sync.Mutex
	all  bytes.Buffer
	at   int // what was expected so far ends here
	more chan struct{}
}

// sit starts netquiz on a terminal of some width.
func sit(t *testing.T, columns uint16, args ...string) *player {
	t.Helper()
	program, err := exec.LookPath("netquiz")
	if err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, cmd: exec.Command(program, args...), dir: t.TempDir(), more: make(chan struct{}, 1)}
	p.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NETQUIZ_DATA_DIR="+p.dir, "NETQUIZ_LANG=", "NO_COLOR=")
	if p.pty, err = pty.StartWithSize(p.cmd, &pty.Winsize{Cols: columns, Rows: 50}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill(); p.pty.Close() })
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := p.pty.Read(buffer)
			p.mu.Lock()
			p.all.Write(buffer[:n])
			p.mu.Unlock()
			select {
			case p.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return p
}

// expect waits until text has been printed after what was expected before.
func (p *player) expect(text string) {
	p.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		p.mu.Lock()
		seen := p.all.Bytes()[p.at:]
		if i := bytes.Index(seen, []byte(text)); i >= 0 {
			p.at += i + len(text)
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()
		select {
		case <-p.more:
		case <-deadline:
			p.t.Fatalf("no %q on the screen:\n%s", text, ansi.Strip(string(seen)))
		}
	}
}

// screen is all that has been printed.
func (p *player) screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all.String()
}

func (p *player) send(keys string) {
	p.t.Helper()
	if _, err := io.WriteString(p.pty, keys); err != nil {
		p.t.Fatal(err)
	}
}

func (p *player) exit() int {
	p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

// answers are what the record holds by now.
func (p *player) answers() (attempts, right int) {
	p.t.Helper()
	r, _, err := record.Open(p.dir, time.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Close()
	skills, err := r.Skills()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range skills {
		attempts, right = attempts+s.Attempts, right+s.Right
	}
	return attempts, right
}

// places are the numbers of the right option of a choice and of one that has a
// misconception behind it.
func places(t *testing.T, id string) (right, miss string) {
	t.Helper()
	q, err := question(id, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range q.Options {
		if v := q.Mark(o); v.Right {
			right = strconv.Itoa(i + 1)
		} else if v.Trap.Miss != "" {
			miss = strconv.Itoa(i + 1)
		}
	}
	return right, miss
}

// A round by keys: a hint by its 두벌식 twin, a wrong pick with its explanation,
// why, the question once more, and the summary.
func TestRoundByKeys(t *testing.T) {
	right, miss := places(t, "handshake.ack-number#0")
	for _, columns := range []uint16{80, 41} {
		p := sit(t, columns, "quiz", "--id", "handshake.ack-number#0")
		p.expect("1/1")
		p.expect("고르고")
		p.send("ㅗ")
		p.expect("힌트 1")
		p.expect("고르고")
		p.send(miss + "\r")
		p.expect("아쉬워요.")
		p.expect("3,001")
		p.expect("흔한 오해")
		p.expect("learn handshake#5")
		p.expect("Enter")
		p.send("w")
		p.expect("흔한 오해")
		p.expect("Enter")
		p.send("\r")
		p.expect("다시 푸는 문제")
		p.expect("고르고")
		p.send(right + "\r")
		p.expect("맞았어요!")
		p.expect("1문제 중 0문제")
		if code := p.exit(); code != 0 {
			t.Errorf("%d columns: exit code %d", columns, code)
		}
		if attempts, right := p.answers(); attempts != 2 || right != 1 {
			t.Errorf("%d columns: %d answers, %d right", columns, attempts, right)
		}
		for _, line := range strings.Split(strings.ReplaceAll(p.screen(), "\r", ""), "\n") {
			if text := ansi.Strip(line); view.Columns(text) > int(columns) && !strings.Contains(text, "netquiz decode") {
				t.Errorf("%d columns: a line is %d wide: %q", columns, view.Columns(text), text)
			}
		}
	}
}

// Undo takes the answer back, from the record too.
func TestUndoByKeys(t *testing.T) {
	p := sit(t, 80, "quiz", "--id", "handshake.ack-number#1")
	p.expect("답(숫자)")
	p.send("x\r")
	p.expect("숫자로 적어 주세요")
	p.send("\x7f7\r")
	p.expect("아쉬워요.")
	p.expect("Enter")
	p.send("u")
	p.expect("되돌렸어요")
	p.expect("답(숫자)")
	p.send("1,384,263,411\r")
	p.expect("맞았어요!")
	p.expect("1문제 중 1문제")
	p.exit()
	if attempts, right := p.answers(); attempts != 1 || right != 1 {
		t.Errorf("%d answers, %d right", attempts, right)
	}
}

// Ctrl-C keeps what was answered and sums it up.
func TestInterruptKeepsAnswers(t *testing.T) {
	p := sit(t, 80, "quiz", "--topic", "handshake.flags,handshake.order", "--seed", "7c1e", "--count", "4")
	p.expect("고르고")
	p.send("2\r")
	p.expect("맞았어요!")
	p.expect("2/4")
	p.expect("답(16진수)")
	p.send("\x03")
	p.expect("1문제 중 1문제")
	if code := p.exit(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if attempts, _ := p.answers(); attempts != 1 {
		t.Errorf("%d answers were kept", attempts)
	}
}
