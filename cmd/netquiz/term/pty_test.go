package term_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	xterm "golang.org/x/term"

	"netquiz/cmd/netquiz/term"
	"netquiz/locales"
)

// The test binary is its own program under test: with PROMPT set it asks one
// prompt on its standard files and prints what came of it.
func TestMain(m *testing.M) {
	if name := os.Getenv("PROMPT"); name != "" {
		os.Exit(ask(name))
	}
	os.Exit(m.Run())
}

var options = []string{
	"순서 번호(seq)",
	"확인 응답 번호(ack)를 상대가 다음에 보낼 번호로 적어서 돌려보내요",
	"윈도우 크기",
	"체크섬",
}

var prompts = map[string]func(context.Context, *term.Terminal) (any, error){
	"select": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Select(ctx, "아래 SYN을 받은 서버가 SYN+ACK로 답해요. 어느 칸을 봐야 할까요?", options, -1, "")
	},
	"select-default": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Select(ctx, "어느 칸?", options, 2, "")
	},
	"select-keys": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Select(ctx, "어느 칸?", options, -1, "h?q")
	},
	"select-twelve": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Select(ctx, "몇째?", strings.Fields("a b c d e f g h i j k l"), -1, "")
	},
	"multi": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.MultiSelect(ctx, "모두 골라 보세요", options, []int{3}, "h")
	},
	"input": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Input(ctx, "확인 응답 번호(ack)는 얼마일까요?", "", nil)
	},
	"input-checked": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Input(ctx, "ack는?", "7", func(line string) error {
			if _, err := strconv.Atoi(line); err != nil {
				return errors.New("숫자로 적어 주세요.")
			}
			return nil
		})
	},
	"two": func(ctx context.Context, t *term.Terminal) (any, error) {
		a, err := t.Input(ctx, "하나?", "", nil)
		if err != nil {
			return a, err
		}
		b, err := t.Select(ctx, "둘?", options, -1, "")
		return fmt.Sprint(a, " ", b), err
	},
	"confirm": func(ctx context.Context, t *term.Terminal) (any, error) {
		return t.Confirm(ctx, "지울까요?", false)
	},
	"key": func(ctx context.Context, t *term.Terminal) (any, error) {
		key, err := t.Key(ctx, "Enter 다음 · b 앞으로 · q 그만", "\rbq")
		return strconv.QuoteRune(key), err
	},
	"deadline": func(ctx context.Context, t *term.Terminal) (any, error) {
		ctx, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
		defer cancel()
		return t.Select(ctx, "시험", options, -1, "")
	},
	"read": func(ctx context.Context, t *term.Terminal) (any, error) {
		ctx.Done() // from now on signals are caught
		fmt.Println("읽어요")
		text, err := io.ReadAll(t.Reader(ctx))
		return string(text), err
	},
}

// ready is what a prompt has printed when it waits for keys.
var ready = map[string]string{
	"select": "추려요", "multi": "추려요", "input": "얼마일까요?", "confirm": "지울까요?", "key": "그만", "read": "읽어요",
}

func ask(name string) int {
	ctx, stop := term.Interrupts(context.Background())
	defer stop()
	t := term.New(os.Stdin, os.Stdout, os.Stderr, term.Auto, locales.New(locales.Korean))
	answer, err := prompts[name](ctx, t)
	fmt.Printf("answer=%v error=%v done\n", answer, err)
	if errors.Is(err, term.ErrInterrupted) {
		return 130
	}
	return 0
}

// session is a prompt that runs on a pseudo-terminal. Nothing answers ESC[6n
// there, so a prompt that asked for the cursor's place would hang.
type session struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	mu   sync.Mutex
	seen bytes.Buffer // not yet expected
	past bytes.Buffer // everything
	more chan struct{}
}

func start(t *testing.T, prompt string, columns, lines uint16, env ...string) *session {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append([]string{"PROMPT=" + prompt, "TERM=xterm-256color", "NO_COLOR="}, env...)...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columns, Rows: lines})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, cmd: cmd, pty: file, more: make(chan struct{}, 1)}
	t.Cleanup(func() { cmd.Process.Kill(); file.Close() })
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := file.Read(buffer)
			s.mu.Lock()
			s.seen.Write(buffer[:n])
			s.past.Write(buffer[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) screen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

// all is everything that was printed so far.
func (s *session) all() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past.String()
}

// expect waits until text was printed after what was expected before.
func (s *session) expect(text string) {
	s.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		s.mu.Lock()
		if i := bytes.Index(s.seen.Bytes(), []byte(text)); i >= 0 {
			s.seen.Next(i + len(text))
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		select {
		case <-s.more:
		case <-deadline:
			s.t.Fatalf("no %q on the screen:\n%q", text, s.screen())
		}
	}
}

func (s *session) send(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) exit() int {
	s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

func TestPromptsByKey(t *testing.T) {
	for name, test := range map[string]struct {
		prompt, ready, keys, want string
	}{
		"enter takes the first":              {"select", "고르고", "\r", "answer=0 error=<nil>"},
		"enter takes the default":            {"select-default", "고르고", "\r", "answer=2 error=<nil>"},
		"arrows":                             {"select", "고르고", "\x1b[B\x1b[B\x1b[A\r", "answer=1 error=<nil>"},
		"application arrows":                 {"select", "고르고", "\x1bOB\x1bOB\r", "answer=2 error=<nil>"},
		"a digit picks":                      {"select", "고르고", "3\r", "answer=2 error=<nil>"},
		"a digit replaces another":           {"select", "고르고", "32\r", "answer=1 error=<nil>"},
		"two digits":                         {"select-twelve", "고르고", "12\r", "answer=11 error=<nil>"},
		"a digit that is no number is text":  {"select", "고르고", "9\x7f4\r", "answer=3 error=<nil>"},
		"Korean narrows":                     {"select", "고르고", "윈도\r", "answer=2 error=<nil>"},
		"NFD narrows":                        {"select", "고르고", "\u110e\u1166크\r", "answer=3 error=<nil>"},
		"초성 narrows":                         {"select", "고르고", "ㅎㅇㅇㄷ\r", "answer=1 error=<nil>"},
		"a key ends":                         {"select-keys", "고르고", "h", "answer=-1 error=pressed h"},
		"its twin ends":                      {"select-keys", "고르고", "ㅗ", "answer=-1 error=pressed h"},
		"a key later is text":                {"select-keys", "고르고", "체q\x7f\r", "answer=3 error=<nil>"},
		"function keys do nothing":           {"select", "고르고", "\x1b[15~\x1bOP\x1b[[A\x1bx\x1bㅁ\x1b[24;80R\x1b]11;rgb:0/0/0\x1b\\\x1b[1;5B\r", "answer=1 error=<nil>"},
		"multi: space ticks and unticks":     {"multi", "끝내요", " \x1b[A \r", "answer=[0] error=<nil>"},
		"multi: digits narrow":               {"multi", "끝내요", "2 3 \r", "answer=[1 2 3] error=<nil>"},
		"multi: arrows in an empty list":     {"multi", "끝내요", "없음\x1b[A\x1b[B \x1b[A\x1b[A \x7f\x7f \r", "answer=[0 3] error=<nil>"},
		"input":                              {"input", "얼마일까요?", "1001\r", "answer=1001 error=<nil>"},
		"input edits":                        {"input", "얼마일까요?", "가나다\x1b[D\x1b[D\x7f라\x1b[H마\x1b[F바\x1b[3~\r", "answer=마라나다바 error=<nil>"},
		"input deletes a word and the line":  {"input", "얼마일까요?", "하나 둘 셋\x17\x17\x15넷 다섯\x17\r", "answer=넷  error=<nil>"},
		"input composes jamo":                {"input", "얼마일까요?", "\u1112\u1161\u11ab\u1100\u1173\u11af\r", "answer=한글 error=<nil>"},
		"input: an empty line":               {"input", "얼마일까요?", "\r", "answer= error=<nil>"},
		"input: the default":                 {"input-checked", "(7)", "\r", "answer=7 error=<nil>"},
		"input: refused, then mended":        {"input-checked", "(7)", "1x\r\x7f2\r", "answer=12 error=<nil>"},
		"typed ahead into the next prompt":   {"two", "하나?", "글\r2\r", "answer=글 1 error=<nil>"},
		"confirm: default":                   {"confirm", "(네/아니요, Enter는 아니요)", "\r", "answer=false error=<nil>"},
		"confirm: y":                         {"confirm", "지울까요?", "y\r", "answer=true error=<nil>"},
		"confirm: its twin":                  {"confirm", "지울까요?", "ㅛ\r", "answer=true error=<nil>"},
		"confirm: 네":                         {"confirm", "지울까요?", "네\r", "answer=true error=<nil>"},
		"confirm: 아니요":                       {"confirm", "지울까요?", "아니요\r", "answer=false error=<nil>"},
		"confirm: nonsense is refused":       {"confirm", "지울까요?", "x\r\x7fㅛ\r", "answer=true error=<nil>"},
		"key: enter":                         {"key", "그만", "\r", `answer='\r' error=<nil>`},
		"key: a letter":                      {"key", "그만", "xb", `answer='b' error=<nil>`},
		"key: its twin":                      {"key", "그만", "ㅂ", `answer='q' error=<nil>`},
		"Ctrl-C in a list":                   {"select", "고르고", "\x03", "error=interrupted"},
		"Ctrl-D in a list takes no default":  {"select-default", "고르고", "\x04", "error=interrupted"},
		"Ctrl-C in several":                  {"multi", "끝내요", "\x03", "error=interrupted"},
		"Ctrl-C in a line":                   {"input", "얼마일까요?", "12\x03", "error=interrupted"},
		"Ctrl-D in a line takes no default":  {"input-checked", "(7)", "\x04", "error=interrupted"},
		"Ctrl-D in a question of yes and no": {"confirm", "지울까요?", "\x04", "error=interrupted"},
		"Ctrl-C for a key":                   {"key", "그만", "\x03", "error=interrupted"},
		"the end of an exam":                 {"deadline", "고르고", "", "answer=-1 error=context deadline exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, test.prompt, 80, 24)
			s.expect(test.ready)
			s.send(test.keys)
			s.expect(test.want)
			interrupted := strings.Contains(test.want, "interrupted")
			s.expect("done")
			if code := s.exit(); (code == 130) != interrupted {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestNothingMatches(t *testing.T) {
	s := start(t, "select", 80, 24)
	s.expect("추려요")
	s.send("없음\r")
	s.expect("맞는 항목이 없어요")
	s.send("\x1b")
	s.expect("체크섬")
	s.send("\r")
	s.expect("answer=0 error=<nil>")
}

// A prompt leaves the terminal in the mode it found.
func TestModeIsRestored(t *testing.T) {
	file, other, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	defer other.Close()
	fresh, err := xterm.GetState(int(file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	for _, prompt := range []string{"select", "multi", "input", "confirm", "key"} {
		for _, keys := range []string{"\r", "\x03"} {
			s := start(t, prompt, 80, 24)
			s.expect(ready[prompt])
			s.send(keys)
			s.expect("done")
			s.exit()
			left, err := xterm.GetState(int(s.pty.Fd()))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(left, fresh) {
				t.Errorf("%s after %q: mode %v, want %v", prompt, keys, left, fresh)
			}
		}
	}
}

// A signal ends a prompt as Ctrl-C does, with the cursor shown.
func TestSignals(t *testing.T) {
	for name, signal := range map[string]os.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": os.Interrupt} {
		for prompt := range ready {
			t.Run(name+" "+prompt, func(t *testing.T) {
				t.Parallel()
				s := start(t, prompt, 80, 24)
				s.expect(ready[prompt])
				s.cmd.Process.Signal(signal)
				if prompt == "select" || prompt == "multi" {
					s.expect("\x1b[?25h")
				}
				s.expect("error=interrupted")
				if code := s.exit(); code != 130 {
					t.Errorf("exit code %d", code)
				}
			})
		}
	}
}

// A terminal that cannot move its cursor is asked by lines, and asked again.
func TestDumbTerminal(t *testing.T) {
	s := start(t, "select", 80, 24, "TERM=dumb")
	s.expect("4. 체크섬")
	s.send("9\n")
	s.expect("1부터 4까지의 번호나 항목의 글자를 적어 주세요.")
	s.send("ㅊㅋㅅ\n")
	s.expect("answer=3 error=<nil>")
	if strings.Contains(s.all(), "\x1b") {
		t.Errorf("an escape sequence in %q", s.all())
	}
}

func TestNoColour(t *testing.T) {
	s := start(t, "select", 80, 24, "NO_COLOR=1")
	s.expect("추려요")
	s.send("\r")
	s.expect("done")
	if colour := regexp.MustCompile(`\x1b\[[0-9;]*m`).FindString(s.all()); colour != "" {
		t.Errorf("%q in %q", colour, s.all())
	}
}
