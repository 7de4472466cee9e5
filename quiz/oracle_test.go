package quiz

import (
	"encoding/binary"
	"testing"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// An end is the address of an end, IPv4 in its first bytes, and its port.
type end struct {
	address [16]byte
	port    uint16
}

// segment is a TCP segment read byte by byte, without the codec: IPv4 or IPv6
// behind the header of a link, or nothing.
type segment struct {
	from, to   end
	seq, ack   uint32
	offset     int  // of the header, in bytes
	flags      byte // without those of ECN
	window     uint16
	options    []byte
	data       int
	ip, header int // where they begin
}

// linkLen is how long the headers of links are, by their numbers in a pcap file.
var linkLen = map[proto.LinkType]int{1: 14, 101: 0, 228: 0, 229: 0, 113: 16, 276: 20}

// transport is where a packet's IP header begins and ends, what it carries, and
// where that ends; carries is 0 if there is no IP, or a fragment of it.
func transport(p *proto.Packet) (ip, header int, carries byte, until int) {
	ip = linkLen[p.Link]
	b := p.Bytes[ip:]
	switch {
	case p.Link == 1 && p.Bytes[12] == 0x08 && p.Bytes[13] == 0x06, len(b) < 20:
		return ip, 0, 0, 0
	case b[0]>>4 == 4 && (b[6]&0x3f|b[7] == 0 || b[6] == 0x40):
		return ip, ip + int(b[0]&15)*4, b[9], ip + int(binary.BigEndian.Uint16(b[2:]))
	case b[0]>>4 == 6:
		return ip, ip + 40, b[6], ip + 40 + int(binary.BigEndian.Uint16(b[4:]))
	}
	return ip, 0, 0, 0
}

func readSegment(t *testing.T, p *proto.Packet) segment {
	t.Helper()
	ip, header, carries, until := transport(p)
	if carries != 6 {
		t.Fatalf("no TCP: % x", p.Bytes)
	}
	s := segment{ip: ip, header: header}
	b, h := p.Bytes[ip:], p.Bytes[header:]
	if b[0]>>4 == 4 {
		copy(s.from.address[:], b[12:16])
		copy(s.to.address[:], b[16:20])
	} else {
		s.from.address, s.to.address = [16]byte(b[8:24]), [16]byte(b[24:40])
	}
	s.from.port, s.to.port = binary.BigEndian.Uint16(h), binary.BigEndian.Uint16(h[2:])
	s.seq, s.ack = binary.BigEndian.Uint32(h[4:]), binary.BigEndian.Uint32(h[8:])
	s.offset, s.flags, s.window = int(h[12]>>4)*4, h[13]&^0xc0, binary.BigEndian.Uint16(h[14:])
	s.options = h[20:s.offset]
	s.data = until - header - s.offset
	return s
}

// option is the value of a TCP option, nil if it is not there.
func (s segment) option(kind byte) []byte {
	for o := s.options; len(o) > 0; {
		switch {
		case o[0] == 0:
			return nil
		case o[0] == 1:
			o = o[1:]
		case len(o) < 2 || int(o[1]) > len(o) || o[1] < 2:
			return nil
		case o[0] == kind:
			return o[2:o[1]]
		default:
			o = o[o[1]:]
		}
	}
	return nil
}

// oracles read the answers of skills once more from the frames that are shown.
var oracles = map[string]func(t *testing.T, q *Question, shown []segment) Value{}

// Each skill's answer is what an independent reading of the bytes says.
func TestAnswersByTheBytes(t *testing.T) {
	for _, k := range Skills() {
		if oracles[k.Name] == nil {
			t.Errorf("nothing reads the answers of %s again", k.Name)
		}
	}
	every(t, count(t, 10_000), checkAnswer)
}

// checkAnswer reads the answer of a question once more.
func checkAnswer(t *testing.T, q *Question) {
	oracle := oracles[q.Skill.Name]
	if oracle == nil {
		return
	}
	var shown []segment
	for i := range q.Frames {
		p := &q.Frames[i].Packet
		if unsound[q.Skill.Name] {
			continue
		}
		if _, header, carries, _ := transport(p); carries == 6 && len(p.Bytes) >= header+20 {
			shown = append(shown, readSegment(t, p))
		}
	}
	if want := oracle(t, q, shown); want == nil || want.Key() != q.Answer.Key() {
		t.Errorf("%s: the answer is %v, the bytes say %v", q.Ask.ID, q.Answer, want)
	}
}

// A dressed scene is what a tap would have seen: flow, which watches the dressed
// frames, says the same of them as the rows do.
func TestDressFitsEveryRow(t *testing.T) {
	for seed := range uint64(400) {
		s := ordinary.Scene(random(seed), LevelOf(seed))
		tracker := flow.New()
		for i := range s.Len() {
			var f proto.Frame
			s.Decode(i, &f)
			if problems := f.Problems(); len(problems) > 0 {
				t.Fatalf("seed %d, frame %d: %v", seed, i+1, problems[0].Code)
			}
			want, got := tracker.Add(&f), s.Row(i)
			if want.Step != got.Step || want.RawSeq != got.RawSeq || want.RawAck != got.RawAck || want.Len != got.Len ||
				want.Window != got.Window || want.InFlight != got.InFlight || len(want.Events) != len(got.Events) {
				t.Fatalf("seed %d, frame %d: flow says %+v, the row %+v", seed, i+1, *want, got.Row)
			}
			if c := want.Conversation; c != nil {
				for side := range c.Ends {
					if e, g := &c.Ends[side], got.Ends[side]; e.ISN != g.ISN || e.Next != g.Next || e.State != g.State {
						t.Fatalf("seed %d, frame %d, side %d: flow says %+v, the row %+v", seed, i+1, side, e, g)
					}
				}
			}
		}
	}
}
