package fuzz

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// child is a running target.
type child struct {
	target *Target
	cmd    *exec.Cmd
	in     *os.File
	pipe   *os.File
	out    *bufio.Reader
	stderr *lastWords
	writes chan []byte
	queued atomic.Int32 // of those, not written yet
	wrote  sync.WaitGroup
	ended  chan struct{}
	greedy atomic.Bool   // it was ended for the memory that it took
	began  bool          // it has answered once
	first  time.Duration // the longest that its first answer may take
	length [4]byte
	answer []byte
	due    time.Time     // of the next answer
	free   chan<- []byte // where to put what was written
	whole  bool          // all that it gets was sent

	mu   sync.Mutex
	over bool
}

// startMost is the longest that a target may take to its first answer: some
// languages take seconds to begin.
const startMost = 10 * time.Second

// answerMost is the longest answer that is taken, in bytes.
const answerMost = 1 << 20

// start runs the target, under the words in before it.
func start(t *Target, before ...string) (*child, error) {
	argv := append(before, t.Command...)
	c := &child{target: t, first: max(t.timeout(), startMost), cmd: exec.Command(argv[0], argv[1:]...), stderr: &lastWords{}, ended: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), "PYTHONUNBUFFERED=1")
	c.cmd.Stderr = c.stderr
	c.cmd.WaitDelay = time.Second
	ownGroup(c.cmd)
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	c.in, c.pipe, c.writes = in.(*os.File), out.(*os.File), make(chan []byte, 4)
	c.out = bufio.NewReaderSize(c.pipe, answerMost)
	c.wrote.Go(c.write)
	go c.guard()
	return c, nil
}

// write writes what is sent, so that a target that does not read yet cannot keep
// its answers from being read.
func (c *child) write() {
	failed := false
	for b := range c.writes {
		if !failed {
			_, err := c.in.Write(b)
			failed = err != nil // its end is seen where it is read
		}
		c.queued.Add(-1)
		c.reuse(b)
	}
	c.in.Close()
}

// reuse gives back what was written.
func (c *child) reuse(b []byte) {
	select {
	case c.free <- b:
	default:
	}
}

// send hands over frames, with the bytes that hold them. A target
// that reads none for too long, though it answered what was asked, is ended.
func (c *child) send(b []byte) {
	if c.queued.Load() == 0 {
		n := writeSome(c.in, b) // all of it, as a rule
		if n == len(b) {
			c.reuse(b)
			return
		}
		b = b[n:]
	}
	c.queued.Add(1)
	select {
	case c.writes <- b:
		return
	default:
	}
	late := time.AfterFunc(max(c.target.timeout(), c.first), c.kill)
	defer late.Stop()
	c.writes <- b // to a target that was ended, nothing is written
}

// finish ends the target's input behind what was sent.
func (c *child) finish() {
	if !c.whole {
		c.whole = true
		close(c.writes)
	}
}

// errLate is an answer that did not come in time.
var errLate = errors.New("fuzz: no answer in time")

// errEndless is an answer longer than any is.
var errEndless = errors.New("fuzz: an answer without end")

// receive is the next answer, valid until the next call; errLate, errEndless with
// the beginning of the answer, or io.EOF if the target ended.
func (c *child) receive() ([]byte, error) {
	if c.out.Buffered() == 0 {
		patience := c.target.timeout()
		if !c.began {
			patience = c.first
		}
		now, most := time.Now(), patience+patience/8
		if left := c.due.Sub(now); left < patience || left > most { // else it may be late by little
			c.due = now.Add(most)
			c.pipe.SetReadDeadline(c.due)
		}
	}
	var err error
	if c.target.Binary {
		err = c.receiveBinary()
	} else {
		var line []byte
		line, err = c.out.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return line[:clipMost], errEndless
		}
		c.answer = line
	}
	switch {
	case err == nil:
		c.began = true
		return c.answer, nil
	case errors.Is(err, errEndless):
		return c.answer, err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, errLate
	}
	return nil, io.EOF
}

func (c *child) receiveBinary() error {
	if _, err := io.ReadFull(c.out, c.length[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(c.length[:])
	if n > answerMost {
		c.answer = fmt.Appendf(c.answer[:0], "(%d bytes)", n)
		return errEndless
	}
	c.answer = append(c.answer[:0], make([]byte, n)...)
	_, err := io.ReadFull(c.out, c.answer)
	return err
}

// end makes sure that nothing of the target is left, and says how it ended.
func (c *child) end() string {
	close(c.ended)
	c.kill()
	c.finish()
	c.wrote.Wait()
	c.mu.Lock()
	c.over = true // from here on another process may get its number
	c.mu.Unlock()
	err := c.cmd.Wait()
	c.pipe.Close()
	var status *exec.ExitError
	if !errors.As(err, &status) {
		return "exit 0"
	}
	if s, ok := status.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return s.Signal().String()
	}
	return "exit " + strconv.Itoa(status.ExitCode())
}

// kill ends the target and what it started, if it is still known by its number.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over {
		killGroup(c.cmd)
	}
}

// lastWords keeps the last bytes written to it.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

const lastWordsMost = 4096

func (w *lastWords) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text = append(w.text, b...)
	if n := len(w.text) - lastWordsMost; n > 0 {
		w.text = append(w.text[:0], w.text[n:]...)
	}
	return len(b), nil
}

// last is the last line that says something.
func (w *lastWords) last() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(w.text)), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
