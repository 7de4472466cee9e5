// Command decode measures netquiz decode as a whole process against tcpdump and
// tshark, in one run over one capture that it makes itself, and prints a table.
//
//	go run ./decode                  # a million frames; some minutes
//	go run ./decode -frames 100000
//
// Every time is the least of several runs. tshark reads fewer frames, and what it
// takes to start is left out of its time a frame; of netquiz it counts. Memory is
// the peak of the process, also for ten times the frames.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var (
	frames = flag.Int("frames", 1_000_000, "frames of the capture")
	few    = flag.Int("few", 40_000, "frames that tshark reads")
	runs   = flag.Int("runs", 3, "runs of which the fastest counts")
)

// fields are what the runs with chosen fields print.
const fields = "frame.number,frame.time_epoch,ip.src,ip.dst,tcp.srcport,tcp.dstport,tcp.seq_raw,tcp.ack_raw,tcp.flags,tcp.window_size_value,tcp.len,tcp.checksum.status"

// contest is a form of output, the peer that prints the like, and by how much
// netquiz has to be faster.
type contest struct {
	form  string
	ours  []string
	peer  []string
	fewer bool // the peer reads few frames
	least float64
}

func contests() []contest {
	asked := []string{"tshark", "-n", "-T", "fields", "-E", "occurrence=a"}
	for f := range strings.SplitSeq(fields, ",") {
		asked = append(asked, "-e", f)
	}
	return []contest{
		{"summary", []string{"-o", "summary"}, []string{"tcpdump", "-n"}, false, 6},
		{"json", []string{"-o", "json"}, []string{"tshark", "-n", "-T", "ek"}, true, 50},
		{"fields", []string{"--fields", fields}, asked, true, 15},
	}
}

// mostMemory is the peak that decode must stay below, in bytes.
const mostMemory = 40 << 20

func main() {
	flag.Parse()
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "decode")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := compare(dir); err != nil {
		os.RemoveAll(dir)
		log.Fatal(err)
	}
}

func compare(dir string) error {
	b := &bench{
		netquiz: filepath.Join(dir, "netquiz"),
		all:     filepath.Join(dir, "all.pcap"),
		few:     filepath.Join(dir, "few.pcap"),
		one:     filepath.Join(dir, "one.pcap"),
	}
	build := exec.Command("go", "build", "-o", b.netquiz, "netquiz/cmd/netquiz")
	build.Dir = filepath.Join("..", "..")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	for name, n := range map[string]int{b.all: *frames, b.few: *few, b.one: 1} {
		if err := writeCapture(name, n); err != nil {
			return err
		}
	}
	fmt.Printf("%-8s %-8s %10s %8s %8s %9s %7s %7s %9s\n", "form", "program", "frames", "s", "cpu s", "µs/frame", "ratio", "least", "peak MiB")
	good := true
	for _, c := range contests() {
		ok, err := b.hold(c)
		if err != nil {
			return err
		}
		good = good && ok
	}
	if !good {
		return fmt.Errorf("not as fast or not as small as it has to be")
	}
	return nil
}
