package fuzz

import (
	"errors"
	"os/exec"

	"netquiz/proto"
)

// probe tries a target with a frame that any decoder should know, and tells how
// it takes part.
func probe(t *Target) (Manner, error) {
	manners := []Manner{Flushing, Batch}
	if _, err := exec.LookPath(stdbuf[0]); err == nil {
		manners = []Manner{Flushing, Stdbuf, Batch}
	}
	c := Case{Packet: proto.Packet{Link: proto.LinkEthernet}}
	if err := proto.Build(&c.Packet, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Flags: proto.ACK}); err != nil {
		return 0, err
	}
	for _, m := range manners {
		fits, err := fitting(t, m, &c)
		if fits || err != nil {
			return m, err
		}
	}
	return 0, &TargetError{Unfit: Silent, Command: t.Command[0]}
}

// fitting tells whether the target answers the frame in that manner.
func fitting(t *Target, m Manner, c *Case) (bool, error) {
	x := newExchange(t, m)
	l := lot{}
	l.add(c, t.Binary)
	if err := x.send(&l); err != nil {
		return false, err
	}
	child := x.child
	answer, err := child.receive()
	if errors.Is(err, errLate) {
		x.abandon()
		return false, nil
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
	x.abandon()
	var unfit *TargetError
	switch {
	case errors.As(err, &unfit):
		unfit.Command = t.Command[0]
		return false, unfit
	case f != nil && f.Oracle == Babbled:
		return false, &TargetError{Unfit: TalksOtherly, Command: t.Command[0], Answer: said}
	}
	return true, nil
}
