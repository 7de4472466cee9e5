package quiz

import (
	"encoding/binary"
	"testing"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// segment is a TCP segment read byte by byte, without the codec: Ethernet II and
// IPv4, or nothing.
type segment struct {
	from, to   [6]byte // address and port
	seq, ack   uint32
	offset     int // of the header, in bytes
	flags      byte
	window     uint16
	options    []byte
	data       int
	ip, header int // where they begin
}

func readSegment(t *testing.T, b []byte) segment {
	t.Helper()
	if binary.BigEndian.Uint16(b[12:]) != 0x0800 || b[23] != 6 {
		t.Fatalf("no TCP over IPv4: % x", b[:34])
	}
	s := segment{ip: 14, header: 14 + int(b[14]&15)*4}
	h := b[s.header:]
	copy(s.from[:], b[26:30])
	copy(s.to[:], b[30:34])
	copy(s.from[4:], h[0:2])
	copy(s.to[4:], h[2:4])
	s.seq, s.ack = binary.BigEndian.Uint32(h[4:]), binary.BigEndian.Uint32(h[8:])
	s.offset, s.flags, s.window = int(h[12]>>4)*4, h[13], binary.BigEndian.Uint16(h[14:])
	s.options = h[20:s.offset]
	s.data = int(binary.BigEndian.Uint16(b[16:])) - (s.header - s.ip) - s.offset
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
		if b := q.Frames[i].Packet.Bytes; !unsound[q.Skill.Name] && len(b) >= 54 && b[23] == 6 && b[12] == 8 && b[13] == 0 && b[20]&0x1f == 0 && b[21] == 0 {
			shown = append(shown, readSegment(t, b))
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
