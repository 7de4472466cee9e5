package term

import (
	"context"
	"os"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
	"golang.org/x/text/unicode/norm"
)

// margin is how many columns of the screen prompts leave free. survey counts
// lines by dividing widths, which is wrong where a Hangul syllable does not fit
// the last column, so no line of a prompt may come near it.
const margin = 4

// Pressed is the error of a prompt that one of its keys ended instead of an
// answer. It holds that key.
type Pressed rune

func (p Pressed) Error() string { return "pressed " + string(p) }

// ask asks p by key. Ctrl-C, Ctrl-D and the end of feed's context end it.
func (t *Terminal) ask(p survey.Prompt, answer any, feed *feed, options ...survey.AskOpt) error {
	restore, err := t.raw(feed.ctx)
	if err != nil {
		return err
	}
	defer restore()
	options = append(options,
		survey.WithStdio(feed, t.out.(*os.File), t.err),
		survey.WithRemoveSelectAll(), survey.WithRemoveSelectNone(),
		func(o *survey.AskOptions) error {
			o.PromptConfig.HelpInput = "" // "?" is an answer
			o.PromptConfig.SuggestInput = t.wrap(t.words.T("term.select.none"), focusCells)
			o.PromptConfig.Icons = t.icons()
			return nil
		})
	return survey.AskOne(p, answer, options...)
}

// icons are the signs and, where there is colour, the styles our templates draw
// with. survey's name HelpInput serves what it has no name for: the word before
// what was typed to narrow a list, and the end of a style.
func (t *Terminal) icons() survey.IconSet {
	style := func(name string) string {
		if t.Colour(t.out) {
			return name
		}
		return ""
	}
	return survey.IconSet{
		Question:       survey.Icon{Text: "?", Format: style("green+hb")},
		Error:          survey.Icon{Text: "!", Format: style("red")},
		Help:           survey.Icon{Format: style("black+h")},
		HelpInput:      survey.Icon{Text: t.words.T("term.select.filter"), Format: style("reset")},
		SelectFocus:    survey.Icon{Text: ">", Format: style("cyan+b")},
		MarkedOption:   survey.Icon{Text: "[x]", Format: style("green")},
		UnmarkedOption: survey.Icon{Text: "[ ]"},
	}
}

// room is the widest a line of a prompt may be.
func (t *Terminal) room() int {
	columns, _ := t.Size()
	return max(8, columns-margin)
}

// wrap makes text the body of a prompt whose first line starts after indent
// cells: NFC, because there survey and terminals agree on widths, and broken to
// the room there is, every line but the first indented alike.
func (t *Terminal) wrap(text string, indent int) string {
	return Hang(strings.Repeat(" ", indent), norm.NFC.String(text), t.room())[indent:]
}

// raw makes the terminal hand over keys one by one and unechoed. It comes before
// anything is drawn, or keys of the hasty would still be taken as lines; and
// asking ctx comes before that, so that from here on no signal kills.
func (t *Terminal) raw(ctx context.Context) (restore func() error, err error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	r := terminal.NewRuneReader(terminal.Stdio{In: t.in.from.(*os.File)})
	return r.RestoreTermMode, r.SetTermMode()
}

// feed hands survey the keys of one prompt, a whole key at each read.
type feed struct {
	ctx  context.Context
	from *source
	fd   uintptr
	edit func(key rune) (string, error) // what the prompt is given for a key; "" for nothing
}

func (t *Terminal) feed(ctx context.Context, edit func(rune) (string, error)) *feed {
	return &feed{ctx: ctx, from: t.in, fd: t.in.from.(*os.File).Fd(), edit: edit}
}

// Fd returns the file whose mode survey changes.
func (f *feed) Fd() uintptr { return f.fd }

func (f *feed) Read(p []byte) (int, error) {
	for {
		key, err := f.from.key(f.ctx)
		if err != nil {
			return 0, err
		}
		given, err := f.edit(key)
		if given != "" || err != nil {
			return copy(p, given), err
		}
	}
}
