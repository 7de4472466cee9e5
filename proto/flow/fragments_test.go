package flow

import (
	"bytes"
	"testing"
	"time"

	"netquiz/proto"

	"golang.org/x/net/dns/dnsmessage"
	"pgregory.net/rapid"
)

// fragmentsOf cuts the IP content of a packet into frames at the given places,
// multiples of 8.
func fragmentsOf(t testing.TB, six bool, content []byte, cuts []int) []proto.Packet {
	var all []proto.Packet
	from := 0
	for _, to := range append(cuts, len(content)) {
		p := proto.Packet{Link: proto.LinkRaw, Number: len(all) + 1, Time: scriptStart}
		more := to < len(content)
		layers := []proto.Spec{&proto.IPv4Spec{
			Src: [4]byte{10, 0, 0, 1}, Dst: [4]byte{10, 0, 0, 2}, ID: 7, TTL: 64, Protocol: 17, MoreFragments: more, FragmentOffset: from,
		}}
		if six {
			layers = []proto.Spec{
				&proto.IPv6Spec{Src: [16]byte{15: 1}, Dst: [16]byte{15: 2}, HopLimit: 64},
				&proto.FragmentSpec{NextHeader: 17, ID: 7, Offset: from, More: more},
			}
		}
		if err := proto.Build(&p, append(layers, proto.Payload(content[from:to]))...); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
		from = to
	}
	return all
}

// datagram is a UDP datagram of n bytes of data, without a checksum.
func datagram(n int) []byte {
	d := []byte{0x9c, 0x40, 0x9c, 0x41, byte((n + 8) >> 8), byte(n + 8), 0, 0}
	for i := range n {
		d = append(d, byte(i*7))
	}
	return d
}

// A long answer in fragments answers its question, and names the hosts in it.
func TestAnswerInFragments(t *testing.T) {
	name := dnsmessage.MustNewName("many.example.com.")
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 7, Response: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	for i := range byte(100) {
		m.Answers = append(m.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 60},
			Body:   &dnsmessage.AResource{A: [4]byte{203, 0, 113, i}},
		})
	}
	answer, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	udp := func(from, to uint16, message []byte) []byte {
		n := uint16(len(message) + 8)
		return append([]byte{byte(from >> 8), byte(from), byte(to >> 8), byte(to), byte(n >> 8), byte(n), 0, 0}, message...)
	}
	m.Response, m.Answers = false, nil
	question, _ := m.Pack()
	asked := proto.Packet{Link: proto.LinkRaw, Number: 1, Time: scriptStart.Add(-time.Millisecond)}
	if err := proto.Build(&asked, &proto.IPv4Spec{Src: [4]byte{10, 0, 0, 2}, Dst: [4]byte{10, 0, 0, 1}, TTL: 64, Protocol: 17},
		proto.Payload(udp(50000, 53, question))); err != nil {
		t.Fatal(err)
	}
	tr := New()
	var f proto.Frame
	var r *Row
	for i, p := range append([]proto.Packet{asked}, fragmentsOf(t, false, udp(53, 50000, answer), []int{800, 1600})...) {
		p.Number = i + 1
		f.Decode(&p, proto.CheckAll)
		r = tr.Add(&f)
	}
	if r.Phase != Name || r.Step != Answer || r.Name != "many.example.com" || r.Answers != 1 || flowEvents(r) != "reassembled" {
		t.Fatalf("%+v", r)
	}
	s := newScript()
	syn := s.packet(t, "> S 0 0 0")
	copy(syn.Bytes[30:], []byte{203, 0, 113, 77})
	f.Decode(&syn, proto.CheckNone)
	if c := tr.Add(&f).Conversation; c.Host.Name != "many.example.com" {
		t.Errorf("a connection to one of its addresses is to %q", c.Host.Name)
	}
}

// Fragments in any order, some of them twice, are the packet again.
func TestFragmentsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		content := datagram(rapid.IntRange(20, 3000).Draw(rt, "size"))
		var cuts []int
		for at := 0; ; {
			at += 8 * rapid.IntRange(1, 100).Draw(rt, "cut")
			if at >= len(content) {
				break
			}
			cuts = append(cuts, at)
		}
		if len(cuts) == 0 {
			return
		}
		six := rapid.Bool().Draw(rt, "ipv6")
		frames := fragmentsOf(t, six, content, cuts)
		order := rapid.Permutation(frames).Draw(rt, "order")
		last := order[len(order)-1]
		order = append(order[:len(order)-1:len(order)-1], order[rapid.IntRange(0, len(order)-1).Draw(rt, "twice")])
		if order[len(order)-1].Number != last.Number {
			order = append(order, last)
		}
		tr := New()
		var f proto.Frame
		for i := range order {
			f.Decode(&order[i], proto.CheckAll)
			r := tr.Add(&f)
			if done := i == len(order)-1; (r.Whole != nil) != done {
				rt.Fatalf("frame %d of %d: whole %v", i+1, len(order), r.Whole != nil)
			} else if !done {
				continue
			}
			if !bytes.HasSuffix(r.Whole.Bytes, content) {
				rt.Fatal("the packet's data is another")
			}
			if r.Step != Datagram || r.Len != len(content)-8 || r.Conversation == nil || r.Events[0].Kind != Reassembled {
				rt.Fatalf("%v of %d bytes: %v", r.Step, r.Len, r.Events)
			}
			var whole proto.Frame
			whole.Decode(r.Whole, proto.CheckAll)
			for _, p := range whole.Problems() {
				if p.Code.Broken() && p.Code != proto.NoChecksum {
					rt.Fatalf("the packet is broken: %v", p.Code)
				}
			}
		}
	})
}

func TestFragmentsThatDisagree(t *testing.T) {
	content := datagram(56) // 64 bytes with the header
	other := bytes.Clone(content)
	other[20]++
	cut := func(b []byte, cuts ...int) []proto.Packet { return fragmentsOf(t, false, b, cuts) }
	whole := cut(content, 32)
	for _, tt := range []struct {
		name   string
		frames []proto.Packet
		events string // of the last one
		whole  bool
	}{
		{"two halves", whole, "reassembled", true},
		{"the first twice", []proto.Packet{whole[0], whole[0], whole[1]}, "reassembled", true},
		{"the first again with another byte", []proto.Packet{whole[0], cut(other, 32)[0]}, "fragment-overlap", false},
		{"and all after it is thrown away", []proto.Packet{whole[0], cut(other, 32)[0], whole[1]}, "", false},
		{"the second begins within the first", []proto.Packet{whole[0], cut(content, 24)[1]}, "fragment-overlap", false},
		{"it ends twice", []proto.Packet{whole[1], cut(datagram(40), 32)[1]}, "fragment-overlap", false},
		{"more than its end", []proto.Packet{cut(datagram(40), 40)[1], cut(content, 48)[0]}, "fragment-overlap", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr := New()
			var f proto.Frame
			var r *Row
			for i := range tt.frames {
				f.Decode(&tt.frames[i], proto.CheckAll)
				r = tr.Add(&f)
			}
			if flowEvents(r) != tt.events || (r.Whole != nil) != tt.whole {
				t.Errorf("%q, whole %v; want %q, %v", flowEvents(r), r.Whole != nil, tt.events, tt.whole)
			}
		})
	}
}

// Packets that stay in pieces push each other out, and time runs out for them.
func TestFragmentsAreForgotten(t *testing.T) {
	halves := fragmentsOf(t, false, datagram(56), []int{32})
	var f proto.Frame
	add := func(tr *Tracker, p proto.Packet) *Row {
		f.Decode(&p, proto.CheckAll)
		return tr.Add(&f)
	}
	tr := New()
	add(tr, halves[0])
	late := halves[1]
	late.Time = late.Time.Add(ReassemblyTimeout + time.Second)
	if r := add(tr, late); r.Whole != nil {
		t.Error("put together although the second half came too late")
	}
	tr = New()
	add(tr, halves[0])
	for id := range MaxReassemblies {
		p := halves[0]
		p.Bytes = bytes.Clone(p.Bytes)
		p.Bytes[4] = byte(id + 1)
		add(tr, p)
	}
	if r := add(tr, halves[1]); r.Whole != nil {
		t.Errorf("put together after %d other packets began", MaxReassemblies)
	}
}
