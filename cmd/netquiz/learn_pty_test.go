package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"netquiz/lessons"
	"netquiz/locales"
	"netquiz/proto/view"
	"netquiz/quiz/record"
)

// Two whole stages by keys on a wide and on a narrow screen: every guess is
// answered, every task tried wrong, hinted at and solved, the closing questions
// left, and the checklist marked.
func TestStagesByKeys(t *testing.T) {
	for _, stage := range []string{"dns", "close"} {
		for _, columns := range []uint16{80, 41} {
			t.Run(fmt.Sprintf("%s/%d", stage, columns), func(t *testing.T) {
				t.Parallel()
				walkStage(t, stage, columns)
			})
		}
	}
}

func walkStage(t *testing.T, stage string, columns uint16) {
	l, err := lessons.Load(locales.Korean, stage)
	if err != nil {
		t.Fatal(err)
	}
	p := sit(t, columns, "learn", stage)
	if err := pty.Setsize(p.pty, &pty.Winsize{Cols: columns, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	for _, s := range l.Steps {
		p.expect(fmt.Sprintf("%s %d/%d", stage, s.Number, len(l.Steps)))
		for _, b := range s.Blocks {
			p.block(b)
		}
		p.until("Enter 다음")
		p.send("\r")
	}
	p.expect("끝까지")
	if code := p.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	r, _, err := record.Open(p.dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if done, err := r.Done(); err != nil || len(done) != len(l.Steps) {
		t.Errorf("%d of %d steps are done, %v", len(done), len(l.Steps), err)
	}
	for _, line := range strings.Split(strings.ReplaceAll(p.screen(), "\r", ""), "\n") {
		text := ansi.Strip(line)
		if redrawn := strings.HasPrefix(text, "? "); view.Columns(text) > int(columns) && !redrawn {
			t.Errorf("a line is %d wide: %q", view.Columns(text), text)
		}
	}
}

// Back, "I don't know", why, the dictionary by its 두벌식 twin, and leaving.
func TestKeysOfALesson(t *testing.T) {
	p := sit(t, 80, "learn", "close#2")
	p.expect("close 2/11")
	p.until("고르고")
	p.send("b")
	p.expect("close 1/11")
	p.until("고르고")
	p.send("?")
	p.expect("괜찮아요. 정답은 2번이에요.")
	p.until("Enter 다음")
	p.send("w")
	p.expect("흔한 오해: FIN을 보내면 받지도 못해요")
	p.until("Enter 다음")
	p.send("ㄱ")
	p.expect("무엇을 찾아볼까요?")
	p.until("고르고")
	p.send("tcp.len\r")
	p.expect("TCP 데이터 길이")
	p.expect("나오는 레슨")
	p.until("Enter 다음")
	p.send("q")
	if code := p.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	p = sit(t, 80, "learn")
	p.expect("어디부터 볼까요?")
	p.until("고르고")
	p.send("\r")
	p.expect("dns 1/8")
	p.until("고르고")
	p.send("\x03")
	if code := p.exit(); code != exitInterrupted {
		t.Errorf("exit code %d after Ctrl-C", code)
	}
}

// The list of stages, and that they are to be forgotten, fit a narrow screen.
func TestStagesAreListedNarrowly(t *testing.T) {
	for _, args := range [][]string{{"learn", "--list", "--lang", "en"}, {"learn", "--list"}, {"learn", "--reset", "--lang", "en"}} {
		p := sit(t, 41, args...)
		if code := p.exit(); code != 0 {
			t.Errorf("%v: exit code %d", args, code)
		}
		for _, line := range strings.Split(strings.ReplaceAll(p.screen(), "\r", ""), "\n") {
			if w := view.Columns(ansi.Strip(line)); w > 41 {
				t.Errorf("%v: a line is %d wide: %q", args, w, line)
			}
		}
	}
}

// block does what a block asks for.
func (p *player) block(b lessons.Block) {
	p.t.Helper()
	switch b := b.(type) {
	case lessons.Guess:
		p.until("고르고")
		p.send(strconv.Itoa(b.Key+1) + "\r")
		p.expect("맞았어요!")
	case lessons.Try:
		p.until("t 해 보기")
		p.send("t")
		p.until("하나를 적고 Enter") // a line is written here: a key alone does nothing
		for _, turn := range [][2]string{{b.Wrong[0].Answer, "아쉬워요."}, {"ㅗ", "힌트 1"}, {"h", "힌트 2"}, {b.Answers[0], "맞았어요!"}} {
			p.until("답(")
			p.send(turn[0] + "\r")
			p.expect(turn[1])
		}
	case lessons.Check:
		if p.until("고르고", "답(") == 1 {
			p.send("q\r")
			return
		}
		p.send("q")
	case lessons.Prose:
		if strings.Contains(b.Markdown, box) {
			p.until("다 말했어요")
			p.send("\r")
			p.until("Space")
			p.send(" \r")
			p.expect("개 가운데 1개를")
		}
	}
}

// until waits for one of several texts, pressing Enter where a screen is full,
// and tells which it was.
func (p *player) until(texts ...string) int {
	p.t.Helper()
	texts = append(texts, "Enter 계속")
	for {
		which := p.first(texts)
		if which < len(texts)-1 {
			return which
		}
		p.send("\r")
	}
}

// first waits for the one of several texts that comes first.
func (p *player) first(texts []string) int {
	p.t.Helper()
	deadline := time.After(60 * time.Second)
	for {
		p.mu.Lock()
		which, at := -1, 0
		seen := p.all.String()[p.at:]
		for i, text := range texts {
			if j := strings.Index(seen, text); j >= 0 && (which < 0 || j < at) {
				which, at = i, j
			}
		}
		if which >= 0 {
			p.at += at + len(texts[which])
			p.mu.Unlock()
			return which
		}
		p.mu.Unlock()
		select {
		case <-p.more:
		case <-deadline:
			p.t.Fatalf("none of %q on the screen:\n%s", texts, ansi.Strip(seen))
		}
	}
}
