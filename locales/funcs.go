package locales

import (
	"fmt"
	"text/template"
	"time"
)

// funcs returns what a message may call besides text/template's own functions.
func (l *Localizer) funcs() template.FuncMap {
	return template.FuncMap{
		"은":     particle("은/는"),
		"이":     particle("이/가"),
		"을":     particle("을/를"),
		"과":     particle("과/와"),
		"으로":    particle("으로/로"),
		"이에요":   particle("이에요/예요"),
		"josa":  func(word any, pair string) string { return Josa(fmt.Sprint(word), pair) },
		"num":   number,
		"bytes": func(n any) (string, error) { return l.amount(n, l.Bytes) },
		"size":  func(n any) (string, error) { return l.amount(n, l.Size) },
		"dur":   func(d time.Duration) string { return l.Duration(d) },
	}
}

func particle(pair string) func(any) string {
	return func(v any) string {
		word := fmt.Sprint(v)
		return word + Josa(word, pair)
	}
}

func (l *Localizer) amount(n any, write func(int64) string) (string, error) {
	i, err := integer(n)
	if err != nil {
		return "", err
	}
	return write(i), nil
}
