package capture

import (
	"encoding/hex"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"netquiz/proto"
)

// AppendJSON appends the frame as one JSON object on one line:
//
//	{"number":1,"time":"2026-11-22T05:53:00.000001Z","length":78,"captured":78,"linktype":"ethernet",
//	 "layers":[{"id":"tcp","offset":34,"length":20,"hex":"c738…","fields":{"tcp.srcport":51000,…}},…],
//	 "problems":[{"kind":"bad-checksum","field":"tcp.checksum","offset":50,"got":4660,"want":22136}]}
//
// Keys come in this order, fields in that of their tables. Numbers are in the
// unit of the field's text; a field that repeats in its layer is an array. The
// layers' hex, joined, is the frame. A time that is not known, or past the
// year 9999, is left out; a comment stands behind linktype; an FCS that nobody announced has "guessed".
func AppendJSON(dst []byte, f *proto.Frame) []byte {
	e := encoders.Get().(*encoder)
	dst = e.frame(dst, f)
	encoders.Put(e)
	return append(dst, '\n')
}

var encoders = sync.Pool{New: func() any { return &encoder{tables: jsonTables()} }}

// jsonTable is what is written of a table, made once.
type jsonTable struct {
	keys []string // `"tcp.srcport":` of each field
	ids  []uint16 // the same number for the same id, in whichever table
	bare bool     // one field over all bytes: the layer's hex says it all
}

var jsonTables = sync.OnceValue(func() map[*proto.Table]*jsonTable {
	tables, ids := map[*proto.Table]*jsonTable{}, map[string]uint16{}
	add := func(t *proto.Table) {
		j := &jsonTable{bare: t.Fields[0].Kind == proto.Bytes && t.Fields[0].Width == 0}
		for i := range t.Fields {
			id := t.Fields[i].ID
			n, ok := ids[id]
			if !ok {
				n = uint16(len(ids))
				ids[id] = n
			}
			j.keys = append(j.keys, strconv.Quote(id)+":")
			j.ids = append(j.ids, n)
		}
		tables[t] = j
	}
	for _, p := range proto.Protos() {
		for _, t := range p.Tables() {
			add(t)
		}
	}
	add(proto.Undecoded.Table())
	numIDs = len(ids)
	return tables
})

var numIDs int

// encoder is the room needed to write a frame.
type encoder struct {
	tables map[*proto.Table]*jsonTable
	frame0 proto.Frame // of packets that come undecoded
	parts  []proto.Part
	values []placed
	groups []group // of the layer, one for each id, in the order they are met
	of     []int32 // which group an id has, +1; by id number
}

// placed is one value of a layer; next is the one of the same id, 0 if none.
type placed struct {
	part  int32
	field int16
	next  int32
}

// group is the values of one id in a layer.
type group struct {
	id          uint16
	first, last int32
}

func appendJSONPacket(dst []byte, p *proto.Packet) []byte {
	e := encoders.Get().(*encoder)
	e.frame0.Decode(p, proto.CheckAll)
	dst = e.frame(dst, &e.frame0)
	encoders.Put(e)
	return append(dst, '\n')
}

func (e *encoder) frame(dst []byte, f *proto.Frame) []byte {
	p := f.Packet()
	dst = strconv.AppendInt(append(dst, `{"number":`...), int64(p.Number), 10)
	if y := p.Time.Year(); !p.Time.IsZero() && y >= 0 && y <= 9999 {
		dst = append(dst, `,"time":"`...)
		dst = append(appendTime(dst, p.Time), '"')
	}
	dst = strconv.AppendInt(append(dst, `,"length":`...), int64(p.WireLength()), 10)
	dst = strconv.AppendInt(append(dst, `,"captured":`...), int64(len(p.Bytes)), 10)
	dst = append(dst, `,"linktype":`...)
	if name := linkNames[p.Link]; name != "" {
		dst = append(append(append(dst, '"'), name...), '"')
	} else {
		dst = strconv.AppendUint(dst, uint64(p.Link), 10)
	}
	if p.Comment != "" {
		dst = appendString(append(dst, `,"comment":`...), []byte(p.Comment))
	}
	dst = append(dst, `,"layers":[`...)
	for i := range f.Layers() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = e.layer(dst, f, i)
	}
	dst = append(dst, `],"problems":[`...)
	for i := range f.Problems() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendProblem(dst, &f.Problems()[i])
	}
	return append(dst, "]}"...)
}

func (e *encoder) layer(dst []byte, f *proto.Frame, i int) []byte {
	l := &f.Layers()[i]
	dst = append(append(dst, `{"id":"`...), l.Proto.String()...)
	dst = strconv.AppendUint(append(dst, `","offset":`...), uint64(l.Off), 10)
	dst = strconv.AppendUint(append(dst, `,"length":`...), uint64(l.Hdr), 10)
	dst = append(dst, `,"hex":"`...)
	dst = append(hex.AppendEncode(dst, f.Header(i)), '"')
	if l.Quoted {
		dst = append(dst, `,"quoted":true`...)
	}
	if l.Proto == proto.ProtoFCS && f.FCSGuessed() {
		dst = append(dst, `,"guessed":true`...)
	}
	e.parts = f.Parts(e.parts[:0], i)
	if e.collect(f) {
		dst = append(dst, `,"fields":{`...)
		for g := range e.groups {
			if g > 0 {
				dst = append(dst, ',')
			}
			dst = e.values1(dst, f, &e.groups[g])
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// collect sorts the values of the layer's parts into groups, one for each id,
// and tells whether there is anything to write.
func (e *encoder) collect(f *proto.Frame) bool {
	if len(e.of) < numIDs {
		e.of = make([]int32, numIDs)
	}
	for _, g := range e.groups {
		e.of[g.id] = 0
	}
	e.values, e.groups = append(e.values[:0], placed{}), e.groups[:0]
	for i := range e.parts {
		part := &e.parts[i]
		t := e.tables[part.Table]
		if t == nil || t.bare && len(e.parts) == 1 {
			continue
		}
		for j := range part.Table.Fields {
			field := &part.Table.Fields[j]
			if field.Kind == proto.ComputedText {
				continue
			}
			if _, ok := f.Value(*part, field); !ok {
				continue
			}
			n := int32(len(e.values))
			e.values = append(e.values, placed{part: int32(i), field: int16(j)})
			id := t.ids[j]
			if at := e.of[id]; at > 0 {
				g := &e.groups[at-1]
				e.values[g.last].next, g.last = n, n
				continue
			}
			e.groups = append(e.groups, group{id, n, n})
			e.of[id] = int32(len(e.groups))
		}
	}
	return len(e.groups) > 0
}

func (e *encoder) values1(dst []byte, f *proto.Frame, g *group) []byte {
	first := &e.values[g.first]
	part := e.parts[first.part]
	dst = append(dst, e.tables[part.Table].keys[first.field]...)
	many := g.first != g.last
	if many {
		dst = append(dst, '[')
	}
	for at := g.first; ; {
		v := &e.values[at]
		part := e.parts[v.part]
		value, _ := f.Value(part, &part.Table.Fields[v.field])
		dst = appendValue(dst, value)
		if at = v.next; at == 0 {
			break
		}
		dst = append(dst, ',')
	}
	if many {
		dst = append(dst, ']')
	}
	return dst
}

func appendValue(dst []byte, v proto.Value) []byte {
	switch {
	case v.Field.Kind == proto.Flag:
		return strconv.AppendBool(dst, v.Num != 0)
	case v.Field.Numeric():
		return strconv.AppendUint(dst, v.Scaled(), 10)
	case v.Field.Kind == proto.Text || v.Field.Kind == proto.Name:
		var room [256]byte
		return appendString(dst, v.AppendText(room[:0]))
	}
	dst = append(dst, '"')
	return append(v.AppendText(dst), '"')
}

func appendProblem(dst []byte, p *proto.Problem) []byte {
	dst = append(append(dst, `{"kind":"`...), p.Code.String()...)
	dst = append(dst, '"')
	scale := uint64(1)
	if p.Field != nil {
		dst = append(append(append(dst, `,"field":"`...), p.Field.ID...), '"')
		scale = p.Field.Scale()
	}
	dst = strconv.AppendUint(append(dst, `,"offset":`...), uint64(p.Off), 10)
	dst = strconv.AppendUint(append(dst, `,"got":`...), p.Got*scale, 10)
	dst = strconv.AppendUint(append(dst, `,"want":`...), p.Want*scale, 10)
	return append(dst, '}')
}

// appendTime appends t in UTC as RFC 3339 has it, with six digits of a second,
// or nine if it needs them.
func appendTime(dst []byte, t time.Time) []byte {
	if t.Nanosecond()%1000 == 0 {
		return t.UTC().AppendFormat(dst, "2006-01-02T15:04:05.000000Z07:00")
	}
	return t.UTC().AppendFormat(dst, "2006-01-02T15:04:05.000000000Z07:00")
}

// appendString quotes s for JSON; what is no UTF-8 becomes U+FFFD.
func appendString(dst, s []byte) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ' || c == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			dst = append(dst, c)
		}
		i++
	}
	return append(dst, '"')
}
