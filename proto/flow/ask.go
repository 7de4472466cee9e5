package flow

import (
	"time"

	"netquiz/proto"
)

// maxQuestions is how many questions of one conversation wait for an answer at
// once; one more, and the oldest is forgotten.
const maxQuestions = 8

// questions are those that may still be answered.
type questions struct {
	next  int
	asked [maxQuestions]question
}

type question struct {
	id    uint32
	frame int // 0: answered, or none
	time  int64
}

// asks notes that the frame asks question id of its conversation, and tells if
// it was asked before and not answered; field is where the id stands.
func (x *exchange) asks(id uint32, field *proto.Field) {
	if a := x.c.questions.find(id); a != nil {
		x.events.add(Event{
			Kind: Retransmission, Field: field, Got: int64(id), Want: int64(id),
			Frame: a.frame, After: time.Duration(x.now - a.time),
		})
		return
	}
	if x.c.questions == nil {
		x.c.questions = new(questions)
	}
	q := x.c.questions
	q.asked[q.next] = question{id, x.row.Number, x.now}
	q.next = (q.next + 1) % maxQuestions
}

// replies finds the question id that the frame answers.
func (x *exchange) replies(id uint32) {
	if a := x.c.questions.find(id); a != nil {
		x.row.Answers, x.row.RTT = a.frame, time.Duration(x.now-a.time)
		a.frame = 0
	}
}

// find is the question id if it waits for an answer, else nil. q may be nil.
func (q *questions) find(id uint32) *question {
	if q == nil {
		return nil
	}
	for i := range q.asked {
		if a := &q.asked[i]; a.frame != 0 && a.id == id {
			return a
		}
	}
	return nil
}
