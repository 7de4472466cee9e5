package term

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
	"github.com/charmbracelet/x/ansi"

	"netquiz/locales"
)

// listTemplate draws a list in our words: the question; once answered, the
// answer, else what was typed to narrow the list, the options (or that there are
// none, which survey's SuggestInput says) and how to choose.
const listTemplate = `
{{- $c := .Config.Icons}}{{$end := color $c.HelpInput.Format}}
{{- color $c.Question.Format}}{{$c.Question.Text}}{{$end}} {{.Message}}
{{- if .ShowAnswer}}
  {{color $c.SelectFocus.Format}}{{.Answer}}{{$end}}
{{else}}
  {{- if .FilterMessage}}
  {{$c.HelpInput.Text}}{{.FilterMessage}}{{end}}
{{range $i, $option := .PageEntries}}{{template "option" $.IterateOption $i $option}}{{else}}  {{.Config.SuggestInput}}
{{end}}
  {{- color $c.Help.Format}}  {{.Help}}{{$end}}
{{end}}`

const optionTemplate = `{{define "option"}}{{$c := .Config.Icons}}
{{- if eq .SelectedIndex .CurrentIndex}}{{color $c.SelectFocus.Format}}{{$c.SelectFocus.Text}} {{else}}  {{end}}%s
{{- .CurrentOpt.Value}}{{color $c.HelpInput.Format}}
{{end}}`

const boxTemplate = `{{if index .Checked .CurrentOpt.Index}}{{$c.MarkedOption.Text}}{{else}}{{$c.UnmarkedOption.Text}}{{end}}{{" "}}`

// Cells before the text of an option: the focus, and the box.
const (
	focusCells = 2
	boxCells   = 4
)

func init() {
	survey.SelectQuestionTemplate = fmt.Sprintf(optionTemplate, "") + listTemplate
	survey.MultiSelectQuestionTemplate = fmt.Sprintf(optionTemplate, boxTemplate) + listTemplate
}

// Select asks for one of options and returns its index. def is the one Enter
// takes at once, −1 for none in particular. Typing narrows the list: a number to
// that option, letters to those that hold them, 초성 included. If one of keys (or
// its 두벌식 twin) is pressed while nothing has been typed, the error is [Pressed].
//
// Without a terminal it reads a line: a number, the text of an option, or a key
// as [Command] reads it. The input's end is io.EOF; a line that names no option
// is [*Unclear], unless there is somebody to ask again.
func (t *Terminal) Select(ctx context.Context, message string, options []string, def int, keys string) (int, error) {
	if !t.Interactive() {
		return t.selectLine(ctx, message, options, def, keys)
	}
	l := &list{options: options, keys: keys, room: t.room()}
	p := &survey.Select{Message: t.wrap(message, focusCells), Options: t.options(options, focusCells), Help: t.wrap(t.words.T("term.select.how"), focusCells)}
	if def >= 0 {
		p.Default = def
	}
	var answer survey.OptionAnswer
	err := t.askList(ctx, p, &answer, l, p.Message, p.Help, p.Options)
	if errors.As(err, new(Pressed)) {
		p.Render("", nil) // take the list away: it will be asked again
	}
	if err != nil {
		return -1, err
	}
	return answer.Index, nil
}

// MultiSelect asks for any number of options and returns their indices in
// rising order; def are those ticked at first. Otherwise it is as [Terminal.Select];
// its line holds numbers separated by commas or spaces.
func (t *Terminal) MultiSelect(ctx context.Context, message string, options []string, def []int, keys string) ([]int, error) {
	if !t.Interactive() {
		return t.multiLine(ctx, message, options, def, keys)
	}
	l := &list{options: options, keys: keys, room: t.room(), multi: true}
	p := &survey.MultiSelect{Message: t.wrap(message, focusCells), Options: t.options(options, focusCells+boxCells), Default: def, Help: t.wrap(t.words.T("term.multi.how"), focusCells)}
	var answers []survey.OptionAnswer
	err := t.askList(ctx, p, &answers, l, p.Message, p.Help, p.Options)
	if errors.As(err, new(Pressed)) {
		p.Render("", nil)
	}
	if err != nil {
		return nil, err
	}
	indices := make([]int, 0, len(answers))
	for _, a := range answers {
		indices = append(indices, a.Index)
	}
	return indices, nil
}

func (t *Terminal) askList(ctx context.Context, p survey.Prompt, answer any, l *list, message, help string, options []string) error {
	_, lines := t.Size()
	tallest := 1
	for _, option := range options {
		tallest = max(tallest, 1+strings.Count(option, "\n"))
	}
	around := 4 + strings.Count(message, "\n") + strings.Count(help, "\n") // question, filter, help and the cursor's line
	return t.ask(p, answer, t.feed(ctx, l.edit),
		survey.WithFilter(l.matches),
		survey.WithPageSize(max(1, (lines-around)/tallest)))
}

// options numbers the options and breaks them for a list with before cells in
// front of each.
func (t *Terminal) options(options []string, before int) []string {
	digits := len(strconv.Itoa(len(options)))
	out := make([]string, len(options))
	for i, option := range options {
		label := fmt.Sprintf("%*d. ", digits, i+1)
		out[i] = label + t.wrap(option, before+len(label))
	}
	return out
}

// list follows what survey makes of the keys, because it alone does not know
// that a digit replaces another, and falls over on arrows in an empty list.
type list struct {
	options []string
	keys    string
	room    int
	multi   bool
	typed   []rune // what survey narrows the list by
}

func (l *list) edit(key rune) (string, error) {
	const clear = string(rune(terminal.KeyDeleteLine))
	switch {
	case len(l.typed) == 0 && strings.ContainsRune(l.keys, Latin(key)):
		return "", Pressed(Latin(key))
	case key == terminal.KeyEscape, key == terminal.KeyDeleteLine, key == terminal.KeyDeleteWord:
		l.typed = nil
		return clear, nil
	case key == terminal.KeyBackspace:
		l.typed = l.typed[:max(0, len(l.typed)-1)]
	case key < ' ' || key == ' ' && l.multi:
		if key != terminal.KeyEnter && !l.any() {
			return "", nil
		}
		if key == ' ' {
			l.typed = nil
		}
	case key >= '0' && key <= '9' && l.number(string(l.typed)) >= 0 && l.number(string(l.typed)+string(key)) < 0:
		l.typed = []rune{key}
		return clear + string(key), nil
	case Width(string(l.typed))+margin+10 > l.room:
		return "", nil
	default:
		l.typed = append(l.typed, key)
	}
	return string(key), nil
}

// any reports whether the list shows an option.
func (l *list) any() bool {
	for i := range l.options {
		if len(l.typed) == 0 || l.matches(string(l.typed), "", i) {
			return true
		}
	}
	return false
}

// matches reports whether an option stays when typed narrows the list. survey's
// own text of the option is broken into lines, so it is not asked.
func (l *list) matches(typed, _ string, i int) bool {
	if n := l.number(typed); n >= 0 {
		return n == i
	}
	return locales.MatchKorean(typed, ansi.Strip(l.options[i]))
}

// number returns the index of the option with this number, −1 for none.
func (l *list) number(typed string) int {
	if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(l.options) {
		return n - 1
	}
	return -1
}
