package fuzz

import (
	"os/exec"
	"time"

	"netquiz/proto"
)

// probe tries a target with a frame that any decoder should know, and tells how
// it takes part. What it does when its input ends tells how long it takes to begin,
// and so how long to wait for an answer before that.
func probe(t *Target) (Manner, error) {
	c := Case{Packet: proto.Packet{Link: proto.LinkEthernet}}
	if err := proto.Build(&c.Packet, seedEth, seedIP, &proto.TCPSpec{SrcPort: 51000, DstPort: 80, Flags: proto.ACK}); err != nil {
		return 0, err
	}
	t.known = c.Packet.Bytes
	began := time.Now()
	most := max(t.timeout(), startMost)
	batch, broken := fitting(t, Batch, &c, most)
	t.life = time.Since(began)
	if broken, ok := broken.(*TargetError); ok && broken.Unfit == SaysMore {
		return 0, broken
	}
	wait := min(max(10*t.life, time.Second), most)
	for _, m := range []Manner{Flushing, Stdbuf} {
		if _, err := exec.LookPath(stdbuf[0]); err != nil && m == Stdbuf {
			break
		}
		if fits, err := fitting(t, m, &c, wait); fits || err != nil {
			return m, err
		}
	}
	if !batch && broken == nil {
		broken = t.unfit(Silent)
	}
	return Batch, broken
}

// fitting tells whether the target answers the frame in that manner, in that time.
func fitting(t *Target, m Manner, c *Case, wait time.Duration) (bool, error) {
	x := newExchange(t, m)
	defer x.close()
	if err := x.send([]Case{*c}); err != nil {
		return false, err
	}
	child := x.child
	child.first = wait
	if m == Batch {
		child.finish()
	}
	answer, err := child.receive()
	if err != nil {
		f := x.fate(err, answer)
		switch {
		case f.Oracle == Hung:
			return false, nil
		case f.Oracle == Babbled:
			return false, t.unfit(TalksOtherly).saying(f.Said)
		case m == Batch && f.Where == "exit 0":
			return false, nil // it read all its input and had nothing to say
		}
		dies := t.unfit(DiesAtOnce)
		dies.Status, dies.Stderr = f.Where, child.stderr.last()
		return false, dies
	}
	said := clip(answer)
	f, err := x.judge(c, answer)
	if err != nil {
		return false, err
	}
	if f != nil && f.Oracle == Babbled {
		return false, t.unfit(TalksOtherly).saying(said)
	}
	if m == Batch {
		if f := x.settle(); f != nil {
			return false, t.unfit(SaysMore).saying(f.Said)
		}
	}
	return true, nil
}
