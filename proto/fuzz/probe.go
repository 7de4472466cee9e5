package fuzz

import (
	"errors"
	"os/exec"
	"time"

	"netquiz/proto"
)

// probe tries a target with a frame that any decoder should know, and tells how
// it takes part. That it answers at the end of its input tells how long it takes
// to begin, and so how long to wait for an answer before that.
func probe(t *Target) (Manner, error) {
	c := Case{Packet: proto.Packet{Link: proto.LinkEthernet}}
	if err := proto.Build(&c.Packet, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Flags: proto.ACK}); err != nil {
		return 0, err
	}
	began := time.Now()
	most := max(t.timeout(), startMost)
	batch, broken := fitting(t, Batch, &c, most)
	wait := min(max(10*time.Since(began), time.Second), most)
	for _, m := range []Manner{Flushing, Stdbuf} {
		if _, err := exec.LookPath(stdbuf[0]); err != nil && m == Stdbuf {
			break
		}
		if fits, err := fitting(t, m, &c, wait); fits || err != nil {
			return m, err
		}
	}
	if !batch && broken == nil {
		broken = &TargetError{Unfit: Silent, Command: t.Command[0]}
	}
	return Batch, broken
}

// fitting tells whether the target answers the frame in that manner, in that time.
func fitting(t *Target, m Manner, c *Case, wait time.Duration) (bool, error) {
	x := newExchange(t, m)
	l := lot{}
	l.add(c, t.Binary)
	if err := x.send(&l); err != nil {
		return false, err
	}
	child := x.child
	child.first = wait
	answer, err := child.receive()
	if errors.Is(err, errLate) {
		x.abandon()
		return false, nil
	}
	if errors.Is(err, errEndless) {
		said := clip(answer)
		x.abandon()
		return false, &TargetError{Unfit: TalksOtherly, Command: t.Command[0], Answer: said}
	}
	if err != nil {
		status := x.abandon()
		if m == Batch && status == "exit 0" {
			return false, nil // it read all its input and had nothing to say
		}
		return false, &TargetError{Unfit: DiesAtOnce, Command: t.Command[0], Status: status, Stderr: child.stderr.last()}
	}
	f, err := x.answers.judge(&c.Packet, answer)
	said := clip(answer)
	more := child.surplus()
	if len(more) > 0 {
		said = clip(more)
	}
	x.abandon()
	var unfit *TargetError
	switch {
	case errors.As(err, &unfit):
		unfit.Command = t.Command[0]
		return false, unfit
	case f != nil && f.Oracle == Babbled || len(more) > 0:
		return false, &TargetError{Unfit: TalksOtherly, Command: t.Command[0], Answer: said}
	}
	return true, nil
}
