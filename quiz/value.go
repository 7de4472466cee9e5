package quiz

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/view"
)

// Value is an answer, right or wrong, or something to choose.
type Value interface {
	// Key is the same for equal values, in every language.
	Key() string
	// In is the value for people.
	In(l *locales.Localizer) string
}

// Number is a number of something. Unit is the key of a message quiz.unit.*, ""
// for a mere number, "port" for one that names a port and is not counted.
type Number struct {
	N    uint64
	Unit string
}

// Key implements Value.
func (v Number) Key() string { return "n" + strconv.FormatUint(v.N, 10) }

// In implements Value.
func (v Number) In(l *locales.Localizer) string {
	switch v.Unit {
	case "":
		return l.Number(v.N)
	case "port":
		return strconv.FormatUint(v.N, 10)
	}
	return l.Plural("quiz.unit."+v.Unit, int(v.N))
}

// Hex is a number that is written with this many hexadecimal digits.
type Hex struct {
	N      uint64
	Digits int
}

// Key implements Value; a number is the same however it is written.
func (v Hex) Key() string { return Number{N: v.N}.Key() }

// In implements Value.
func (v Hex) In(*locales.Localizer) string { return fmt.Sprintf("0x%0*x", v.Digits, v.N) }

// Octets are bytes, shown in hexadecimal.
type Octets []byte

// Key implements Value.
func (v Octets) Key() string { return "o" + hex.EncodeToString(v) }

// In implements Value.
func (v Octets) In(*locales.Localizer) string { return fmt.Sprintf("% x", []byte(v)) }

// Flags are the control bits of a segment that are set.
type Flags proto.TCPFlags

// flagNames are in the order in which people name them: SYN+ACK, FIN+ACK.
var flagNames = []struct {
	flag proto.TCPFlags
	name string
}{
	{proto.SYN, "SYN"}, {proto.FIN, "FIN"}, {proto.RST, "RST"}, {proto.PSH, "PSH"}, {proto.ACK, "ACK"},
	{proto.URG, "URG"}, {proto.ECE, "ECE"}, {proto.CWR, "CWR"}, {proto.AE, "AE"},
}

// Key implements Value.
func (v Flags) Key() string { return "f" + strconv.Itoa(int(v)) }

// In implements Value.
func (v Flags) In(l *locales.Localizer) string {
	var set []string
	for _, f := range flagNames {
		if proto.TCPFlags(v)&f.flag != 0 {
			set = append(set, f.name)
		}
	}
	if len(set) == 0 {
		return l.T("quiz.flags.none")
	}
	return strings.Join(set, "+")
}

// Literal is text that is the same in every language: an address, a state.
type Literal string

// Key implements Value.
func (v Literal) Key() string { return "l" + string(v) }

// In implements Value.
func (v Literal) In(*locales.Localizer) string { return view.Safe(string(v)) }

// Label is a value with a message for its name: quiz.say.<ID>.
type Label struct {
	ID   string
	Args []any
}

// Key implements Value.
func (v Label) Key() string { return "m" + v.ID + fmt.Sprint(v.Args...) }

// In implements Value.
func (v Label) In(l *locales.Localizer) string { return Text{"quiz.say." + v.ID, v.Args}.In(l) }

func label(id string, args ...any) Label { return Label{id, args} }

// FieldName is a field as something to choose.
type FieldName struct{ *proto.Field }

// Key implements Value.
func (v FieldName) Key() string { return "i" + v.ID }

// In implements Value.
func (v FieldName) In(l *locales.Localizer) string { return view.Style{L: l}.Name(v.Field) }

// Spot is a field of one of a question's frames, or a byte of it.
type Spot struct {
	Field    *proto.Field // nil: a byte that is none of the answer's
	From, To int          // bytes of the frame
}

// Key implements Value.
func (v Spot) Key() string {
	if v.Field == nil {
		return "s" + strconv.Itoa(v.From)
	}
	return "s" + v.Field.ID
}

// In implements Value.
func (v Spot) In(l *locales.Localizer) string {
	where := string(place(v.From, v.To))
	switch {
	case v.Field == nil:
		return where
	case v.To == 0:
		return FieldName{v.Field}.In(l)
	}
	return l.T("quiz.spot", "Field", FieldName{v.Field}.In(l), "Where", where)
}

// Made is a frame that somebody built. Command is the command line that builds
// it, "" if it is not known.
type Made struct {
	Frame   []byte
	Command string
}

// Key implements Value.
func (v Made) Key() string { return "b" + hex.EncodeToString(v.Frame) }

// In implements Value.
func (v Made) In(*locales.Localizer) string { return cmp.Or(v.Command, hex.EncodeToString(v.Frame)) }

// List is several values: all that are right, or things in order.
type List []Value

// Key implements Value.
func (v List) Key() string {
	keys := make([]string, len(v))
	for i := range v {
		keys[i] = v[i].Key()
	}
	return strings.Join(keys, "\x00")
}

// In implements Value.
func (v List) In(l *locales.Localizer) string {
	texts := make([]string, len(v))
	for i := range v {
		texts[i] = v[i].In(l)
	}
	return strings.Join(texts, " · ")
}

func indexOf(values []Value, v Value) int {
	key := v.Key()
	return slices.IndexFunc(values, func(o Value) bool { return o.Key() == key })
}

// number is a mere number of 32 bits.
func number(n uint32) Number { return Number{N: uint64(n)} }

func swap16(n uint16) uint16 { return bits.ReverseBytes16(n) }
func swap32(n uint32) uint32 { return bits.ReverseBytes32(n) }

// octets are this many bytes.
func octets(n int) Number { return Number{uint64(max(n, 0)), "bytes"} }

// portNumber is a port.
func portNumber(n uint64) Number { return Number{n, "port"} }

// frameNumber is a frame shown with a question, counted from 1.
func frameNumber(n int) Number { return Number{uint64(n), "frame"} }
