package fuzz

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// caseJSON is a Case as it is kept in a file.
type caseJSON struct {
	Signature string      `json:"signature"`
	Count     uint64      `json:"count"`
	Failure   failureJSON `json:"failure"`
	Seed      uint64      `json:"seed"`
	I         uint64      `json:"i"`
	Strategy  string      `json:"strategy"`
	From      string      `json:"from,omitempty"` // the seed that was changed
	Model     []layerJSON `json:"model,omitempty"`
	Ops       []opJSON    `json:"ops,omitempty"`
	Mend      []string    `json:"mend,omitempty"`
	Shrunk    bool        `json:"shrunk"`
	Link      string      `json:"linktype"`
	FCS       int8        `json:"fcs"`
	Length    int         `json:"length"` // on the wire
	Hex       string      `json:"hex"`
}

type failureJSON struct {
	Oracle string `json:"oracle"`
	Code   string `json:"code,omitempty"`
	Layer  string `json:"layer,omitempty"`
	Field  string `json:"field,omitempty"`
	Offset int    `json:"offset"`
	Got    uint64 `json:"got"`
	Want   uint64 `json:"want"`
	Where  string `json:"where,omitempty"`
	Said   string `json:"said,omitempty"`
	Right  string `json:"right,omitempty"`
}

type layerJSON struct {
	Proto  string          `json:"proto"`
	Values json.RawMessage `json:"values"`
}

type opJSON struct {
	Kind  string `json:"op"`
	Layer int    `json:"layer"`
	Part  int    `json:"part,omitempty"`
	Field string `json:"field,omitempty"`
	At    int    `json:"at,omitempty"`
	N     int    `json:"n,omitempty"`
	Value uint64 `json:"value,omitempty"`
	Was   uint64 `json:"was,omitempty"`
}

var mendNames = [...]string{"lengths", "sums", "fcs"}

// Kept is a case as a file keeps it.
type Kept struct {
	Case      Case
	Signature string
	Failure   Failure
	Count     uint64
	Shrunk    bool
	Seed      string // the name of the seed that was changed
}

// MarshalJSON writes the case with everything that it is made of.
func (k *Kept) MarshalJSON() ([]byte, error) {
	c, f := &k.Case, &k.Failure
	out := caseJSON{
		Signature: k.Signature, Count: k.Count, Seed: c.Seed, I: c.I, Strategy: c.Strategy.String(), From: k.Seed,
		Failure: failureJSON{f.Oracle.String(), f.Code.String(), f.Proto.String(), f.Field, f.Off, f.Got, f.Want, f.Where, f.Said, f.Right},
		Shrunk:  k.Shrunk, Link: capture.LinkName(c.Packet.Link), FCS: c.Packet.FCS, Length: c.Packet.WireLength(),
		Hex: hex.EncodeToString(c.Packet.Bytes),
	}
	for _, l := range c.Model {
		values, err := json.Marshal(l)
		if err != nil {
			return nil, err
		}
		out.Model = append(out.Model, layerJSON{l.Proto().String(), values})
	}
	for _, o := range c.Ops {
		op := opJSON{Kind: o.Kind.String(), Layer: o.Layer, Part: o.Part, At: o.At, N: o.N, Value: o.Value, Was: o.Was}
		if o.Field != nil {
			op.Field = o.Field.ID
		}
		out.Ops = append(out.Ops, op)
	}
	for k, name := range mendNames {
		if c.Mend>>k&1 != 0 {
			out.Mend = append(out.Mend, name)
		}
	}
	return json.Marshal(out)
}

// CaseError is a file that holds no case.
type CaseError struct{ Field, Value string }

func (e *CaseError) Error() string {
	return fmt.Sprintf("fuzz: %s %q of a kept case", e.Field, e.Value)
}

// UnmarshalJSON reads what MarshalJSON wrote: the packet, what it is made of,
// and what it broke. The seed that was changed is known by name alone.
func (k *Kept) UnmarshalJSON(text []byte) error {
	var in caseJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	strategy, ok := ParseStrategy(in.Strategy)
	if !ok {
		return &CaseError{"strategy", in.Strategy}
	}
	link, ok := capture.ParseLink(in.Link)
	if !ok {
		return &CaseError{"linktype", in.Link}
	}
	b, err := hex.DecodeString(in.Hex)
	if err != nil {
		return &CaseError{"hex", in.Hex}
	}
	*k = Kept{Signature: in.Signature, Count: in.Count, Shrunk: in.Shrunk, Seed: in.From}
	k.Failure = Failure{Field: in.Failure.Field, Off: in.Failure.Offset, Got: in.Failure.Got, Want: in.Failure.Want, Where: in.Failure.Where,
		Said: in.Failure.Said, Right: in.Failure.Right}
	for _, o := range Oracles() {
		if o.String() == in.Failure.Oracle {
			k.Failure.Oracle = o
		}
	}
	for _, code := range proto.Codes() {
		if code.String() == in.Failure.Code {
			k.Failure.Code = code
		}
	}
	k.Failure.Proto, _ = proto.ProtoByID(in.Failure.Layer)
	k.Case = Case{Seed: in.Seed, I: in.I, Strategy: strategy, From: -1, Content: len(b),
		Packet: proto.Packet{Bytes: b, Link: link, FCS: in.FCS}}
	if in.Length > len(b) {
		k.Case.Packet.Length = in.Length
	}
	if err := k.readOps(in.Ops); err != nil {
		return err
	}
	for m, name := range mendNames {
		if slices.Contains(in.Mend, name) {
			k.Case.Mend |= 1 << m
		}
	}
	for _, l := range in.Model {
		p, ok := proto.ProtoByID(l.Proto)
		if !ok || kinds[p].make == nil {
			return &CaseError{"model", l.Proto}
		}
		layer := kinds[p].make()
		if err := json.Unmarshal(l.Values, layer); err != nil {
			return err
		}
		k.Case.Model = append(k.Case.Model, layer)
	}
	return nil
}

func (k *Kept) readOps(ops []opJSON) error {
	for _, in := range ops {
		o := Op{Layer: in.Layer, Part: in.Part, At: in.At, N: in.N, Value: in.Value, Was: in.Was}
		o.Kind = OpKind(slices.Index(opNames[:], in.Kind))
		if o.Kind >= numOps || o.Kind == 0 {
			return &CaseError{"op", in.Kind}
		}
		if o.Kind == OpSet {
			s, err := proto.Select(in.Field)
			if err != nil {
				return &CaseError{"field", in.Field}
			}
			o.Field = s.Fields[0]
		}
		k.Case.Ops = append(k.Case.Ops, o)
	}
	return nil
}
