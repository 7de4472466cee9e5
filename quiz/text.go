package quiz

import (
	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/view"
)

// Text is a sentence in no language yet.
type Text struct {
	ID   string // of a message; "" is no text
	Args []any  // alternating names and values; a Text, a Value or a *proto.Field is put into words first
}

func text(id string, args ...any) Text { return Text{id, args} }

// In puts t into words.
func (t Text) In(l *locales.Localizer) string {
	if t.ID == "" {
		return ""
	}
	args := make([]any, len(t.Args))
	for i, a := range t.Args {
		args[i] = said(a, l)
	}
	return l.T(t.ID, args...)
}

// said is an argument as a message takes it.
func said(a any, l *locales.Localizer) any {
	switch a := a.(type) {
	case Text:
		return a.In(l)
	case Value:
		return a.In(l)
	case *proto.Field:
		return view.Style{L: l}.Name(a)
	}
	return a
}
