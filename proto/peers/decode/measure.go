package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// bench is the program and the captures that are measured.
type bench struct {
	netquiz       string
	all, few, one string
}

// cost is what a process took.
type cost struct {
	time time.Duration
	cpu  time.Duration // of all cores
	peak int64         // bytes
}

// run measures a process that reads in, if it is not nil, and whose results
// nobody keeps.
func run(in io.Reader, name string, args ...string) (cost, error) {
	cmd := exec.Command(name, args...)
	cmd.Stdin = in
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("%s %v: %w", name, args, err)
	}
	took := time.Since(start)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return cost{took, cpu, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10}, nil
}

// least is the fastest of several runs over a capture.
func least(file string, command []string) (best cost, err error) {
	for i := range *runs {
		c, err := run(nil, command[0], append(command[1:len(command):len(command)], "-r", file)...)
		if err != nil {
			return c, err
		}
		if i == 0 || c.time < best.time {
			best = c
		}
	}
	return best, nil
}

// ours is the fastest of several runs of netquiz over a capture.
func (b *bench) ours(args []string) (best cost, err error) {
	for i := range *runs {
		c, err := run(nil, b.netquiz, append([]string{"decode", b.all}, args...)...)
		if err != nil {
			return c, err
		}
		if i == 0 || c.time < best.time {
			best = c
		}
	}
	return best, nil
}

// hold holds netquiz against a peer, and tells whether it is as good as it has
// to be.
func (b *bench) hold(c contest) (ok bool, err error) {
	ours, err := b.ours(c.ours)
	if err != nil {
		return false, err
	}
	file, n := b.all, *frames
	if c.fewer {
		file, n = b.few, *few
	}
	peer, err := least(file, c.peer)
	if err != nil {
		return false, err
	}
	theirs := peer.time
	if c.fewer {
		start, err := least(b.one, c.peer)
		if err != nil {
			return false, err
		}
		theirs -= start.time
	}
	each := perFrame(ours.time, *frames)
	ratio := perFrame(theirs, n) / each
	row(c.form, c.peer[0], n, peer, perFrame(theirs, n), "", "")
	row(c.form, "netquiz", *frames, ours, each, fmt.Sprintf("%.1f", ratio), fmt.Sprintf("%.0f", c.least))
	long, err := b.tenfold(c.ours)
	if err != nil {
		return false, err
	}
	row(c.form, "netquiz", 10**frames, long, perFrame(long.time, 10**frames), "", "")
	return ratio >= c.least && max(ours.peak, long.peak) < mostMemory, nil
}

func row(form, program string, frames int, c cost, each float64, ratio, least string) {
	fmt.Printf("%-8s %-8s %10d %8.2f %8.2f %9.2f %7s %7s %9.1f\n", form, program, frames, c.time.Seconds(), c.cpu.Seconds(), each, ratio, least, float64(c.peak)/(1<<20))
}

// perFrame is the microseconds that a frame takes.
func perFrame(d time.Duration, frames int) float64 {
	return float64(d.Nanoseconds()) / 1000 / float64(frames)
}

// tenfold measures netquiz over a capture of ten times the frames, which it reads
// from a pipe: the frames of the capture again and again.
func (b *bench) tenfold(args []string) (cost, error) {
	const header = 24 // bytes, of a pcap file
	var pieces []io.Reader
	for i := range 10 {
		file, err := os.Open(b.all)
		if err != nil {
			return cost{}, err
		}
		defer file.Close()
		if i > 0 {
			if _, err := file.Seek(header, io.SeekStart); err != nil {
				return cost{}, err
			}
		}
		pieces = append(pieces, file)
	}
	return run(io.MultiReader(pieces...), b.netquiz, append([]string{"decode", "-"}, args...)...)
}
