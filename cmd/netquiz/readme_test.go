package main

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// readmeBlocks are the fenced blocks of the README in a language.
func readmeBlocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		if m[1] == language {
			blocks = append(blocks, m[2])
		}
	}
	if blocks == nil {
		t.Fatalf("the README has no block of %s", language)
	}
	return blocks
}

// newcomer is a folder like a fresh clone, and a server on this machine.
func newcomer(t *testing.T) func(line string) (string, error) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(root, "proto"), filepath.Join(dir, "proto")); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") }))
	t.Cleanup(server.Close)
	wait := strings.NewReplacer("https://www.example.com", server.URL,
		"--time 30s", "--runs 200", "--runs 100000", "--runs 200", "--runs 10000", "--runs 20", "--grade", "--grade --runs 200", "| less", "| cat")
	run := func(line string) (string, error) {
		c := exec.Command("sh", "-c", wait.Replace(line))
		c.Dir = dir
		c.Env = append(os.Environ(), "COLUMNS=80", "NETQUIZ_LANG=", "NETQUIZ_DATA_DIR="+filepath.Join(dir, "data"))
		out, err := c.Output()
		if e, ok := err.(*exec.ExitError); ok {
			err = fmt.Errorf("%w\n%s", err, e.Stderr)
		}
		return string(out), err
	}
	return run
}

// Every command line of the README does what it says, on a machine that has what
// it takes.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	run := newcomer(t)
	wrong := map[string]string{ // exit codes other than 0, and why
		"netquiz quiz --exam": "exit status 1", // nothing is answered
	}
	done := map[string]bool{}
	for _, line := range slices.Concat(linesOf(readmeBlocks(t, "sh")), asked(readmeBlocks(t, "console"))) {
		line, _, _ = strings.Cut(line, " # ")
		line = strings.TrimSpace(line)
		word, _, _ := strings.Cut(line, " ")
		if line == "" || done[line] || slices.Contains([]string{"go", "cd", ".ci/run"}, word) {
			continue // the last three run the tests
		}
		done[line] = true
		t.Run(line, func(t *testing.T) {
			for _, program := range []string{"jq", "python3", "tshark"} {
				_, err := exec.LookPath(program)
				switch {
				case err == nil || !strings.Contains(line, program):
				case os.Getenv("CI") == "true" && program != "jq":
					t.Fatal(err)
				default:
					t.Skip(err)
				}
			}
			line := strings.Replace(line, "02000000000202000000000108004500…", hexOfSYN(t, run), 1)
			_, err := run(line)
			for start, code := range wrong {
				if strings.HasPrefix(line, start) && err != nil && strings.HasPrefix(err.Error(), code) {
					err = nil
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func hexOfSYN(t *testing.T, run func(string) (string, error)) string {
	text, err := run("netquiz build syn")
	if _, bad := hex.DecodeString(strings.TrimSpace(text)); err != nil || bad != nil {
		t.Fatal(err, bad)
	}
	return strings.TrimSpace(text)
}

// linesOf are the lines of blocks.
func linesOf(blocks []string) (all []string) {
	for _, b := range blocks {
		all = append(all, strings.Split(strings.TrimRight(b, "\n"), "\n")...)
	}
	return all
}

// asked are the command lines behind the prompts of blocks.
func asked(blocks []string) (all []string) {
	for _, line := range linesOf(blocks) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all = append(all, command)
		}
	}
	return all
}

// What the README shows of the screen is what is printed.
func TestReadmeScreens(t *testing.T) {
	t.Parallel()
	run := newcomer(t)
	for _, block := range readmeBlocks(t, "console") {
		first, shown, _ := strings.Cut(block, "\n")
		command := strings.TrimPrefix(first, "$ ")
		if strings.Contains(command, " learn ") {
			command += " --print"
		}
		out, err := run(command)
		if err != nil {
			t.Errorf("%s: %v", command, err)
		}
		for line := range strings.SplitSeq(strings.TrimSpace(shown), "\n") {
			if strings.Contains(command, " learn ") { // asked by keys, and printed with other marks
				line = strings.TrimLeft(line, "?> 123.")
			}
			if line != "…" && !strings.Contains(out, line) {
				t.Errorf("%s does not print %q", command, line)
			}
		}
	}
}
