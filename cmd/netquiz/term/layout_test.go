package term_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pane is a prompt inside tmux, which knows how wide Hangul is and where lines
// wrap.
type pane struct {
	t      *testing.T
	socket string
}

func open(t *testing.T, prompt string, columns, lines int) *pane {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("tmux is not installed")
	}
	p := &pane{t, filepath.Join(t.TempDir(), "tmux")}
	p.run("-u", "-f", os.DevNull, "new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(lines),
		"env", "PROMPT="+prompt, "LANG=C.UTF-8", "sh", "-c", `"$0"; cat`, os.Args[0]) // cat keeps the screen to be looked at
	t.Cleanup(func() { exec.Command("tmux", "-S", p.socket, "kill-server").Run() })
	return p
}

func (p *pane) run(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-S", p.socket}, args...)...)
	cmd.Env = append(os.Environ(), "LANG=C.UTF-8", "TMUX=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

func (p *pane) keys(keys ...string) { p.run(append([]string{"send-keys"}, keys...)...) }
func (p *pane) text(text string)    { p.run("send-keys", "-l", text) }

// see waits until the screen is as wanted; trailing spaces and empty lines at
// the end do not count.
func (p *pane) see(want string) {
	p.t.Helper()
	want = strings.Trim(want, "\n")
	screen := ""
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var lines []string
		for line := range strings.Lines(p.run("capture-pane", "-p")) {
			lines = append(lines, strings.TrimRight(line, " \n"))
		}
		screen = strings.TrimRight(strings.Join(lines, "\n"), "\n")
		if i := strings.Index(screen, "\nanswer="); i >= 0 {
			screen = screen[:i]
		}
		if screen == want {
			return
		}
	}
	p.t.Fatalf("the screen shows\n%s\nand not\n%s", screen, want)
}

// At these widths a wrapped line of Hangul leaves the last column empty, which is
// where lines are easily miscounted and printed again at each key.
var lists = map[int]string{
	41: `
? 아래 SYN을 받은 서버가 SYN+ACK로
  답해요. 어느 칸을 봐야 할까요?
%s 1. 순서 번호(seq)
%s 2. 확인 응답 번호(ack)를 상대가
     다음에 보낼 번호로 적어서
     돌려보내요
%s 3. 윈도우 크기
%s 4. 체크섬
  화살표로 고르고 Enter를 눌러요.
  번호나 글자(초성도)를 치면 추려요.
`,
	45: `
? 아래 SYN을 받은 서버가 SYN+ACK로
  답해요. 어느 칸을 봐야 할까요?
%s 1. 순서 번호(seq)
%s 2. 확인 응답 번호(ack)를 상대가 다음에
     보낼 번호로 적어서 돌려보내요
%s 3. 윈도우 크기
%s 4. 체크섬
  화살표로 고르고 Enter를 눌러요. 번호나
  글자(초성도)를 치면 추려요.
`,
	61: `
? 아래 SYN을 받은 서버가 SYN+ACK로 답해요. 어느 칸을 봐야
  할까요?
%s 1. 순서 번호(seq)
%s 2. 확인 응답 번호(ack)를 상대가 다음에 보낼 번호로
     적어서 돌려보내요
%s 3. 윈도우 크기
%s 4. 체크섬
  화살표로 고르고 Enter를 눌러요. 번호나 글자(초성도)를
  치면 추려요.
`,
}

func TestListLayout(t *testing.T) {
	for columns, list := range lists {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			t.Parallel()
			p := open(t, "select", columns, 20)
			p.see(fmt.Sprintf(list, ">", " ", " ", " "))
			p.keys("Down", "Down")
			p.see(fmt.Sprintf(list, " ", " ", ">", " "))
			p.keys("Up", "Up", "Up")
			p.see(fmt.Sprintf(list, " ", " ", " ", ">"))
			p.text("ㅎㅇ")
			p.keys("BSpace", "BSpace")
			p.see(fmt.Sprintf(list, ">", " ", " ", " "))
			p.text("2")
			p.keys("Enter")
			question, _, _ := strings.Cut(list, "%s")
			_, answer, _ := strings.Cut(list, "%s 2.")
			answer, _, _ = strings.Cut(answer, "%s")
			p.see(question + "  2." + answer)
		})
	}
}

// What says that nothing is left is broken like the rest, and goes away again.
func TestNothingLeftLayout(t *testing.T) {
	p := open(t, "select", 41, 20)
	whole := fmt.Sprintf(lists[41], ">", " ", " ", " ")
	p.see(whole)
	p.text("zz")
	question, _, _ := strings.Cut(lists[41], "%s")
	_, how, _ := strings.Cut(lists[41], "체크섬\n")
	p.see(question + "  찾기: zz\n  맞는 항목이 없어요. Esc를 누르면\n  다시 다 보여요.\n" + how)
	p.keys("Escape")
	p.see(whole)
}

// A list taller than the screen shows the part around the choice.
func TestShortScreen(t *testing.T) {
	p := open(t, "select-twelve", 60, 8)
	const list = `
? 몇째?
%s
  화살표로 고르고 Enter를 눌러요. 번호나 글자(초성도)를
  치면 추려요.
`
	p.see(fmt.Sprintf(list, ">  1. a\n   2. b\n   3. c"))
	p.keys("Down", "Down", "Down")
	p.see(fmt.Sprintf(list, "   3. c\n>  4. d\n   5. e"))
	p.keys("Up", "Up", "Up", "Up")
	p.see(fmt.Sprintf(list, "  10. j\n  11. k\n> 12. l"))
}

func TestSeveralLayout(t *testing.T) {
	p := open(t, "multi", 41, 20)
	const list = `
? 모두 골라 보세요
> [%s] 1. 순서 번호(seq)
  [ ] 2. 확인 응답 번호(ack)를 상대가
         다음에 보낼 번호로 적어서
         돌려보내요
  [ ] 3. 윈도우 크기
  [x] 4. 체크섬
  Space로 고르거나 빼고 Enter로
  끝내요. 번호나 글자(초성도)를 치면
  추려요.
`
	p.see(fmt.Sprintf(list, " "))
	p.keys("Space")
	p.see(fmt.Sprintf(list, "x"))
	p.keys("Space")
	p.see(fmt.Sprintf(list, " "))
}

// A line longer than the screen is wide stays on its row, and the cursor in it.
func TestLongInput(t *testing.T) {
	p := open(t, "input", 41, 10)
	p.see("? 확인 응답 번호(ack)는 얼마일까요?")
	p.text("가나다라마바사아자차카타파하거너더러머버서어저처")
	p.see("? 확인 응답 번호(ack)는 얼마일까요?\n  …아자차카타파하거너더러머버서어저처")
	p.keys("Home")
	p.see("? 확인 응답 번호(ack)는 얼마일까요?\n  가나다라마바사아자차카타파하거너더…")
	p.text("x")
	p.keys("End", "BSpace", "Enter")
	p.see(`
? 확인 응답 번호(ack)는 얼마일까요?
  x가나다라마바사아자차카타파하거너더
  러머버서어저
`)
}

func TestRefusalLayout(t *testing.T) {
	p := open(t, "input-checked", 41, 10)
	p.see("? ack는? (7)")
	p.text("일")
	p.keys("Enter")
	p.see("! 숫자로 적어 주세요.\n? ack는? (7) 일")
	p.text("이")
	p.keys("Enter")
	p.see("! 숫자로 적어 주세요.\n? ack는? (7) 일이")
	p.keys("C-u")
	p.text("12")
	p.keys("Enter")
	p.see("! 숫자로 적어 주세요.\n? ack는? (7) 12")
}
