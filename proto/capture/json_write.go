package capture

import (
	"strconv"
	"sync"

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

// encoder is the room needed to write a frame.
type encoder struct {
	tables map[*proto.Table]*jsonTable
	own    proto.Frame // of packets that come undecoded
	parts  []proto.Part
	values []placed
	groups []group // of the layer, one for each id, in the order they are met
	of     []int32 // which group an id has, +1; by id number
}

// placed is one value of a layer: a number, or what it is read from.
type placed struct {
	number uint64
	field  *proto.Field
	part   int32
	next   int32 // the value of the same id that follows, 0 if none
}

// group is the values of one id in a layer.
type group struct {
	id          uint16
	form        jsonForm
	key         string
	first, last int32
}

func appendJSONPacket(dst []byte, p *proto.Packet) []byte {
	e := encoders.Get().(*encoder)
	e.own.Decode(p, proto.CheckAll)
	dst = e.frame(dst, &e.own)
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
	dst = append(appendBytes(dst, f.Header(i)), '"')
	if l.Quoted {
		dst = append(dst, `,"quoted":true`...)
	}
	if l.Proto == proto.ProtoFCS && f.FCSGuessed() {
		dst = append(dst, `,"guessed":true`...)
	}
	e.parts = f.Parts(e.parts[:0], i)
	if len(e.parts) > 1 || !e.tables[e.parts[0].Table].bare {
		dst = append(dst, `,"fields":{`...)
		from := len(dst)
		if dst = e.fields(dst, f); len(dst) > from {
			dst[len(dst)-1] = '}' // for the last comma
			return append(dst, '}')
		}
		dst = dst[:from-len(`,"fields":{`)]
	}
	return append(dst, '}')
}

// fields appends the fields of the layer's parts, each with a comma. The ids of
// the fixed header mostly stand alone and need not be gathered.
func (e *encoder) fields(dst []byte, f *proto.Frame) []byte {
	parts := e.parts
	if first := e.tables[parts[0].Table]; len(parts) == 1 && first.once || first.alone && parts[0].Depth == 0 {
		dst = first.append(dst, f, &parts[0])
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return dst
	}
	e.gather(f, parts)
	for g := range e.groups {
		dst = e.appendGroup(dst, f, parts, &e.groups[g])
	}
	return dst
}

// append appends the fields of one part. Numbers are read from all that follows
// in the frame: Field.Uint is quickest where eight bytes are there.
func (t *jsonTable) append(dst []byte, f *proto.Frame, part *proto.Part) []byte {
	bits, data := 8*int(part.Len), f.Bytes()[part.Off:]
	for j := range part.Table.Fields {
		field := &part.Table.Fields[j]
		if form := t.forms[j]; form != formOther {
			if int(field.Bit)+int(field.Width) <= bits {
				dst = append(dst, t.keys[j]...)
				dst = append(form.append(dst, field.Uint(data)*field.Scale()), ',')
			}
		} else if v, ok := f.Value(*part, field); ok && field.Kind != proto.ComputedText {
			dst = append(dst, t.keys[j]...)
			dst = append(appendValue(dst, &v), ',')
		}
	}
	return dst
}

func (form jsonForm) append(dst []byte, n uint64) []byte {
	if form == formFlag {
		return strconv.AppendBool(dst, n != 0)
	}
	return strconv.AppendUint(dst, n, 10)
}

// gather sorts the values of the parts into groups, one for each id.
func (e *encoder) gather(f *proto.Frame, parts []proto.Part) {
	for _, g := range e.groups {
		e.of[g.id] = 0
	}
	e.values, e.groups = append(e.values[:0], placed{}), e.groups[:0]
	for i := range parts {
		part := &parts[i]
		t := e.tables[part.Table]
		bits, data := 8*int(part.Len), f.Bytes()[part.Off:]
		for j := range part.Table.Fields {
			v := placed{field: &part.Table.Fields[j], part: int32(i)}
			if t.forms[j] != formOther {
				if int(v.field.Bit)+int(v.field.Width) > bits {
					continue
				}
				v.number = v.field.Uint(data) * v.field.Scale()
			} else if _, ok := f.Value(*part, v.field); !ok || v.field.Kind == proto.ComputedText {
				continue
			}
			e.add(t, j, v)
		}
	}
}

func (e *encoder) add(t *jsonTable, field int, v placed) {
	n, id := int32(len(e.values)), t.ids[field]
	e.values = append(e.values, v)
	for len(e.of) <= int(id) {
		e.of = append(e.of, 0)
	}
	if at := e.of[id]; at > 0 {
		g := &e.groups[at-1]
		e.values[g.last].next, g.last = n, n
		return
	}
	e.groups = append(e.groups, group{id, t.forms[field], t.keys[field], n, n})
	e.of[id] = int32(len(e.groups))
}

func (e *encoder) appendGroup(dst []byte, f *proto.Frame, parts []proto.Part, g *group) []byte {
	dst = append(dst, g.key...)
	if g.first != g.last {
		dst = append(dst, '[')
	}
	for at := g.first; at != 0; at = e.values[at].next {
		if v := &e.values[at]; g.form != formOther {
			dst = g.form.append(dst, v.number)
		} else {
			value, _ := f.Value(parts[v.part], v.field)
			dst = appendValue(dst, &value)
		}
		dst = append(dst, ',')
	}
	if g.first != g.last {
		dst[len(dst)-1] = ']'
		dst = append(dst, ',')
	}
	return dst
}

func appendValue(dst []byte, v *proto.Value) []byte {
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
