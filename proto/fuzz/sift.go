package fuzz

import (
	"errors"
	"io"
	"slices"

	"netquiz/proto"
)

// Where a target fails, but for what it answers.
const (
	Unanswered = "unanswered" // it gives no answer in time
	Surplus    = "surplus"    // it gives more than one
	Together   = "together"   // it stands every frame alone, but not all of them
)

// settle ends the input of the child, and it: nil, it has said all; else what it
// said beyond what it was asked.
func (x *exchange) settle() *Failure {
	if x.child == nil {
		return nil
	}
	defer x.close()
	x.child.finish()
	more, err := x.child.receive()
	if errors.Is(err, io.EOF) || errors.Is(err, errLate) {
		return nil
	}
	return &Failure{Oracle: Babbled, Where: Surplus, Said: clip(more)}
}

// alone tries one frame with a child of its own from there on, and tells what is
// wrong: nil, nothing.
func (x *exchange) alone(c *Case) (*Failure, error) {
	if x.manner == Batch {
		row := [1]Case{*c}
		fates, how, err := x.row(row[:])
		if how != nil || err != nil {
			return how, err
		}
		return fates[0], nil
	}
	f, err := x.ask(c)
	if f == nil && err == nil {
		f = x.settle()
	}
	return f, err
}

// row gives the cases and then the end of its input to a child of its own. If it
// answers each and says no more, fates tell what is wrong with the answers; else
// how it failed.
func (x *exchange) row(cases []Case) (fates []*Failure, how *Failure, err error) {
	x.close()
	if err := x.greet(); err != nil {
		return nil, nil, err
	}
	if err := x.send(cases); err != nil {
		return nil, nil, err
	}
	defer x.close()
	x.child.finish()
	if marks := x.answers.tally; marks != nil {
		before := *marks
		defer func() {
			if how != nil {
				*marks = before
			}
		}()
	}
	for k := range cases {
		answer, late := x.child.receive()
		if late != nil {
			return nil, x.fate(late, answer), nil
		}
		f, err := x.judge(&cases[k], answer)
		if err != nil {
			return nil, nil, err
		}
		fates = append(fates, f)
	}
	return fates, x.settle(), nil
}

// siftParts is in how many parts a row is cut that the target does not take: few
// where it is seen at once, more where each time to see it is a time to wait.
const siftParts = 4

// convictMost is how many guilty frames are sought in one block: each costs
// children of its own. Of the others it is known that the target fails, but not over
// which.
const convictMost = 8

// sift tries cases in a row, and where the target fails over it, in parts, until
// the guilty are alone; done are those that it came to, before there was enough.
func (x *exchange) sift(cases []Case) (done int, guilty bool, err error) {
	fates, how, err := x.row(cases)
	switch {
	case err != nil:
		return 0, false, err
	case how == nil:
		for k, f := range fates {
			x.tried(&cases[k], f)
		}
		return len(cases), false, nil
	case len(cases) == 1:
		return x.convict(&cases[0], how)
	}
	for part := range slices.Chunk(cases, (len(cases)+siftParts-1)/siftParts) {
		if x.enough() {
			return done, guilty, nil
		}
		if x.convicted >= convictMost {
			done += len(part)
			continue
		}
		n, g, err := x.sift(part)
		if err != nil {
			return done, guilty, err
		}
		done, guilty = done+n, guilty || g
		if n < len(part) {
			return done, guilty, nil
		}
	}
	if !guilty {
		x.doubted(&cases[0], how)
	}
	return done, guilty, nil
}

// convict tells what is wrong with the one frame of a row that failed.
func (x *exchange) convict(c *Case, how *Failure) (done int, guilty bool, err error) {
	x.convicted++
	if x.manner == Batch || how.Where == Surplus {
		x.answers.frame.Decode(&c.Packet, proto.CheckAll)
		x.note(c, how)
		x.tried(c, how)
		return 1, true, nil
	}
	f, err := x.ask(c) // as it is when it is tried again
	if err != nil {
		return 0, false, err
	}
	if x.tried(c, f); !f.fatal() {
		x.doubted(c, how)
	}
	return 1, f.fatal(), nil
}
