package term

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// Enter is the Enter key, for [Terminal.Key].
const Enter = '\r'

// Key shows message until one of keys (or its 두벌식 twin) is pressed, and returns
// that key. Other keys do nothing. Without a terminal it reads a line, which is
// Enter if empty; the input's end is io.EOF, and a line that is none of keys is
// passed over.
func (t *Terminal) Key(ctx context.Context, message, keys string) (rune, error) {
	if !t.Interactive() {
		return t.keyLine(ctx, message, keys)
	}
	restore, err := t.raw(ctx)
	if err != nil {
		return 0, err
	}
	defer restore()
	var r survey.Renderer
	r.WithStdio(terminal.Stdio{Out: t.out.(*os.File)})
	if err := r.Render("{{.}}", t.wrap(message, 0)); err != nil {
		return 0, err
	}
	defer r.Render("", nil)
	for {
		key, err := t.in.key(ctx)
		if err != nil {
			return 0, err
		}
		if key = Latin(key); strings.ContainsRune(keys, key) {
			return key, nil
		}
	}
}

func (t *Terminal) keyLine(ctx context.Context, message, keys string) (rune, error) {
	fmt.Fprint(t.err, t.wrap(message, 0), " ")
	for {
		line, err := t.line(ctx)
		if err != nil {
			return 0, err
		}
		if strings.TrimSpace(line) == "" && strings.ContainsRune(keys, Enter) {
			return Enter, nil
		}
		if key, ok := Command(line, keys); ok {
			return key, nil
		}
	}
}
