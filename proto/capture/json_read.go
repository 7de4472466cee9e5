package capture

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"netquiz/proto"
)

// jsonReader reads frames as AppendJSON writes them, each object on one line or
// on several, one after another or in an array.
type jsonReader struct {
	in      *window
	line    int // lines before the window's place
	content int // of the frame last read: bytes before padding and FCS
	buf     []byte
	hex     []byte // the frame as the layers' hex has it, before any field is put
	frame   proto.Frame
}

// LayerError is a frame in JSON that cannot be made: in which layer and by
// which field, where it is one's fault. Err is a *proto error (RangeError,
// SizeError, ParseError, UnknownFieldError …), *AbsentError, *RepeatError,
// hex.InvalidByteError, hex.ErrLength, *time.ParseError or encoding/json's.
type LayerError struct {
	Layer int    // from 0, -1: the frame itself
	ID    string // the layer's
	Key   string // "hex", "time" … or the field's id
	Err   error
}

func (e *LayerError) Error() string {
	return fmt.Sprintf("layer %d %s, %s: %v", e.Layer, e.ID, e.Key, e.Err)
}

func (e *LayerError) Unwrap() error { return e.Err }

// AbsentError is a field that the layer's bytes do not have, or a key that is
// missing.
type AbsentError struct{ ID string }

func (e *AbsentError) Error() string { return fmt.Sprintf("%s is not there", e.ID) }

// RepeatError is an array of another length than the field has values.
type RepeatError struct {
	ID         string
	Have, Want int
}

func (e *RepeatError) Error() string {
	return fmt.Sprintf("%s: %d values, where there are %d", e.ID, e.Have, e.Want)
}

// frameJSON is the object of one frame; what it leaves out is not read.
type frameJSON struct {
	Number   int             `json:"number"`
	Time     *string         `json:"time"`
	Length   int             `json:"length"`
	Captured int             `json:"captured"`
	LinkType json.RawMessage `json:"linktype"`
	Comment  string          `json:"comment"`
	Layers   []layerJSON     `json:"layers"`
}

type layerJSON struct {
	ID      string                     `json:"id"`
	Hex     *string                    `json:"hex"`
	Guessed bool                       `json:"guessed"`
	Fields  map[string]json.RawMessage `json:"fields"`

	off, size int
}

func (s *jsonReader) next(p *proto.Packet) error {
	text, err := s.object()
	if err != nil {
		return err
	}
	at, line := s.in.off, s.line
	err = s.rebuild(p, text)
	s.line += bytes.Count(text, []byte{'\n'})
	s.in.skip(len(text))
	if err != nil {
		return &Error{Reason: BadJSON, Offset: at, Line: line + 1, Err: err}
	}
	return nil
}

// object is the next object of the input, which is not yet skipped.
func (s *jsonReader) object() ([]byte, error) {
	for {
		b := s.in.peek(1)
		if len(b) == 0 {
			if s.in.err == io.EOF {
				return nil, io.EOF
			}
			return nil, s.in.ended(1, 0)
		}
		switch b[0] {
		case '{':
			return s.closed()
		case '\n':
			s.line++
		case ' ', '\t', '\r', ',', '[', ']', 0x1e: // RFC 7464 parts texts by 0x1e
		default:
			return nil, &Error{Reason: BadJSON, Offset: s.in.off, Line: s.line + 1, Token: string(s.in.peek(8))}
		}
		s.in.skip(1)
	}
}

// closed is the object that begins at the window's place, up to its brace.
func (s *jsonReader) closed() ([]byte, error) {
	depth, quoted := 0, false
	for at := 0; ; at++ {
		b := s.in.rest()
		if at >= len(b) {
			if at > maxLine {
				return nil, &Error{Reason: BlockTooLong, Offset: s.in.off, Line: s.line + 1, Wanted: maxLine, Had: int64(at)}
			}
			if !s.in.more() {
				e := s.in.ended(at+1, at).(*Error)
				e.Line = s.line + 1
				return nil, e
			}
			b = s.in.rest()
		}
		switch c := b[at]; {
		case c == '\\' && quoted:
			at++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return b[:at+1], nil
			}
		}
	}
}

func (s *jsonReader) rebuild(p *proto.Packet, text []byte) error {
	var j frameJSON
	if err := json.Unmarshal(text, &j); err != nil {
		e := &LayerError{Layer: -1, Err: err}
		if other, ok := err.(*json.UnmarshalTypeError); ok {
			e.Key = other.Field
		}
		return e
	}
	if len(j.Layers) == 0 {
		return &LayerError{Layer: -1, Key: "layers", Err: &AbsentError{"layers"}}
	}
	if err := s.describe(p, &j); err != nil {
		return err
	}
	s.buf, s.content = s.buf[:0], -1
	fcs, guessed := -1, false
	for i := range j.Layers {
		l := &j.Layers[i]
		if err := s.appendLayer(l); err != nil {
			return &LayerError{i, l.ID, "hex", err}
		}
		if s.content < 0 && tail(l.ID) {
			s.content = l.off
		}
		if l.ID == proto.ProtoFCS.String() {
			fcs, guessed = l.off, l.Guessed
		}
	}
	if s.content < 0 {
		s.content = len(s.buf)
	}
	p.Bytes = s.buf
	p.Length = len(s.buf) + max(0, j.Length-j.Captured)
	s.hex = append(s.hex[:0], s.buf...)
	asHex := *p
	asHex.Bytes = s.hex
	if fcs >= 0 {
		p.FCS = int8(min(p.Length-fcs, 127))
		if !guessed {
			asHex.FCS = p.FCS
		}
	}
	s.frame.Decode(&asHex, proto.CheckNone)
	for i := range j.Layers {
		if err := s.putLayer(&j.Layers[i]); err != nil {
			err.Layer = i
			return err
		}
	}
	return nil
}

// tail tells whether a layer lies behind the headers and what they carry.
func tail(id string) bool {
	switch id {
	case proto.ProtoPadding.String(), proto.ProtoTrailer.String(), proto.ProtoVLANTrailer.String(), proto.ProtoSLLTrailer.String(), proto.ProtoFCS.String():
		return true
	}
	return false
}

func (s *jsonReader) describe(p *proto.Packet, j *frameJSON) error {
	if j.Captured < 0 || j.Length > math.MaxUint32 {
		return &LayerError{Layer: -1, Key: "length", Err: &Error{Reason: FrameTooLong, Wanted: math.MaxUint32, Had: int64(j.Length)}}
	}
	p.Comment = j.Comment
	p.Link = proto.LinkEthernet
	if j.Time != nil {
		t, err := time.Parse(time.RFC3339Nano, *j.Time)
		if err != nil {
			return &LayerError{Layer: -1, Key: "time", Err: err}
		}
		p.Time = t
	}
	if j.LinkType != nil {
		name := string(bytes.Trim(j.LinkType, `"`))
		link, ok := ParseLink(name)
		if !ok {
			return &LayerError{Layer: -1, Key: "linktype", Err: &AbsentError{name}}
		}
		p.Link = link
	}
	return nil
}

func (s *jsonReader) appendLayer(l *layerJSON) error {
	if l.Hex == nil {
		return &AbsentError{"hex"}
	}
	l.off = len(s.buf)
	var err error
	if s.buf, err = hex.AppendDecode(s.buf, []byte(*l.Hex)); err != nil {
		return err
	}
	l.size = len(s.buf) - l.off
	if len(s.buf) > MaxFrame {
		return &Error{Reason: FrameTooLong, Wanted: MaxFrame, Had: int64(len(s.buf))}
	}
	return nil
}
