package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
)

// unreadable says why an input cannot be read (on): which frame, where, what
// was wanted and what was there.
func unreadable(name string, err error) error {
	if name == "-" {
		name = "stdin"
	}
	var at *capture.Error
	var form *capture.FormatError
	var path *fs.PathError
	switch {
	case errors.Is(err, capture.ErrEmpty):
		return usage("capture.empty", "Name", name)
	case errors.As(err, &form) && form.Name != "":
		return usage("capture.other_form", "Name", name, "Form", form.Name, "Magic", fmt.Sprintf("% x", form.Magic)).
			hinted("capture.hint.convert")
	case errors.As(err, &form):
		return usage("capture.unknown_form", "Name", name, "Magic", fmt.Sprintf("% x", form.Magic)).
			hinted("capture.hint.in", "Kinds", strings.Join(kindNames(), ", "))
	case errors.As(err, &path):
		return err
	case errors.As(err, &at):
		f := usage("capture."+strings.ReplaceAll(at.Reason.String(), "-", "_"), "Name", name, "Frame", at.Frame,
			"Offset", at.Offset, "Hex", fmt.Sprintf("0x%x", at.Offset), "Line", at.Line, "Token", at.Token,
			"Wanted", at.Wanted, "Had", at.Had, "Detail", detail(at.Err))
		if at.Frame > 1 {
			return f.hinted("capture.hint.kept", "N", at.Frame-1)
		}
		return f
	}
	return err
}

func detail(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// badFilter points at the place in a filter that is wrong.
func badFilter(expr string, err error) error {
	var at *filter.Error
	if !errors.As(err, &at) {
		return err
	}
	before := expr[:min(at.Offset, len(expr))]
	f := usage("filter."+strings.ReplaceAll(at.Reason.String(), "-", "_"), "Token", at.Token, "Expected", at.Expected,
		"Field", at.Field, "Could", could(at.Err), "Column", len([]rune(before))+1)
	f.place = &place{expr, before}
	if at.Nearest != "" {
		return f.hinted("filter.hint.nearest", "Nearest", at.Nearest)
	}
	return f.hinted("filter.hint.syntax")
}

func could(err error) string {
	var ambiguous *proto.AmbiguousFieldError
	if errors.As(err, &ambiguous) {
		return strings.Join(ambiguous.Could, ", ")
	}
	return ""
}

// badField says which field id a flag was given that is none.
func badField(flag string, err error) error {
	var unknown *proto.UnknownFieldError
	var ambiguous *proto.AmbiguousFieldError
	switch {
	case errors.As(err, &unknown):
		f := usage("decode.unknown_field", "Flag", flag, "Field", unknown.ID)
		if unknown.Nearest != "" {
			return f.hinted("cli.usage.nearest", "Nearest", unknown.Nearest)
		}
		return f.hinted("cli.usage.see_help", "Help", "netquiz ref")
	case errors.As(err, &ambiguous):
		return usage("decode.ambiguous_field", "Flag", flag, "Field", ambiguous.ID, "Could", strings.Join(ambiguous.Could, ", "))
	}
	return err
}
