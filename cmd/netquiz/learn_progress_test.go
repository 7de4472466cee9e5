package main

import (
	"fmt"
	"testing"
	"time"

	"netquiz/lessons"
	"netquiz/quiz/record"
)

// made is a lesson of n empty steps.
func made(stage string, n int) *lessons.Lesson {
	l := &lessons.Lesson{Stage: stage}
	for i := range n {
		l.Steps = append(l.Steps, lessons.Step{Number: i + 1})
	}
	return l
}

// doneInOrder are steps done one after the other.
func doneInOrder(steps ...string) progress {
	p := progress{}
	for i, s := range steps {
		var stage, number string
		fmt.Sscanf(s, "%1s%s", &stage, &number)
		p[record.Step{Stage: stage, Name: number}] = time.Unix(int64(i+1), 0)
	}
	return p
}

func TestLearningGoesOnWhereItStopped(t *testing.T) {
	course := []*lessons.Lesson{made("a", 3), made("b", 2), made("c", 1)}
	for _, test := range []struct {
		name  string
		done  progress
		stage string // to go on with, and its step
		step  int
	}{
		{"at first", doneInOrder(), "a", 1},
		{"after a step", doneInOrder("a1"), "a", 2},
		{"after a jump", doneInOrder("a1", "b1"), "b", 2},
		{"back to what a jump left out", doneInOrder("a3"), "a", 1},
		{"behind one that was done before", doneInOrder("a2", "a1"), "a", 3},
		{"with the next stage", doneInOrder("b1", "b2"), "c", 1},
		{"with an earlier stage", doneInOrder("a1", "c1"), "a", 2},
		{"from the beginning", doneInOrder("a1", "a2", "a3", "b1", "b2", "c1"), "a", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := course[test.done.stage(course)]
			if step := test.done.next(l) + 1; l.Stage != test.stage || step != test.step {
				t.Errorf("goes on with %s#%d, want %s#%d", l.Stage, step, test.stage, test.step)
			}
		})
	}
}
