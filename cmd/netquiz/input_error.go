package main

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/proto/filter"
)

// unreadable says why an input cannot be read (on): which frame, where, what
// was wanted and what was there.
func unreadable(name string, err error) error {
	name = displayed(name)
	var at *capture.Error
	var form *capture.FormatError
	var path *fs.PathError
	switch {
	case errors.Is(err, term.ErrInterrupted), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, capture.ErrEmpty):
		return usage("capture.empty", "Name", name)
	case errors.As(err, &form) && form.Name != "":
		return usage("capture.other_form", "Name", name, "Form", form.Name, "Magic", fmt.Sprintf("% x", form.Magic)).
			hinted("capture.hint.convert")
	case errors.As(err, &form):
		return usage("capture.unknown_form", "Name", name, "Magic", fmt.Sprintf("% x", form.Magic)).
			hinted("capture.hint.in", "Kinds", joined(capture.KindNames()[1:]))
	case errors.As(err, &path):
		return err
	case errors.As(err, &at):
		id := "capture." + strings.ReplaceAll(at.Reason.String(), "-", "_")
		if at.Reason == capture.Truncated && at.Offset == 0 && at.Line == 0 {
			id = "capture.truncated_head"
		}
		f := usage(id, "Name", name, "Frame", at.Frame, "Offset", at.Offset, "Hex", fmt.Sprintf("0x%x", at.Offset), "Line", at.Line,
			"Token", at.Token, "Wanted", at.Wanted, "Had", at.Had, "Version", fmt.Sprintf("%d.%d", at.Had>>16, at.Had&0xffff), "Detail", because(at))
		if f.keep = at.Frame > 1; f.keep {
			return f.hinted("capture.hint.kept", "N", at.Frame-1)
		}
		return f
	}
	return err
}

// displayed is what an input is called in an error.
func displayed(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// because says what an input that cannot be read suffers from, as far as that is
// known.
func because(at *capture.Error) *failure {
	var in *capture.LayerError
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(at.Err, &in):
		return badJSON(in)
	case errors.Is(at.Err, gzip.ErrHeader), errors.Is(at.Err, gzip.ErrChecksum), errors.As(at.Err, &corrupt):
		return usage("capture.because.gzip")
	case errors.Is(at.Err, io.ErrUnexpectedEOF):
		return usage("capture.because.ended")
	case at.Err != nil:
		return usage("capture.because.other", "Detail", at.Err.Error())
	}
	return usage("capture.because.unknown", "Token", at.Token)
}

// badJSON says why a frame in JSON cannot be made.
func badJSON(in *capture.LayerError) *failure {
	where := usage("capture.json.whole", "Key", in.Key)
	if in.Layer >= 0 {
		where = usage("capture.json.layer", "N", in.Layer+1, "ID", in.ID, "Key", in.Key)
	}
	if f := wrongValue(in.Err, where); f != nil {
		return f
	}
	var absent *capture.AbsentError
	var repeat *capture.RepeatError
	var unknown *proto.UnknownFieldError
	var digit hex.InvalidByteError
	var when *time.ParseError
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	var large *capture.Error
	switch {
	case errors.As(in.Err, &absent):
		return usage("capture.json.absent", "Where", where, "ID", absent.ID)
	case errors.As(in.Err, &repeat):
		return usage("capture.json.repeat", "Where", where, "Have", repeat.Have, "Want", repeat.Want)
	case errors.As(in.Err, &unknown):
		return usage("capture.json.unknown", "Where", where, "ID", unknown.ID, "Nearest", unknown.Nearest)
	case errors.As(in.Err, &digit), errors.Is(in.Err, hex.ErrLength):
		return usage("capture.json.hex", "Where", where)
	case errors.As(in.Err, &when):
		return usage("capture.json.time", "Where", where, "Value", when.Value)
	case errors.As(in.Err, &kind):
		return usage("capture.json.kind", "Key", kind.Field, "Value", kind.Value)
	case errors.As(in.Err, &syntax):
		return usage("capture.json.syntax", "Offset", syntax.Offset)
	case errors.As(in.Err, &large):
		return usage("capture.json.long", "Where", where, "Most", large.Wanted)
	}
	return usage("capture.json.other", "Where", where, "Detail", in.Err.Error())
}

// unwritable says why a packet does not go into the form that is written.
func unwritable(err error) error {
	var mixed *capture.MixedError
	var when *capture.TimeError
	switch {
	case errors.As(err, &mixed):
		return usage("capture.mixed", "Frame", mixed.Packet.Number, "Link", capture.LinkName(mixed.Packet.Link), "FileLink", capture.LinkName(mixed.Link),
			"FCS", mixed.Packet.FCS, "FileFCS", mixed.FCS).hinted("capture.hint.pcapng")
	case errors.As(err, &when):
		return usage("capture.no_such_time", "Time", when.Time.UTC().Format(time.RFC3339)).hinted("capture.hint.pcapng")
	}
	return err
}

// detail is the text of another package's error.
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

// wrongValue says why a value cannot be that of its field, and what could; nil
// for any other error. Where is where the value stands.
func wrongValue(err error, where *failure) *failure {
	var large *proto.RangeError
	var unit *proto.UnitError
	var size *proto.SizeError
	var text *proto.ParseError
	var short *proto.ShortError
	switch {
	case errors.As(err, &large):
		return tooLarge(large, where)
	case errors.As(err, &unit):
		return usage("build.not_multiple", "Field", unit.Field.ID, "Value", unit.Value, "Unit", unit.Field.Scale(), "Where", where)
	case errors.As(err, &size):
		return usage("build.other_size", "Field", size.Field.ID, "Have", size.Have, "Want", size.Want, "Where", where)
	case errors.As(err, &text):
		return usage("build.no_such_value", "Field", text.Field.ID, "Value", text.Text, "Where", where).
			hinted("build.hint.values", "Field", text.Field.ID)
	case errors.As(err, &short):
		return usage("build.cut_off", "Field", short.Field.ID, "Where", where)
	}
	return nil
}

// tooLarge says what would fit. A field that large values are put into in
// another way has a hint of its own.
func tooLarge(e *proto.RangeError, where *failure) *failure {
	field, unit := e.Field, e.Field.Scale()
	f := usage("build.too_large", "Field", field.ID, "Value", e.Value*unit, "Bits", field.Width, "Max", field.Max()*unit, "Where", where)
	if field.ID == "tcp.window_size_value" {
		return f.hinted("build.hint.scaled", "Value", e.Value, "Scaled", min(e.Value>>7, field.Max()))
	}
	return f.hinted("build.hint.range", "Max", field.Max()*unit)
}
