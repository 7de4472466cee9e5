package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// verdict is what became of a mutant.
type verdict string

const (
	killed    verdict = "killed"
	lived     verdict = "lived"
	timedOut  verdict = "timed out"
	notViable verdict = "not viable"
)

// tests is the test binary with all the switches in it.
type tests struct {
	p      *source
	tmp    string
	binary string
}

// build compiles the tests of the package with a switch for every mutant.
func build(p *source) (*tests, error) {
	tmp, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	t := &tests{p, tmp, filepath.Join(tmp, "switched.test")}
	files := map[string][]byte{"mutants.go": fmt.Appendf(nil, helpers, filepath.Base(p.dir))}
	for name := range p.files {
		files[name] = p.switched(name)
	}
	if out, err := t.compile(t.binary, files); err != nil {
		return nil, fmt.Errorf("%w:\n%s", err, out)
	}
	return t, nil
}

func (t *tests) close() { os.RemoveAll(t.tmp) }

// compile makes a test binary of the package with other files in place of its
// own, or beside them.
func (t *tests) compile(binary string, files map[string][]byte) (out []byte, err error) {
	replace := map[string]string{}
	for name, b := range files {
		file := filepath.Join(t.tmp, name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			return nil, err
		}
		replace[filepath.Join(t.p.dir, name)] = file
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(t.tmp, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return nil, err
	}
	c := exec.Command("go", "test", "-c", "-o", binary, "-overlay", file, ".")
	c.Dir = t.p.dir
	return c.CombinedOutput()
}

// try is what becomes of the mutant.
func (t *tests) try(m *mutant) (verdict, error) {
	if !m.viable {
		return notViable, nil
	}
	if !m.constant {
		v, _ := t.run(m.id)
		return v, nil
	}
	one := filepath.Join(t.tmp, "one.test")
	_, err := t.compile(one, map[string][]byte{m.file: t.p.alone(m)})
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return notViable, nil
	}
	if err != nil {
		return "", err
	}
	v, _ := t.test(one, 0)
	return v, nil
}

// run runs the tests with one switch on, none if id is 0.
func (t *tests) run(id int) (verdict, []byte) { return t.test(t.binary, id) }

// test runs a test binary. It finds no tshark, and so the tests that need one
// skip themselves. Time of the processor is bounded, so that the verdict is the
// same on a busy machine, and memory too, since a loop that never ends may take
// all there is.
func (t *tests) test(binary string, id int) (verdict, []byte) {
	c := exec.Command("/bin/sh", "-c", `ulimit -t 10; ulimit -v 8000000; exec "$0" "$@"`, binary,
		"-test.short", "-test.failfast", "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s")
	c.Dir = t.p.dir
	c.Env = []string{fmt.Sprintf("MUTANT=%d", id), "PATH=", "TMPDIR=" + t.tmp}
	out, err := c.CombinedOutput()
	if err == nil {
		return lived, out
	}
	if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signal() == syscall.SIGKILL {
		return timedOut, out
	}
	return killed, out
}
