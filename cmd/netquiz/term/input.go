package term

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/AlecAivazis/survey/v2"
)

func init() {
	survey.ErrorTemplate = `{{color .Icon.Format}}{{.Icon.Text}} {{.Error}}{{if .Icon.Format}}{{color "reset"}}{{end}}
`
}

// Input asks for a line of text and returns it in NFC; def is what an empty line
// means, shown in brackets if there is one. check, if any, may refuse a line with
// an error whose text is shown; then the line can be mended. Without a terminal
// the line is read as it stands: the input's end is io.EOF, and a line that check
// refuses is its error, unless there is somebody to ask again.
func (t *Terminal) Input(ctx context.Context, message, def string, check func(string) error) (string, error) {
	if def != "" {
		message += " (" + def + ")"
	}
	return t.text(ctx, message, def, check, Safe)
}

// Confirm asks a question that yes or no answers; Enter alone means def.
func (t *Terminal) Confirm(ctx context.Context, message string, def bool) (bool, error) {
	yes, no := t.words.T("term.confirm.yes"), t.words.T("term.confirm.no")
	how, enter := "term.confirm.ask_no", no
	if def {
		how, enter = "term.confirm.ask_yes", yes
	}
	check := func(line string) error {
		if _, ok := yesOrNo(line); !ok {
			return errors.New(t.words.T("term.confirm.want"))
		}
		return nil
	}
	show := func(line string) string {
		if answer, _ := yesOrNo(line); answer {
			return yes
		}
		return no
	}
	line, err := t.text(ctx, message+" "+t.words.T(how), enter, check, show)
	answer, _ := yesOrNo(line)
	return answer, err
}

// yesOrNo reads an answer in either language, whichever keyboard is on.
func yesOrNo(line string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "ㅛ", "네", "넵", "예", "응":
		return true, true
	case "n", "no", "ㅜ", "아니요", "아니오", "아뇨", "아니":
		return false, true
	}
	return false, false
}

// text asks for a line by key or, without a terminal, by line. show turns an
// accepted answer into what stays on the screen.
func (t *Terminal) text(ctx context.Context, message, def string, check func(string) error, show func(string) string) (string, error) {
	if !t.Interactive() {
		return t.textLine(ctx, message, def, check)
	}
	e := &editor{message: t.wrap(message, focusCells), def: def, room: t.room(), show: show}
	e.below = e.space() < e.room/3
	e.keys = func() (rune, error) { return t.in.key(ctx) }
	var options []survey.AskOpt
	if check != nil {
		options = append(options, survey.WithValidator(func(answer any) error {
			if err := check(answer.(string)); err != nil {
				return errors.New(t.wrap(err.Error(), focusCells))
			}
			return nil
		}))
	}
	var answer string
	err := t.ask(e, &answer, t.feed(ctx, nil), options...)
	return answer, err
}

func (t *Terminal) textLine(ctx context.Context, message, def string, check func(string) error) (string, error) {
	fmt.Fprint(t.err, t.wrap(message, 0), " ")
	for {
		line, err := t.line(ctx)
		if err != nil {
			return "", err
		}
		if line == "" {
			line = def
		}
		if check == nil {
			return line, nil
		}
		if err = check(line); err == nil {
			return line, nil
		}
		if !isTerminal(t.in.from) {
			return line, err
		}
		fmt.Fprint(t.err, t.wrap(err.Error(), 0), "\n> ")
	}
}
