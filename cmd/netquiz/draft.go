package main

import (
	"errors"
	"strings"

	"netquiz/proto"
)

// draft is a packet being made.
type draft struct {
	packet proto.Packet
	end    int // where its content ends, before padding and FCS; -1: as its headers say
	keep   proto.Derived
}

// setting is a field to be set by hand.
type setting struct {
	nth   int // which --set it is, from 1
	field *proto.Selector
	value string
}

// readSettings reads FIELD=VALUE.
func readSettings(list []string) ([]setting, error) {
	var all []setting
	for i, text := range list {
		id, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usage("build.no_value", "Text", text)
		}
		s, err := proto.Select(strings.TrimSpace(id))
		if err != nil {
			return nil, badField("--set", err)
		}
		if !s.Fields[0].Leaf() && s.Fields[0].Kind != proto.Group {
			return nil, usage("build.computed", "Field", s.ID)
		}
		all = append(all, setting{i + 1, s, value})
	}
	return all, nil
}

// The order in which a packet is made right: what the headers are, then the
// lengths by them, then the sums over the lengths, then the FCS over all. What is
// set by hand is set when its turn comes, so that everything after it counts it in.
var turns = []struct {
	is   func(*proto.Field) bool
	keep proto.Derived // what Seal keeps after this turn
}{
	{func(f *proto.Field) bool { return f.Kind != proto.Length && f.Kind != proto.Checksum }, proto.KeepNone},
	{func(f *proto.Field) bool { return f.Kind == proto.Length }, proto.KeepLengths},
	{func(f *proto.Field) bool { return f.Kind == proto.Checksum && f.ID != "eth.fcs" }, proto.KeepLengths | proto.KeepChecksums},
	{func(f *proto.Field) bool { return f.ID == "eth.fcs" }, proto.KeepAll},
}

// finish sets what is set by hand and seals the rest.
func (d *draft) finish(settings []setting) error {
	if d.end < 0 {
		d.end = contentEnd(&d.packet)
	}
	for _, turn := range turns {
		for _, s := range settings {
			if turn.is(s.field.Fields[0]) {
				if err := d.set(s); err != nil {
					return err
				}
			}
		}
		if err := proto.Seal(&d.packet, d.end, d.keep|turn.keep); err != nil {
			return tooLong(err)
		}
	}
	return nil
}

// set writes the value into the first such field of the packet.
func (d *draft) set(s setting) error {
	var f proto.Frame
	f.Decode(&d.packet, proto.CheckNone)
	values := s.field.Values(nil, &f)
	if len(values) == 0 {
		return usage("build.absent", "Field", s.field.ID, "Layers", layerNames(&f))
	}
	v := values[0]
	num, data, err := v.Field.Parse(s.value)
	if err == nil {
		err = v.Field.Set(f.PartBytes(v.Part), num, data)
	}
	if err != nil {
		return badValue(s, err)
	}
	return nil
}

func layerNames(f *proto.Frame) string {
	var names []string
	for _, l := range f.Layers() {
		names = append(names, l.Proto.String())
	}
	return joined(names)
}

func joined(words []string) string { return strings.Join(words, ", ") }

// contentEnd is where the headers say that a packet's content ends. Bytes behind
// it are padding only as far as the least frame length; beyond that the headers
// must be wrong, and all but the FCS is content.
func contentEnd(p *proto.Packet) int {
	var f proto.Frame
	f.Decode(p, proto.CheckFCS)
	end := len(p.Bytes)
	for _, l := range f.Layers() {
		switch l.Proto {
		case proto.ProtoPadding:
			return int(l.Off)
		case proto.ProtoFCS:
			if end = int(l.Off); f.FCSGuessed() {
				p.FCS = 4
			}
		}
	}
	return end
}

// badValue says why a value cannot be set.
func badValue(s setting, err error) error {
	if f := wrongValue(err, usage("build.where.set", "N", s.nth)); f != nil {
		return f
	}
	return err
}

func tooLong(err error) error {
	var large *proto.RangeError
	var options *proto.OptionsError
	switch {
	case errors.As(err, &large):
		f, n := large.Field, large.Field.Scale()
		return usage("build.too_long", "Field", f.ID, "Value", large.Value*n, "Max", f.Max()*n)
	case errors.As(err, &options):
		return usage("build.options_too_long", "Proto", options.Proto.String(), "Have", options.Len, "Max", options.Most)
	}
	return err
}
