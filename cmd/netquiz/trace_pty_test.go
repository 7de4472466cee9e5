package main

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"netquiz/proto/view"
)

// Enter walks on, b goes back, t and x show more of the frame at hand, the
// 두벌식 twin of a key does the same, and the last Enter ends.
func TestStepByKeys(t *testing.T) {
	for _, columns := range []uint16{80, 41} {
		p := sit(t, columns, "trace", "--step")
		p.expect("ARP 요청")
		p.expect("까닭")
		p.expect("[Enter] 다음")
		p.send("\r")
		p.expect("ARP 응답")
		p.expect("[Enter] 다음")
		p.send("b")
		p.expect("ARP 요청")
		p.expect("[Enter] 다음")
		p.send("\r")
		p.expect("ARP 응답")
		p.expect("[Enter] 다음")
		p.send("ㅅ") // t
		p.expect("출발지 MAC 주소")
		p.expect("[Enter] 다음")
		p.send("x")
		p.expect("0030")
		p.expect("[Enter] 다음")
		for range 3 {
			p.send("\r")
			p.expect("[Enter] 다음")
		}
		if !strings.Contains(p.screen(), "SYN_SENT") {
			t.Error("the SYN has not been shown")
		}
		for range 10 {
			p.send("\r")
			p.expect("[Enter] 다음") // "다음" alone stands in many sentences
		}
		p.send("\r")
		p.expect("마지막 ACK")
		p.expect("마치기")
		p.send("\r")
		if code := p.exit(); code != 0 {
			t.Errorf("%d columns: exit code %d", columns, code)
		}
		for _, line := range strings.Split(strings.ReplaceAll(p.screen(), "\r", ""), "\n") {
			if text := ansi.Strip(line); view.Columns(text) > int(columns) {
				t.Errorf("%d columns: a line is %d wide: %q", columns, view.Columns(text), text)
			}
		}
	}
}

func TestStepCanBeLeft(t *testing.T) {
	p := sit(t, 80, "trace", "--step", "--lang", "en")
	p.expect("[Enter] next")
	p.send("q")
	if code := p.exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	p = sit(t, 80, "trace", "--step", "--lang", "en")
	p.expect("[Enter] next")
	p.send("\x03")
	if code := p.exit(); code != 130 {
		t.Errorf("exit code %d after Ctrl-C", code)
	}
}
