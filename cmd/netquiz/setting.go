package main

import (
	"bytes"
	"strconv"
	"strings"

	"netquiz/proto"
)

// setting is a field to be set by hand.
type setting struct {
	nth   int // which --set it is, from 1
	field *proto.Selector
	which int // the how manyth such field of the packet, from 1
	value string
}

// readSettings reads FIELD=VALUE, or FIELD#N=VALUE for the Nth of the fields of
// that name in a packet (as in Wireshark's filters).
func readSettings(list []string) ([]setting, error) {
	var all []setting
	for i, text := range list {
		id, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usage("build.no_value", "Text", text)
		}
		id, number, numbered := strings.Cut(strings.TrimSpace(id), "#")
		which := 1
		if numbered {
			n, err := strconv.ParseUint(number, 10, 16)
			if err != nil || n == 0 {
				return nil, usage("build.no_such_nth", "Text", text, "N", number)
			}
			which = int(n)
		}
		s, err := proto.Select(id)
		if err != nil {
			return nil, badField("--set", err)
		}
		if !s.Fields[0].Leaf() && s.Fields[0].Kind != proto.Group {
			return nil, usage("build.computed", "Field", s.ID)
		}
		all = append(all, setting{i + 1, s, which, value})
	}
	return all, nil
}

// spot is where a value is to be written: a field of a part of the packet.
type spot struct {
	part  proto.Part
	field *proto.Field
	num   uint64
	data  []byte
	from  *failure // where the value stands on the command line
}

// find reads the values of settings and finds their places.
func (d *draft) find(settings []setting) (all []spot, err error) {
	var f proto.Frame
	f.Decode(&d.packet, proto.CheckNone)
	for _, s := range settings {
		values := s.field.Values(nil, &f)
		if len(values) < s.which {
			return nil, absent(&f, s, len(values))
		}
		v := values[s.which-1]
		p := spot{part: v.Part, field: v.Field, from: usage("build.where.set", "N", s.nth)}
		if p.num, p.data, err = v.Field.Parse(s.value); err != nil {
			return nil, p.refused(err)
		}
		all = append(all, p)
	}
	return all, nil
}

// absent says that a packet has no such field, or not as many.
func absent(f *proto.Frame, s setting, have int) error {
	if have > 0 {
		return usage("build.absent_nth", "Field", s.field.ID, "N", s.which, "Have", have)
	}
	var names []string
	for _, l := range f.Layers() {
		names = append(names, l.Proto.String())
	}
	e := usage("build.absent", "Field", s.field.ID, "Layers", joined(names))
	if flag := adds[s.field.Fields[0].Table().ID]; flag != "" {
		return e.hinted("build.hint.adds", "Field", s.field.ID, "Flag", flag)
	}
	return e
}

// adds are the flags that add a header or an option, by its table.
var adds = map[string]string{
	"tcp.options.mss": "--mss N", "tcp.options.wscale": "--wscale N", "tcp.options.sack_perm": "--sack-perm",
	"tcp.options.timestamp": "--timestamp V,E", "vlan": "--vlan N",
}

// write writes the value into its place.
func (p spot) write(to *proto.Packet) error {
	h := to.Bytes[p.part.Off : p.part.Off+p.part.Len]
	return p.refused(p.field.Set(h, p.num, p.data))
}

// stands tells whether the value is in its place.
func (p spot) stands(in *proto.Packet) bool {
	again := *in
	again.Bytes = bytes.Clone(in.Bytes)
	return p.write(&again) == nil && bytes.Equal(again.Bytes, in.Bytes)
}

func (p spot) refused(err error) error {
	if err == nil || p.from == nil {
		return err
	}
	if f := wrongValue(err, p.from); f != nil {
		return f
	}
	return err
}
