package capture

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netquiz/proto"
)

// readAll reads every packet of an input, with bytes of their own.
func readAll(input []byte, kind Kind) (*Reader, []proto.Packet, error) {
	r, err := NewReader(bytes.NewReader(input), kind)
	if err != nil {
		return nil, nil, err
	}
	var all []proto.Packet
	for p, err := range r.Packets() {
		if err != nil {
			return r, all, err
		}
		p.Bytes = bytes.Clone(p.Bytes)
		all = append(all, p)
	}
	return r, all, nil
}

// write puts packets into one form.
func write(t interface{ Fatal(...any) }, kind Kind, packets ...proto.Packet) []byte {
	var b bytes.Buffer
	w, err := NewWriter(&b, kind)
	if err != nil {
		t.Fatal(err)
	}
	for i := range packets {
		if err := w.Write(&packets[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// syn is a SYN of 78 bytes with its FCS.
func syn(t interface{ Fatal(...any) }) proto.Packet {
	p := proto.Packet{Number: 1, Link: proto.LinkEthernet, FCS: 4, Time: time.Unix(1795326780, 1000)}
	err := proto.Build(&p,
		&proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}},
		&proto.IPv4Spec{Src: [4]byte{192, 168, 0, 10}, Dst: [4]byte{93, 184, 216, 34}, TTL: 64, ID: 7, DontFragment: true},
		&proto.TCPSpec{SrcPort: 51000, DstPort: 80, Seq: 1000, Flags: proto.SYN, Window: 64240,
			Options: proto.TCPOptions(nil).MSS(1460).SACKPermitted().Timestamps(1, 0).NOP().WindowScale(7)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func anyPackets(t *rapid.T, least int) []proto.Packet {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) proto.Packet {
		b := rapid.SliceOfN(rapid.Byte(), least, 1600).Draw(t, "bytes")
		return proto.Packet{Bytes: b, Length: len(b) + rapid.SampledFrom([]int{0, 0, 0, 4, 900}).Draw(t, "cut"),
			Link: proto.LinkEthernet, FCS: proto.FCSUnknown, Time: time.Unix(rapid.Int64Range(0, 1<<32-1).Draw(t, "sec"), rapid.Int64Range(0, 999999).Draw(t, "µs")*1000)}
	}), 1, 6).Draw(t, "packets")
}

func TestPCAPRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Kind{PCAP, PCAPNano}).Draw(t, "kind")
		fcs := rapid.SampledFrom([]int8{proto.FCSUnknown, 0, 2, 4}).Draw(t, "fcs")
		packets := anyPackets(t, 0)
		for i := range packets {
			packets[i].FCS = fcs
		}
		r, got, err := readAll(write(t, kind, packets...), Auto)
		if err != nil || r.Kind() != kind {
			t.Fatal(r, err)
		}
		same(t, got, packets)
	})
}

func same(t interface{ Fatalf(string, ...any) }, got, want []proto.Packet) {
	if len(got) != len(want) {
		t.Fatalf("%d packets, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		if !bytes.Equal(g.Bytes, w.Bytes) || g.WireLength() != w.WireLength() || !g.Time.Equal(w.Time) ||
			g.Link != w.Link || g.FCS != w.FCS || g.Comment != w.Comment || g.Number != i+1 {
			t.Fatalf("packet %d:\n%+v\n%+v", i+1, g, w)
		}
	}
}

func TestPCAPTruncatedEverywhere(t *testing.T) {
	p := syn(t)
	whole := write(t, PCAP, p, p, p)
	record := 16 + len(p.Bytes)
	for n := range len(whole) {
		_, all, err := readAll(whole[:n], PCAP)
		frames := max(0, n-24) / record
		if len(all) != frames {
			t.Fatalf("%d bytes: %d frames, want %d", n, len(all), frames)
		}
		if n == 0 && errors.Is(err, ErrEmpty) || n >= 24 && (n-24)%record == 0 && err == nil {
			continue
		}
		var e *Error
		if !errors.As(err, &e) || e.Reason != Truncated || e.Frame != frames+1 || e.Had >= e.Wanted {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if n >= 24 && e.Offset != int64(24+frames*record) {
			t.Fatalf("%d bytes: at %d", n, e.Offset)
		}
	}
}

func TestPCAPAllocatesNothing(t *testing.T) {
	p := syn(t)
	all := make([]proto.Packet, 1000)
	for i := range all {
		all[i] = p
	}
	r, err := NewReader(bytes.NewReader(write(t, PCAP, all...)), Auto)
	if err != nil {
		t.Fatal(err)
	}
	var got proto.Packet
	if n := testing.AllocsPerRun(900, func() {
		if err := r.Next(&got); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestJSONRoundTripOfAnyBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets := anyPackets(t, 1)
		p := syn(t)
		bytesOf := bytes.Clone(p.Bytes)
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			bytesOf[rapid.IntRange(0, len(bytesOf)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "to")
		}
		bytesOf = bytesOf[:rapid.IntRange(1, len(bytesOf)).Draw(t, "len")]
		packets = append(packets, proto.Packet{Bytes: bytesOf, FCS: 4, Link: proto.LinkEthernet})
		_, got, err := readAll(write(t, JSON, packets...), JSON)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if !bytes.Equal(got[i].Bytes, packets[i].Bytes) || got[i].WireLength() != packets[i].WireLength() {
				t.Fatalf("%x\n%x", got[i].Bytes, packets[i].Bytes)
			}
		}
	})
}

func TestFirstPacketBeforeTheEnd(t *testing.T) {
	p := syn(t)
	for _, kind := range []Kind{PCAP, PCAPNano, JSON, Hex} {
		t.Run(kind.String(), func(t *testing.T) {
			in, out := io.Pipe()
			defer in.Close()
			go out.Write(write(t, kind, p))
			r, err := NewReader(in, Auto)
			if err != nil {
				t.Fatal(err)
			}
			var got proto.Packet
			if err := r.Next(&got); err != nil || !bytes.Equal(got.Bytes, p.Bytes) {
				t.Fatal(err, got)
			}
		})
	}
}
