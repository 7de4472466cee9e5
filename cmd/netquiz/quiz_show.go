package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/fatih/color"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/view"
	"netquiz/quiz"
)

// prompts is where questions go: to the screen, or beside the results.
func (p *play) prompts() io.Writer {
	if p.e.term.Interactive() {
		return p.e.out
	}
	return p.e.err
}

// widestProse is how wide lines of prose get at most, in cells.
const widestProse = 88

func (p *play) width() int {
	columns, _ := p.e.term.Size()
	return min(columns-1, widestProse)
}

// style is how frames look where questions go.
func (p *play) style() view.Style {
	return view.Style{Width: p.width(), Color: p.e.term.Colour(p.prompts()), L: p.e.text}
}

func (p *play) paint(w io.Writer, text string, attributes ...color.Attribute) string {
	return p.e.term.Paint(w, attributes...)(text)
}

func (p *play) intro(count int) {
	if p.e.term.Interactive() {
		out := p.prompts()
		fmt.Fprintln(out, term.Wrap(p.e.text.Plural("quiz.intro", count), p.width()))
		fmt.Fprintln(out, p.paint(out, p.e.keyLine(p.e.text.T("quiz.keys.asked")), color.Faint))
	}
}

// show shows which question this is, and the question.
func (p *play) show(q *quiz.Question) {
	out := p.prompts()
	p.asked++
	head := p.e.text.T("quiz.head", "N", p.asked, "Of", p.asked+p.round.Left()-1,
		"Stage", p.e.text.T("quiz.stage."+q.Skill.Stage()), "Level", q.Level, "ID", q.ID())
	if p.round.Repeated() {
		head = p.e.text.T("quiz.again", "Head", head)
	}
	fmt.Fprintf(out, "\n%s\n", p.paint(out, term.Wrap(head, p.width()), color.Faint))
	p.showQuestion(q)
}

// showQuestion shows what a question asks, and its frames.
func (p *play) showQuestion(q *quiz.Question) {
	out := p.prompts()
	fmt.Fprintln(out, p.paint(out, term.Wrap(q.Ask.In(p.e.text), p.width()), color.Bold))
	for i := range q.Frames {
		out.Write(q.Frames[i].Append(nil, p.style(), i+1, nil))
	}
}

func (p *play) hint() {
	text, depth := p.round.Hint()
	out := p.prompts()
	line := text.In(p.e.text)
	if depth == 3 {
		line += " " + p.e.text.T("quiz.hint.last")
	}
	label := p.paint(out, p.e.text.T("quiz.hint.label", "Depth", depth)+" ", color.FgCyan)
	fmt.Fprintln(out, term.Hang(label, line, p.width()))
}

// why explains the last answer in full.
func (p *play) why() {
	given := p.round.Given()
	if len(given) == 0 {
		fmt.Fprintln(p.prompts(), term.Wrap(p.e.text.T("quiz.why.none"), p.width()))
		return
	}
	p.feedback(given[len(given)-1], true)
}

// feedback says what an answer is worth: a right one in a line, any other with
// what is behind it, the bytes that prove it, and where to read on.
func (p *play) feedback(g quiz.Given, full bool) {
	q, out, l := g.Question, p.e.out, p.e.text
	verdict, ink := "quiz.verdict.wrong", color.FgRed
	switch {
	case g.Right && g.Hints > 0:
		verdict, ink = "quiz.verdict.hinted", color.FgYellow
	case g.Right:
		verdict, ink = "quiz.verdict.right", color.FgGreen
	case g.Verdict.Given == nil:
		verdict, ink = "quiz.verdict.unknown", color.FgYellow
	}
	line := p.paint(out, l.T(verdict), ink, color.Bold)
	switch {
	case g.Right, q.Kind == quiz.Build: // of which there are many; Why shows one
		fmt.Fprintln(out, term.Wrap(line, p.width()))
	case p.solution(q) != "":
		fmt.Fprintf(out, "%s %s\n%s\n", line, l.T("quiz.verdict.solution"), p.solution(q))
	default:
		fmt.Fprintln(out, term.Wrap(line+" "+p.e.rightAnswer(q), p.width()))
	}
	if g.Trap != nil {
		p.trap(out, g.Trap)
	}
	fmt.Fprintln(out, term.Wrap(l.T("quiz.because", "Why", q.Why.In(l), "Ref", q.Ref), p.width()))
	if g.Missed() || full {
		p.proof(out, q)
	}
}

// rightAnswer says what is right: in a sentence, unless it is one itself.
func (e *env) rightAnswer(q *quiz.Question) string {
	id := "quiz.verdict.answer"
	if _, sentence := q.Answer.(quiz.Label); sentence {
		id = "quiz.verdict.answers"
	}
	return e.text.T(id, "Answer", q.Answer.In(e.text))
}

// solution is what is right where that is several things, a line each: in their
// order, with their numbers, or each with its partner. "" if it is one thing.
func (p *play) solution(q *quiz.Question) string {
	right, ok := q.Answer.(quiz.List)
	if !ok {
		return ""
	}
	var lines []string
	for i, v := range right {
		text := v.In(p.e.text)
		label := fmt.Sprintf("  %d) ", q.Number(v))
		if q.Kind == quiz.Match {
			label, text = fmt.Sprintf("  %c) ", 'a'+i), q.Options[i].In(p.e.text)+" → "+text
		}
		lines = append(lines, term.Hang(label, text, p.width()))
	}
	return strings.Join(lines, "\n")
}

// trap says how one gets to a wrong answer, and what is right.
func (p *play) trap(out io.Writer, t *quiz.Trap) {
	l := p.e.text
	if slip := t.Slip.In(l); slip != "" {
		fmt.Fprintln(out, term.Wrap(slip, p.width()))
	}
	if t.Miss != "" {
		fmt.Fprintln(out, term.Wrap(l.T("quiz.misconception", "Miss", l.T("quiz.miss."+t.Miss)), p.width()))
		fmt.Fprintln(out, term.Wrap(l.T("quiz.fact."+t.Miss), p.width()))
	}
}

// proof shows the bytes that prove the answer, and where to read on.
func (p *play) proof(out io.Writer, q *quiz.Question) {
	style := p.style()
	style.Color = p.e.term.Colour(out)
	for i := range q.Frames {
		var mark []*proto.Field
		for _, a := range q.About {
			if a.Frame == i {
				mark = append(mark, a.Field)
			}
		}
		if mark != nil {
			out.Write(q.Frames[i].Append(nil, style, i+1, mark))
		}
	}
	if command := p.showing(q); command != "" {
		fmt.Fprintln(out, p.e.text.T("quiz.command", "Command", command))
	}
	if written(q.Skill.Stage()) {
		fmt.Fprintln(out, p.e.text.T("quiz.read_on", "Lesson", q.Lesson()))
	}
}

// written tells whether there is a lesson of a stage to read.
func written(stage string) bool { return slices.Contains(stageNames(), stage) }

// longest is how many bytes of a frame fit a command line that can be copied.
const longest = 128

// showing is the command that shows what proves the answer.
func (p *play) showing(q *quiz.Question) string {
	if len(q.About) == 0 {
		return ""
	}
	a := q.About[0]
	packet := &q.Frames[a.Frame].Packet
	frame := packet.Bytes
	if packet.Link != proto.LinkEthernet { // as which bytes alone would be read
		if n := q.Captured(a.Frame); n > 0 && p.from != "" {
			return fmt.Sprintf("netquiz decode %s --frame %d --field %s", shellWord(p.from), n, a.Field.ID)
		}
		return ""
	}
	if len(frame) <= longest {
		return fmt.Sprintf("netquiz decode %s --field %s", hex.EncodeToString(frame), a.Field.ID)
	}
	from := ""
	if q.Scene != nil {
		if p.from == "" {
			return "" // only the record has its frames
		}
		from = " --from " + shellWord(p.from)
	}
	return fmt.Sprintf("netquiz quiz --id %s%s --json | jq -r '.frames[%d]' | netquiz decode - --field %s", q.ID(), from, a.Frame, a.Field.ID)
}

// shellWord is a file's name as a shell takes it.
func shellWord(name string) string {
	if strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("./_-+:@%", r)
	}) < 0 {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// summary says how it went and what to read.
func (p *play) summary() {
	t, l, out := p.round.Tally(), p.e.text, p.e.out
	if t.Asked == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", p.paint(out, l.Plural("quiz.summary.score", t.Asked, "Right", t.Right), color.Bold))
	for i, k := range t.Weak {
		if i == 3 {
			break
		}
		line := l.T("quiz.summary.missed", "Skill", l.T("quiz."+k.Name+".name"))
		if written(k.Stage()) {
			line = l.T("quiz.summary.weak", "Skill", l.T("quiz."+k.Name+".name"), "Lesson", k.Lesson())
		}
		fmt.Fprintln(out, term.Wrap(line, p.width()))
	}
	if t.Unsaved > 0 {
		fmt.Fprintln(out, p.paint(out, term.Wrap(l.Plural("quiz.summary.unsaved", t.Unsaved), p.width()), color.FgYellow))
	}
}
