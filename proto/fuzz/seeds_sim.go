package fuzz

import (
	"bytes"
	"fmt"
	"time"

	"netquiz/proto"
	"netquiz/proto/sim"
)

// simulated are web requests whose frames are seeds: the usual one, and one over
// IPv6 on a bad link.
var simulated = []struct {
	name string
	o    sim.Options
}{
	{"web request", sim.Options{Seed: 1, Response: 300}},
	{"web request, IPv6, losses", sim.Options{Seed: 2, IPv6: true, Alias: true, Loss: 0.1, Duplicate: 0.1, RTT: time.Second, Response: 2000, Chunked: true, Close: sim.CloseByThree}},
}

// conversations adds the frames of simulated hosts, one of each kind: with the
// same layers, parts and TCP flags as none before it.
func (all *seeding) conversations() {
	defer func() { _ = recover() }() // as in on
	known := map[string]bool{}
	var f proto.Frame
	for _, scene := range simulated {
		for p, err := range sim.Web(scene.o) {
			if err != nil {
				break
			}
			f.Decode(&p, proto.CheckNone)
			if kind := kindOf(&f); !known[kind] {
				known[kind] = true
				p.Bytes = bytes.Clone(p.Bytes)
				*all = append(*all, NewSeed(fmt.Sprintf("%s #%d", scene.name, p.Number), p))
			}
		}
	}
}

// kindOf tells what a frame is made of.
func kindOf(f *proto.Frame) string {
	var kind []byte
	var parts []proto.Part
	for i, l := range f.Layers() {
		kind = append(kind, byte(l.Proto))
		parts = f.Parts(parts[:0], i)
		for _, p := range parts[1:] {
			kind = append(kind, p.Table.ID...)
		}
	}
	if tcp, ok := f.TCP(); ok {
		kind = append(kind, byte(tcp.Flags()))
	}
	return string(kind)
}
