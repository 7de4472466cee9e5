package proto

import (
	"bytes"
	"testing"
)

// Protocols that are only named are announced in every way there is.
func init() {
	body := Payload("kept as bytes")
	for _, o := range opaques {
		for _, t := range o.etherTypes {
			moreSeeds = append(moreSeeds, seed{o.id + " by its EtherType", 4, []Spec{&EthernetSpec{Type: t}, body}})
		}
		for _, n := range o.ipProtos {
			moreSeeds = append(moreSeeds, seed{o.id + " by its IP protocol number", 0, []Spec{testEth, &IPv4Spec{TTL: 1, Protocol: n}, body}})
		}
	}
	for _, sap := range []uint8{sapNetBIOS, sapOSI, sapIPX} {
		moreSeeds = append(moreSeeds, seed{"a service access point", 0, []Spec{&EthernetSpec{Type: 1}, &LLCSpec{DSAP: sap, SSAP: sap}, body}})
	}
	moreSeeds = append(moreSeeds, seed{"IPv4 by its service access point", 0, []Spec{&EthernetSpec{Type: 1}, &LLCSpec{DSAP: sapIP, SSAP: sapIP}, testIP, body}})
}

// No protocol is without a frame that it is tested with.
func TestEveryProtocolHasASeed(t *testing.T) {
	seen := map[Proto]bool{}
	var f Frame
	for _, p := range seedFrames() {
		f.Decode(p, CheckAll)
		for _, l := range f.Layers() {
			seen[l.Proto] = true
		}
	}
	for _, p := range Protos() {
		if protocols[p].decode != nil && !seen[p] && p != ProtoLoop { // Null's bytes under another link type
			t.Errorf("no seed has %s", p)
		}
	}
}

// FuzzProtocol lets each protocol decode bytes of its own, so that none has to
// be reached through the headers before it. The seeds are the headers of the
// seed frames.
func FuzzProtocol(f *testing.F) {
	var frame Frame
	for _, p := range seedFrames() {
		frame.Decode(p, CheckAll)
		for _, l := range frame.Layers() {
			f.Add(uint8(l.Proto), p.Bytes[l.Off:])
		}
	}
	f.Add(uint8(ProtoLoop), []byte("\x00\x00\x00\x02E")) // the other byte order is another family
	f.Fuzz(func(t *testing.T, number uint8, b []byte) {
		p := Proto(number)
		if p >= numProtos || protocols[p].decode == nil {
			return
		}
		var f Frame
		f.Decode(&Packet{Bytes: b, Link: LinkEthernet}, CheckAll)
		f.nLayers, f.nProblems, f.quoted, f.guessed, f.stream = 0, 0, false, false, 0
		f.limit, f.wire = limits(f.packet)
		f.addrs = network{}
		end := f.decodeHeaders(p, 0, f.limit)
		next := uint32(0)
		for i, l := range f.Layers() {
			if l.Off != next || l.Next() > l.End || l.End > uint32(len(b)) {
				t.Fatalf("layer %d (%s) is [%d, %d) to %d, want it from %d", i, l.Proto, l.Off, l.Next(), l.End, next)
			}
			next = l.Next()
			checkParts(t, &f, i)
		}
		if next > end {
			t.Fatalf("layers end at %d, content at %d", next, end)
		}
		if got := f.Rebuild(nil); !bytes.Equal(got[:next], b[:next]) {
			t.Fatalf("rebuilt\n%x, want\n%x", got[:next], b[:next])
		}
		callAccessors(&f)
	})
}
