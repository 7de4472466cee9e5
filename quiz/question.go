package quiz

import (
	"bytes"
	"strconv"

	"netquiz/proto"
)

// Kind says how a question is answered.
type Kind string

// The kinds of questions.
const (
	Choice   Kind = "choice"  // one of Options
	Several  Kind = "several" // those of Options that are right
	Quantity Kind = "number"  // a number, typed
	Hexadec  Kind = "bytes"   // bytes, typed in hexadecimal
	Content  Kind = "value"   // what a field holds, typed as it is written: flags, an address, a name
	Order    Kind = "order"   // Options in their right order
	Match    Kind = "match"   // to each of Options one of Partners
	Build    Kind = "build"   // a frame that meets Conditions
	Fault    Kind = "fault"   // the field that is wrong, by its name or any of its bytes
)

// Show says how a frame is shown with a question.
type Show uint8

// The ways to show a frame.
const (
	ShowFacts Show = iota // chosen fields, a line each
	ShowHex               // its bytes
	ShowLater             // not before the answer: it would give that away
)

// Exhibit is a frame that belongs to a question.
type Exhibit struct {
	Packet     proto.Packet
	FromClient bool
	Show       Show
	Facts      []*proto.Field // for ShowFacts
}

// Place is a field of one of a question's frames.
type Place struct {
	Frame int // index into Frames
	Field *proto.Field
}

// Trap is a wrong answer that people give, and why.
type Trap struct {
	Value Value
	Miss  string // id of the misconception behind it, "" if it is a mere slip
	Slip  Text   // how one arrives at it
}

// Term is a condition that a built frame must meet, in the language of
// [netquiz/proto/filter]; "given." means the question's first frame. Terms are
// looked at in order, and the first that fails says what is wrong.
type Term struct {
	If   string
	Trap Trap
}

// Question is one question, in no language yet.
type Question struct {
	Skill *Skill
	Seed  uint64
	Level int // 1 … 3
	Kind  Kind
	Scene *Scene // a captured one that the question is about; nil: the seed makes it

	Frames   []Exhibit
	Options  []Value // for Choice, Several, Order and Match, as they are shown
	Partners []Value // for Match, as they are shown
	Answer   Value   // a List for Several (as in Options), Order and Match (a partner for each option)
	Traps    []Trap
	Terms    []Term  // for Build: what the frame has to meet
	About    []Place // what proves the answer
	Ref      string  // "RFC 9293 §3.5"
	Step     int     // of the stage's lesson, which explains it

	Ask  Text
	Hint [2]Text // the idea; how to work it out. The third hint is Why.
	Why  Text

	variant string // of the messages ask, work and why
	args    []any
}

// Captured is the number in its capture of a frame that is shown as it was there;
// 0 if it is not.
func (q *Question) Captured(frame int) int {
	if q.Scene == nil {
		return 0
	}
	shown := &q.Frames[frame].Packet
	for i := range q.Scene.Len() {
		if p := q.Scene.Packet(i); p.Number == shown.Number && bytes.Equal(p.Bytes, shown.Bytes) {
			return p.Number
		}
	}
	return 0
}

// ID is the question's name: skill#seed.
func (q *Question) ID() string { return ID(q.Skill.Name, q.Seed) }

// Lesson is the step of the course that explains the question: "handshake#5".
func (q *Question) Lesson() string { return lesson(q.Skill, q.Step) }

func lesson(k *Skill, step int) string {
	if step == 0 {
		return k.Stage()
	}
	return k.Stage() + "#" + strconv.Itoa(step)
}

// show adds a frame of a scene and returns its index.
func (q *Question) show(s *Scene, i int, how Show, facts ...string) int {
	return q.exhibit(s.Packet(i), s.rows[i].FromClient, how, facts...)
}

// exhibit adds any frame and returns its index.
func (q *Question) exhibit(p proto.Packet, fromClient bool, how Show, facts ...string) int {
	x := Exhibit{Packet: p, FromClient: fromClient, Show: how}
	for _, id := range facts {
		x.Facts = append(x.Facts, fieldIn(&p, id))
	}
	q.Frames = append(q.Frames, x)
	return len(q.Frames) - 1
}

// about says that a field of a frame shown proves the answer.
func (q *Question) about(frame int, ids ...string) {
	for _, id := range ids {
		q.About = append(q.About, Place{frame, fieldIn(&q.Frames[frame].Packet, id)})
	}
}

// trap adds a wrong answer with the misconception behind it.
func (q *Question) trap(v Value, miss string) { q.Traps = append(q.Traps, Trap{Value: v, Miss: miss}) }

// slip adds a wrong answer and how one arrives at it: the message quiz.slip.<id>,
// which also gets the answer as Given.
func (q *Question) slip(v Value, id string, args ...any) {
	q.Traps = append(q.Traps, Trap{Value: v, Slip: text("quiz.slip."+id, append(args, "Given", v)...)})
}

// fill gives the question's texts their arguments; variant chooses among the
// messages of a skill that asks in several ways.
func (q *Question) fill(variant string, args ...any) { q.variant, q.args = variant, args }
