package locales

import (
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// part is one file of messages. The file is only cut into messages when it is
// read, and a message is parsed when it is first asked for: a command shows a few
// of the hundreds of messages of a part, and parsing them all takes as long as
// the rest of its start.
type part struct {
	file   string
	source map[string]string // TOML text of one message, by key
	parsed map[string]*i18n.Message
}

func load(name string, lang Lang) *part {
	p := &part{file: name + "." + string(lang) + ".toml", parsed: map[string]*i18n.Message{}}
	text, err := files.ReadFile(p.file)
	if err == nil { // a part without a file is an empty one
		p.source = cut(string(text))
	}
	return p
}

// message returns the message with that key, or nil if there is none.
func (p *part) message(key string) *i18n.Message {
	if m, ok := p.parsed[key]; ok {
		return m
	}
	source, ok := p.source[key]
	if !ok {
		return nil
	}
	var m *i18n.Message
	parsed, err := i18n.ParseMessageFileBytes([]byte(source), p.file, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err == nil && len(parsed.Messages) == 1 {
		m = parsed.Messages[0]
	}
	p.parsed[key] = m
	return m
}

// Keys returns the keys of every message of a part, sorted: what follows the part
// and its dot in their ids. A part that there is not has none.
func (l *Localizer) Keys(part string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.part(part).source))
}

// cut cuts a file into its messages by key. A message starts on a line of its own
// with its quoted key, "key" = … or ["key"], and runs to the next that does; the
// lines of a multi-line string start none.
func cut(text string) map[string]string {
	messages := make(map[string]string, strings.Count(text, "\n"))
	key, start, closing := "", 0, ""
	for at := 0; at < len(text); {
		line := text[at:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if closing != "" {
			if strings.Contains(line, closing) {
				closing = ""
			}
		} else if next := keyOf(line); next != "" {
			messages[key] = text[start:at]
			key, start = next, at
			closing = unclosed(line)
		}
		at += len(line)
	}
	messages[key] = text[start:]
	delete(messages, "") // what stands before the first message
	return messages
}

// keyOf returns the key of the message that starts with line, or "".
func keyOf(line string) string {
	quoted, ok := strings.CutPrefix(strings.TrimPrefix(line, "["), `"`)
	if !ok {
		return ""
	}
	key, _, _ := strings.Cut(quoted, `"`)
	return key
}

// unclosed returns the mark that ends the multi-line string line opens, or "".
func unclosed(line string) string {
	for _, mark := range []string{`"""`, `'''`} {
		if strings.Count(line, mark) == 1 {
			return mark
		}
	}
	return ""
}
