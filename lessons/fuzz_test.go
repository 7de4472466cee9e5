package lessons

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParse holds that parsing is total: any bytes give a lesson whose blocks
// stand where they say, or one placed error.
func FuzzParse(f *testing.F) {
	f.Add(page("prose\n\n```netquiz\nbuild syn | decode -\n```\n"))    // the commonest step
	f.Add(fence("try", soundTry))                                      // arrays of tables
	f.Add(fence("guess", soundGuess))                                  // integers and lists
	f.Add(fence("try", soundOrder) + "## Two\n" + soundCheck)          // a second step
	f.Add(page("> - ```netquiz\n"))                                    // live block deep inside, unclosed
	f.Add(page("a\n=\n-\n##"))                                         // headings by underline, and one at the end
	f.Add(page("\t```check\n\t```"))                                   // a tab before a fence is code
	f.Add("+++\r\n+++\r")                                              // line ends of another world
	f.Add("+++\n\xff\n+++\n")                                          // not UTF-8
	f.Add(fence("try", "task = '''\n[[check]]\n'''\n[[check]]\n[[a]")) // key places against long texts
	f.Fuzz(func(t *testing.T, src string) {
		lesson, err := parse("ko/s.md", []byte(src))
		lines := strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n")
		inside := func(p Pos) bool {
			return p.Line >= 1 && p.Line <= len(lines) && p.Column >= 1 && p.Column <= len(lines[p.Line-1])+1
		}
		if err != nil {
			if placed, ok := errors.AsType[*ParseError](err); !ok || !inside(placed.Pos) || lesson != nil {
				t.Fatalf("got %v, %v", lesson, err)
			}
			return
		}
		line := 0
		for i, step := range lesson.Steps {
			if step.Number != i+1 || step.Line <= line || len(step.Blocks) == 0 {
				t.Fatalf("step %+v after line %d", step, line)
			}
			line = step.Line
			for _, b := range step.Blocks {
				if at := b.At(); !inside(at) || at.Line <= line {
					t.Fatalf("%s at %v after line %d", kind(b), at, line)
				}
				line = b.At().Line
				if p, ok := b.(Prose); ok && !strings.HasPrefix(p.Markdown, strings.TrimRight(lines[line-1], " \t")) {
					t.Fatalf("prose %q at line %d", p.Markdown, line)
				}
			}
		}
	})
}
