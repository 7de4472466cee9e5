package fuzz

import "netquiz/proto"

// Oracle is a law that a case broke.
type Oracle uint8

// The oracles: first those for our own codec.
const (
	Panicked Oracle = iota + 1 // the codec panicked
	Hung                       // it did not come back
	Hoarded                    // it took more memory than it may
	Built                      // what can be built was refused, or built otherwise than its values say
	Tiled                      // layers, parts or fields leave out a bit of the frame or hold it twice
	Rebuilt                    // the frame made anew from its fields is another
	Decoded                    // a field, built and decoded, is another value
	Layered                    // a layer begins or ends elsewhere than its lengths say, or is another
	Judged                     // the verdict on a sum is not what the plain sum says
	Missed                     // a problem is not told
	Invented                   // a problem is told that is none
	Written                    // what was written for others does not read back
	Stale                      // a Frame used before finds what a new one does not

	// Of targets.
	Died      // it ended
	Mistaken  // a value is another
	Imagined  // a field of a layer that is not there
	Refused   // err on a frame without problems
	Babbled   // an answer that is none
	Reencoded // another frame came back
	numOracles
)

var oracleNames = [numOracles]string{
	Panicked: "panic", Hung: "hang", Hoarded: "memory", Built: "build", Tiled: "tile", Rebuilt: "rebuild",
	Decoded: "value", Layered: "layer", Judged: "status", Missed: "missed", Invented: "invented", Written: "written",
	Stale: "stale", Died: "died", Mistaken: "mistaken", Imagined: "imagined", Refused: "refused", Babbled: "babbled",
	Reencoded: "reencoded",
}

// String is the oracle's name: "missed".
func (o Oracle) String() string {
	if o < numOracles {
		return oracleNames[o]
	}
	return ""
}

// Oracles are all there are.
func Oracles() []Oracle {
	all := make([]Oracle, 0, numOracles-1)
	for o := Panicked; o < numOracles; o++ {
		all = append(all, o)
	}
	return all
}

// Failure is how a case broke a law. Where it is not worth telling, a part of
// it is zero.
type Failure struct {
	Oracle    Oracle
	Code      proto.Code  // of the problem that was missed or invented
	Proto     proto.Proto // the layer's
	Field     string
	Off       int // byte in the frame
	Got, Want uint64
	Where     string // the function that panicked, the form that does not read back, how a target ended
	Said      string // what a target answered for the field
	Right     string // and what is right
}

// verdict gathers what is wrong with one case: the first failure counts.
type verdict struct {
	frame  *proto.Frame
	parts  []proto.Part
	failed bool
	Failure
}

func (v *verdict) fail(f Failure) {
	if !v.failed {
		v.failed, v.Failure = true, f
	}
}

// stale is the failure as one that a Frame which was never used does not show.
func (f Failure) stale() *Failure { return &Failure{Oracle: Stale, Field: f.Field, Off: f.Off} }

// uint holds the value of a field of h, the header of layer i, against what it
// was built from.
func (v *verdict) uint(i int, h []byte, f *proto.Field, want uint64) {
	if got := f.Uint(h); got != want {
		v.differs(i, f, got, want)
	}
}

func (v *verdict) differs(i int, f *proto.Field, got, want uint64) {
	l := &v.frame.Layers()[i]
	v.fail(Failure{Oracle: Decoded, Proto: l.Proto, Field: f.ID, Off: int(l.Off) + int(f.Bit/8), Got: got, Want: want})
}

// bytes holds a field of whole bytes against what it was built from.
func (v *verdict) bytes(i int, h []byte, f *proto.Field, want []byte) {
	from := int(f.Bit / 8)
	if len(h) < from+len(want) || string(h[from:from+len(want)]) != string(want) {
		v.differs(i, f, 0, 0)
	}
}

// mustField is a field of the codec that this package depends on.
func mustField(t *proto.Table, id string) *proto.Field {
	for i := range t.Fields {
		if t.Fields[i].ID == id {
			return &t.Fields[i]
		}
	}
	panic("fuzz: no field " + id)
}

// fieldsOf are the fields of a protocol's fixed header, by their ids.
func fieldsOf(p proto.Proto, ids ...string) []*proto.Field {
	fields := make([]*proto.Field, len(ids))
	for i, id := range ids {
		fields[i] = mustField(p.Table(), id)
	}
	return fields
}

// length holds how many bytes layer i has against what was built.
func (v *verdict) length(i int, want int) {
	if l := &v.frame.Layers()[i]; int(l.Hdr) != want {
		v.fail(Failure{Oracle: Layered, Proto: l.Proto, Off: int(l.Off), Got: uint64(l.Hdr), Want: uint64(want)})
	}
}
