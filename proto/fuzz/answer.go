package fuzz

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"netquiz/proto"
)

// answers holds what a target says of frames against our codec.
type answers struct {
	check  Check
	keys   map[string]*proto.Selector
	frame  proto.Frame
	values []proto.Value
	text   []byte
	back   []byte
	tally  *tally // of fields, to be marked; nil: nobody asks
}

// judge is what is wrong with the answer to a frame: nil, nothing. A key that is
// no field is a *TargetError.
func (a *answers) judge(p *proto.Packet, answer []byte) (*Failure, *TargetError) {
	a.frame.Decode(p, proto.CheckAll)
	if a.check == CheckCrash {
		return nil, nil
	}
	answer = bytes.TrimSpace(answer)
	word, rest, _ := bytes.Cut(answer, []byte(" "))
	switch {
	case string(word) == "err":
		if len(a.frame.Problems()) > 0 || a.strange() {
			return nil, nil
		}
		return &Failure{Oracle: Refused, Proto: a.innermost(), Said: clip(answer)}, nil
	case a.check == CheckReencode:
		return a.reencoded(p, answer), nil
	case string(word) != "ok":
		return &Failure{Oracle: Babbled, Said: clip(answer)}, nil
	}
	return a.fields(rest)
}

// strange tells whether the frame carries what a decoder need not know: opaque
// bytes behind a header that announces them.
func (a *answers) strange() bool {
	layers := a.frame.Layers()
	for i := 1; i < len(layers); i++ {
		switch l := layers[i]; {
		case l.Proto != proto.ProtoData && !opaque[l.Proto]:
		case layers[i-1].Proto <= proto.ProtoAH && l.Hdr > 0:
			return true
		}
	}
	return false
}

// innermost is the last protocol of the frame that is not just bytes.
func (a *answers) innermost() proto.Proto {
	last := proto.ProtoEthernet
	for _, l := range a.frame.Layers() {
		if l.Proto != proto.ProtoData && !behind(l.Proto) {
			last = l.Proto
		}
	}
	return last
}

func (a *answers) reencoded(p *proto.Packet, answer []byte) *Failure {
	back, err := hex.AppendDecode(a.back[:0], answer)
	a.back = back
	if err != nil {
		return &Failure{Oracle: Babbled, Said: clip(answer)}
	}
	at := 0
	for at < len(back) && at < len(p.Bytes) && back[at] == p.Bytes[at] {
		at++
	}
	if at == len(back) && at == len(p.Bytes) {
		return nil
	}
	f := &Failure{Oracle: Reencoded, Off: at, Proto: a.innermost()}
	for s := range a.frame.Spans() {
		if int(s.Bit/8) <= at && at < int(s.Bit+s.Width+7)/8 {
			f.Field, f.Proto = s.Field.ID, s.Part.Table.Proto
			break
		}
	}
	if at < len(back) {
		f.Said = hex.EncodeToString(back[at : at+1])
	}
	if at < len(p.Bytes) {
		f.Right = hex.EncodeToString(p.Bytes[at : at+1])
	}
	return f
}

// fields holds each key=value against the frame. A value may hold spaces if it
// stands in double quotes.
func (a *answers) fields(list []byte) (*Failure, *TargetError) {
	for len(list) > 0 {
		if list[0] == ' ' {
			list = list[1:]
			continue
		}
		key, rest, ok := bytes.Cut(list, []byte("="))
		if !ok || bytes.IndexByte(key, ' ') >= 0 {
			return &Failure{Oracle: Babbled, Said: clip(list)}, nil
		}
		var value []byte
		if len(rest) > 0 && rest[0] == '"' {
			value, list, _ = bytes.Cut(rest[1:], []byte(`"`))
		} else {
			value, list, _ = bytes.Cut(rest, []byte(" "))
		}
		f, err := a.field(key, value)
		if f != nil || err != nil {
			return f, err
		}
	}
	return nil, nil
}

func (a *answers) field(key, said []byte) (*Failure, *TargetError) {
	s := a.keys[string(key)]
	if s == nil {
		var err error
		if s, err = proto.Select(string(key)); err != nil {
			return nil, &TargetError{Unfit: UnknownField, Answer: clip(key), Nearest: proto.Nearest(string(key))}
		}
		if a.keys == nil {
			a.keys = map[string]*proto.Selector{}
		}
		a.keys[string(key)] = s
	}
	a.values = s.Values(a.values[:0], &a.frame)
	if len(a.values) == 0 {
		if len(said) == 0 {
			return nil, nil // as tshark prints what is not there
		}
		return a.wrong(&Failure{Oracle: Imagined, Field: s.ID, Proto: s.Fields[0].Table().Proto, Said: clip(said)}), nil
	}
	if a.right(said) {
		a.tally.field(s.Fields[0].Table().Proto, true)
		return nil, nil
	}
	v := a.values[0]
	return a.wrong(&Failure{Oracle: Mistaken, Field: s.ID, Proto: s.Fields[0].Table().Proto,
		Off: int(v.Part.Off) + int(v.Field.Bit/8), Said: clip(said), Right: v.String()}), nil
}

func (a *answers) wrong(f *Failure) *Failure {
	a.tally.field(f.Proto, false)
	return f
}

// right tells whether what was said are all values of a field, with commas
// between them, or the first of them.
func (a *answers) right(said []byte) bool {
	a.text = a.text[:0]
	for i, v := range a.values {
		if i > 0 {
			a.text = append(a.text, ',')
		}
		a.text = v.AppendText(a.text)
		if i == 0 && bytes.Equal(a.text, said) {
			return true
		}
	}
	if bytes.Equal(a.text, said) {
		return true
	}
	rest, all := string(said), true
	for i, v := range a.values {
		one, more, found := strings.Cut(rest, ",")
		rest = more
		if same := sameValue(v, one); !same {
			all = false
			break
		} else if i == 0 && !found {
			return true
		}
	}
	return all && rest == ""
}

// sameValue tells whether text is the value otherwise written: a number in
// another base or case, a flag by name, bytes with or without colons, an address
// in another form.
func sameValue(v proto.Value, text string) bool {
	switch v.Field.Kind {
	case proto.IPv6Addr, proto.IPv4Addr:
		a, err := netip.ParseAddr(text)
		return err == nil && string(a.AsSlice()) == string(v.Bytes)
	case proto.Flag:
		switch text {
		case "True", "true":
			return v.Num == 1
		case "False", "false":
			return v.Num == 0
		}
	}
	if v.Field.Numeric() {
		n, err := strconv.ParseUint(text, 0, 64)
		return err == nil && n == v.Scaled()
	}
	if v.Bytes != nil && v.Field.Kind != proto.Text {
		return strings.EqualFold(strings.ReplaceAll(text, ":", ""), hex.EncodeToString(v.Bytes))
	}
	return strings.EqualFold(text, v.String())
}

// clip is the beginning of what a target said.
func clip(b []byte) string {
	b = bytes.TrimSpace(b)
	return string(b[:min(len(b), clipMost)])
}

// clipMost is how many bytes of it are told.
const clipMost = 80
