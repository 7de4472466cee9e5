package fuzz

import (
	"slices"

	"netquiz/proto"
)

// judge holds cases against the laws of our own codec.
type judge struct {
	frame proto.Frame
	plain reading
	tile  tiling
	v     verdict
	rare  rare
}

// judge decodes c's packet, and finds the first law that it breaks. What built
// it with an error is told in built.
func (j *judge) judge(c *Case, built error) *verdict {
	v := &j.v
	v.frame, v.failed = &j.frame, false
	if built != nil {
		v.fail(Failure{Oracle: Built, Where: built.Error()})
		return v
	}
	f := &j.frame
	f.Decode(&c.Packet, proto.CheckAll)
	j.plain.read(f)
	if j.compare(v); v.failed {
		return v
	}
	if j.tile.check(v); v.failed {
		return v
	}
	if c.Strategy == Generate {
		j.model(c, v)
	}
	if !v.failed && c.I&rareMask == 0 {
		j.rare.check(c, v)
	}
	return v
}

// compare holds what the codec found against the plain reading.
func (j *judge) compare(v *verdict) {
	w, found := &j.plain, v.frame.Layers()
	for i := range w.nLayers {
		want := &w.layers[i]
		if i == len(found) {
			v.fail(Failure{Oracle: Layered, Proto: w.blamed(i, found), Off: want.off})
			return
		}
		switch got := &found[i]; {
		case got.Proto != want.proto:
			v.fail(Failure{Oracle: Layered, Proto: w.blamed(i, found), Off: want.off, Got: uint64(got.Proto), Want: uint64(want.proto)})
		case int(got.Off) != want.off:
			v.fail(Failure{Oracle: Layered, Proto: w.blamed(i, found), Off: want.off, Got: uint64(got.Off), Want: uint64(want.off)})
		case int(got.Hdr) != want.hdr:
			v.fail(Failure{Oracle: Layered, Proto: want.proto, Off: want.off, Got: uint64(got.Hdr), Want: uint64(want.hdr)})
		case int(got.End) != want.end:
			v.fail(Failure{Oracle: Layered, Proto: want.proto, Off: want.off, Got: uint64(got.End), Want: uint64(want.end)})
		}
	}
	if j.compareProblems(v); v.failed {
		return
	}
	if w.tells && len(v.frame.Problems()) == w.nFaults {
		last := min(w.nLayers, len(found)-1)
		if v.fail(Failure{Oracle: Layered, Proto: found[last].Proto}); found[last].Proto == proto.ProtoData {
			v.Proto = w.blamed(last, found)
		}
		return
	}
	for i := range w.nLayers {
		if got, want := found[i].Status, w.layers[i].status; got != want {
			v.fail(Failure{Oracle: Judged, Proto: found[i].Proto, Off: w.layers[i].off, Got: uint64(got), Want: uint64(want)})
		}
	}
	if len(found) > w.nLayers && !w.unknown {
		v.fail(Failure{Oracle: Layered, Proto: w.blamed(w.nLayers, found), Off: int(found[w.nLayers].Off)})
	}
}

// compareProblems holds the problems told against those that there are. Of what
// is missing and what is too much the one that lies before the other counts: the
// other may follow from it. Behind a header that was lost, anything may be told.
func (j *judge) compareProblems(v *verdict) {
	w, told := &j.plain, v.frame.Problems()
	missed, invented := -1, -1
	for k := w.nFaults - 1; k >= 0; k-- {
		if !slices.ContainsFunc(told, func(p proto.Problem) bool { return same(&p, &w.problems[k]) }) {
			missed = k
		}
	}
	for k := len(told) - 1; k >= 0 && !w.unknown; k-- {
		if !slices.ContainsFunc(w.problems[:w.nFaults], func(f fault) bool { return same(&told[k], &f) }) {
			invented = k
		}
	}
	switch {
	case missed >= 0 && (invented < 0 || w.problems[missed].off <= int(told[invented].Off)):
		f := &w.problems[missed]
		v.fail(Failure{Oracle: Missed, Code: f.code, Field: f.field, Off: f.off, Want: f.want})
	case invented >= 0:
		j.invented(v, &told[invented])
	}
}

func (j *judge) invented(v *verdict, p *proto.Problem) {
	f := Failure{Oracle: Invented, Code: p.Code, Off: int(p.Off), Got: p.Got, Want: p.Want}
	if p.Field != nil {
		f.Field = p.Field.ID
	} else { // a header that is cut off: by the one before it
		f.Proto = v.frame.Layers()[max(int(p.Layer), 1)-1].Proto
	}
	v.fail(f)
}

// same tells whether a problem is the fault: of sums, with the right sum.
func same(p *proto.Problem, f *fault) bool {
	if p.Code != f.code || int(p.Off) != f.off {
		return false
	}
	if p.Field == nil || p.Field.ID != f.field {
		return p.Field == nil && f.field == ""
	}
	switch p.Code {
	case proto.BadChecksum, proto.PartialChecksum:
		return sameSum(uint16(p.Want), uint16(f.want))
	case proto.BadFCS:
		return p.Want == f.want
	}
	return true
}

// model holds what was decoded against the values that it was built from.
func (j *judge) model(c *Case, v *verdict) {
	found := v.frame.Layers()
	for i, l := range c.Model {
		if l.Proto() == proto.ProtoData && i < len(found) && found[i].Proto != proto.ProtoData {
			break // the ports above say what the data are, or the layer above holds them
		}
		if l.Proto() == proto.ProtoData && i >= len(found) {
			break
		}
		if i >= len(found) || found[i].Proto != l.Proto() {
			v.fail(Failure{Oracle: Layered, Proto: j.plain.blamed(i, found)})
			return
		}
		if l.check(v, i); v.failed {
			return
		}
	}
	for k := range v.frame.Problems() {
		p := &v.frame.Problems()[k]
		if !p.Code.Broken() {
			continue // a fact, which the plain reading found too
		}
		f := Failure{Oracle: Built, Code: p.Code, Off: int(p.Off), Got: p.Got, Want: p.Want}
		if p.Field != nil {
			f.Field = p.Field.ID
		}
		v.fail(f)
	}
}
