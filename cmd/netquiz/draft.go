package main

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"netquiz/proto"
)

// draft is a packet being made.
type draft struct {
	packet   proto.Packet
	end      int // where its content ends, before padding and FCS; -1: as its headers say
	keep     proto.Derived
	given    []byte // of a packet that was received: its bytes before any field was changed
	faithful bool   // what was wrong in given is not mended
	reach    int    // how far headers may be followed to seal them
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

// finish sets what is set by hand and seals the rest. A packet that was received
// and in which nothing is changed stays as it is, whatever is wrong with it.
func (d *draft) finish(settings []setting) error {
	if d.end < 0 {
		d.end = contentEnd(&d.packet)
	}
	d.reach = d.end
	var places []spot
	if d.given != nil {
		if d.faithful && len(settings) == 0 && bytes.Equal(d.given, d.packet.Bytes) {
			return nil
		}
		given := d.packet
		given.Bytes = d.given
		d.reach = agree(chainOf(&given), chainOf(&d.packet), d.end)
		if d.faithful {
			places = d.wrongAlready(&given)
		}
	}
	if err := d.seal(proto.KeepNone, d.reach); err != nil {
		return err
	}
	set, err := d.find(settings)
	if err != nil {
		return err
	}
	places = append(places, set...)
	if len(places) == 0 {
		return nil
	}
	for _, turn := range turns {
		theirs := slices.DeleteFunc(slices.Clone(places), func(p spot) bool { return !turn.is(p.field) })
		if err := d.turn(theirs, turn.keep); err != nil {
			return err
		}
	}
	return nil
}

// turn writes values and seals the rest. A header may lie about what follows it:
// such values are written last, and no header is sealed as what it is not. So are
// values that make a field one that is computed.
func (d *draft) turn(places []spot, keep proto.Derived) error {
	truth := chainOf(&d.packet)
	for _, p := range places {
		before := bytes.Clone(d.packet.Bytes)
		if err := p.write(&d.packet); err != nil {
			return err
		}
		if agree(truth, chainOf(&d.packet), d.reach) < d.reach {
			copy(d.packet.Bytes, before)
		}
	}
	if err := d.seal(keep, d.reach); err != nil {
		return err
	}
	lies := slices.DeleteFunc(places, func(p spot) bool { return p.stands(&d.packet) })
	if len(lies) == 0 {
		return nil
	}
	outermost := d.reach
	for _, p := range lies {
		if err := p.write(&d.packet); err != nil {
			return err
		}
		outermost = min(outermost, endOf(truth, p.part.Off))
	}
	d.reach = min(d.reach, max(outermost, agree(truth, chainOf(&d.packet), d.reach)))
	return d.seal(keep|proto.KeepLengths, d.reach)
}

// seal makes right what is not to be kept, in the headers that end before end.
func (d *draft) seal(keep proto.Derived, end int) error {
	return tooLong(proto.Seal(&d.packet, end, d.keep|keep))
}

// link is one header of those that are followed to seal a packet.
type link struct {
	proto    proto.Proto
	off, end uint32
}

// chainOf are the headers of a packet up to its transport, whose sum covers all
// that follows.
func chainOf(p *proto.Packet) (chain []link) {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	for _, l := range f.Layers() {
		chain = append(chain, link{l.Proto, l.Off, l.Next()})
		if transport(l.Proto) {
			break
		}
	}
	return chain
}

// endOf is where the header around a byte ends.
func endOf(chain []link, off uint32) int {
	for _, l := range chain {
		if off < l.end {
			return int(l.end)
		}
	}
	return int(off)
}

func transport(p proto.Proto) bool {
	return slices.Contains([]proto.Proto{proto.ProtoTCP, proto.ProtoUDP, proto.ProtoICMP, proto.ProtoICMPv6}, p)
}

// agree is how far the headers of a and b are the same: end if they are so
// throughout.
func agree(a, b []link, end int) int {
	for i := range a {
		switch {
		case i == len(b) || a[i].proto != b[i].proto || a[i].off != b[i].off:
			return min(int(a[i].off), end)
		case a[i].end != b[i].end && !transport(a[i].proto):
			return min(int(max(a[i].end, b[i].end)), end)
		}
	}
	return end
}

// wrongAlready is what was wrong with a packet before anything in it was
// changed, and so is not mended unasked: a frame that is malformed on purpose
// comes out as it went in. Sums are returned as if they were set by hand; where
// lengths are wrong nothing can be computed.
func (d *draft) wrongAlready(given *proto.Packet) (held []spot) {
	var f proto.Frame
	f.Decode(given, proto.CheckAll)
	for _, problem := range f.Problems() {
		switch problem.Code {
		case proto.BadFCS:
			d.keep |= proto.KeepFCS
		case proto.Truncated, proto.BadLength, proto.BadOption, proto.BadVersion, proto.Offloaded:
			d.keep |= proto.KeepLengths | proto.KeepChecksums
		case proto.BadChecksum, proto.PartialChecksum, proto.NoChecksum:
			for _, part := range f.Parts(nil, int(problem.Layer)) {
				if part.Table == problem.Field.Table() {
					held = append(held, spot{part: part, field: problem.Field, num: problem.Got})
					break
				}
			}
		}
	}
	return held
}

// contentEnd is where the headers say that a packet's content ends. Bytes behind
// it are padding only as far as the least frame length; beyond that the headers
// must be wrong, and all but the FCS is content.
func contentEnd(p *proto.Packet) int {
	var f proto.Frame
	f.Decode(p, proto.CheckFCS)
	if f.FCSGuessed() {
		p.FCS = 4
	}
	for _, l := range f.Layers() {
		if l.Proto == proto.ProtoPadding || l.Proto == proto.ProtoFCS {
			return int(l.Off)
		}
	}
	return len(p.Bytes)
}

// tooLong says what does not fit the lengths of a packet.
func tooLong(err error) error {
	var large *proto.RangeError
	var options *proto.OptionsError
	switch {
	case errors.As(err, &large):
		f, n := large.Field, large.Field.Scale()
		return usage("build.too_long", "Field", f.ID, "Value", large.Value*n, "Max", f.Max()*n)
	case errors.As(err, &options):
		return usage("build.options_too_long", "Proto", strings.ToUpper(options.Proto.String()), "Have", options.Len, "Max", options.Most)
	}
	return err
}

func joined(words []string) string { return strings.Join(words, ", ") }
