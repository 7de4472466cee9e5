package term

import (
	"fmt"
	"slices"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// editor is a line of text being written. survey's own Input loses its place at
// the right edge of the screen, so this one never reaches it: of a line that is
// too long it shows the part around the cursor.
type editor struct {
	survey.Renderer
	keys    func() (rune, error)
	show    func(string) string
	message string
	below   bool // the line stands on a row of its own
	def     string
	room    int // cells a row of the screen may take
	line    []rune
	at      int // where in line the cursor is
}

const editorTemplate = `{{color .Icons.Question.Format}}{{.Icons.Question.Text}}{{color .Icons.HelpInput.Format}} {{.Message}}{{.Gap}}
{{- color .Icons.SelectFocus.Format}}{{.Text}}{{color .Icons.HelpInput.Format}}`

// Prompt reads keys until Enter. Asked again after a refusal it goes on with the
// refused line.
func (e *editor) Prompt(config *survey.PromptConfig) (any, error) {
	for {
		e.draw(config)
		key, err := e.keys()
		if err != nil {
			fmt.Fprintln(e.Stdio().Out)
			return nil, err
		}
		if key == terminal.KeyEnter {
			break
		}
		e.edit(key)
	}
	if len(e.line) == 0 {
		return e.def, nil
	}
	return string(e.line), nil
}

// Cleanup leaves the question with its answer on the screen.
func (e *editor) Cleanup(config *survey.PromptConfig, answer any) error {
	text := e.show(answer.(string))
	e.below = false // it may fit beside the message now
	if e.below = Width(text) > e.space(); e.below {
		text = Hang("  ", text, e.room)[2:]
	}
	return e.render(config, text+"\n")
}

func (e *editor) render(config *survey.PromptConfig, text string) error {
	gap := " "
	if e.below {
		gap = "\n  "
	}
	return e.Render(editorTemplate, struct {
		Icons              survey.IconSet
		Message, Gap, Text string
	}{config.Icons, e.message, gap, text})
}

// draw shows the line and puts the cursor to its place.
func (e *editor) draw(config *survey.PromptConfig) {
	before, after := e.window()
	e.render(config, before+after)
	if back := Width(after); back > 0 {
		e.NewCursor().Back(back)
	}
}

// space is how many cells of its row the line may take.
func (e *editor) space() int {
	if e.below {
		return e.room - focusCells
	}
	last := e.message[strings.LastIndex(e.message, "\n")+1:]
	return e.room - focusCells - Width(last) - 1
}

// window returns what is shown before and after the cursor: all of the line, or
// as much of it around the cursor as there is space for, with "…" for the rest.
func (e *editor) window() (before, after string) {
	space := e.space()
	before, after = string(e.line[:e.at]), string(e.line[e.at:])
	if Width(before)+Width(after) <= space {
		return before, after
	}
	after = ansi.Truncate(after, space-min(Width(before), space*2/3), "…")
	if over := Width(before) + Width(after) - space; over > 0 {
		before = ansi.TruncateLeft(before, over+1, "…")
	}
	return before, after
}

func (e *editor) edit(key rune) {
	switch key {
	case terminal.KeyBackspace:
		if e.at > 0 {
			e.at--
			e.line = slices.Delete(e.line, e.at, e.at+1)
		}
	case terminal.SpecialKeyDelete:
		if e.at < len(e.line) {
			e.line = slices.Delete(e.line, e.at, e.at+1)
		}
	case terminal.KeyDeleteLine:
		e.line, e.at = e.line[e.at:], 0
	case terminal.KeyDeleteWord:
		start := len([]rune(strings.TrimRight(string(e.line[:e.at]), " ")))
		for start > 0 && e.line[start-1] != ' ' {
			start--
		}
		e.line, e.at = slices.Delete(e.line, start, e.at), start
	case terminal.KeyArrowLeft:
		e.at = max(0, e.at-1)
	case terminal.KeyArrowRight:
		e.at = min(len(e.line), e.at+1)
	case terminal.SpecialKeyHome:
		e.at = 0
	case terminal.SpecialKeyEnd:
		e.at = len(e.line)
	default:
		if key >= ' ' {
			// Jamo that an input method sends one by one become syllables.
			before := []rune(norm.NFC.String(string(e.line[:e.at]) + string(key)))
			e.line, e.at = append(before, e.line[e.at:]...), len(before)
		}
	}
}
