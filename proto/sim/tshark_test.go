package sim

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

// apart are settings with which tshark takes each segment for itself. Else it
// calls data malformed that it sees again and has put together already, as every
// capture at a sender shows it.
var apart = []string{"-o", "tcp.desegment_tcp_streams:FALSE", "--disable-protocol", "http"}

// tshark reads packets and prints the fields of each frame.
func tshark(t *testing.T, packets []proto.Packet, settings []string, fields ...string) [][]string {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tshark is not installed")
		}
		t.Skip("tshark is not installed")
	}
	file := filepath.Join(t.TempDir(), "sim.pcap")
	le := binary.LittleEndian
	// A pcap file with nanoseconds (draft-ietf-opsawg-pcap §4, §5).
	out := le.AppendUint32(nil, 0xa1b23c4d)
	out = le.AppendUint32(out, 4<<16|2)
	out = append(out, make([]byte, 8)...)
	out = le.AppendUint32(out, 1<<18)
	out = le.AppendUint32(out, uint32(proto.LinkEthernet))
	for _, p := range packets {
		out = le.AppendUint32(out, uint32(p.Time.Unix()))
		out = le.AppendUint32(out, uint32(p.Time.Nanosecond()))
		out = le.AppendUint32(out, uint32(len(p.Bytes)))
		out = le.AppendUint32(out, uint32(p.Length))
		out = append(out, p.Bytes...)
	}
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{
		"-n", "-r", file, "-T", "fields", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
		"-o", "udp.check_checksum:TRUE",
	}, settings...)
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	text, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	if len(rows) != len(packets) {
		t.Fatalf("tshark printed %d lines for %d frames", len(rows), len(packets))
	}
	return rows
}

// analysisFlags are what tshark finds remarkable about a segment.
var analysisFlags = []string{
	"tcp.analysis.retransmission", "tcp.analysis.fast_retransmission", "tcp.analysis.spurious_retransmission",
	"tcp.analysis.out_of_order", "tcp.analysis.lost_segment", "tcp.analysis.ack_lost_segment",
	"tcp.analysis.duplicate_ack", "tcp.analysis.zero_window", "tcp.analysis.zero_window_probe",
	"tcp.analysis.zero_window_probe_ack", "tcp.analysis.window_update", "tcp.analysis.window_full",
	"tcp.analysis.keep_alive", "tcp.analysis.keep_alive_ack",
}

// randomOptions makes options without faults of the network.
func randomOptions(r *rand.Rand) Options {
	one := func(of ...int) int { return of[r.IntN(len(of))] }
	end := func() End {
		return End{
			MSS:           one(0, 0, 536, 1000, 1460),
			NoMSS:         r.IntN(8) == 0,
			Buffer:        one(0, 0, 3000, 8192, 20_000, 1<<18),
			Scale:         r.IntN(9),
			NoScale:       r.IntN(3) == 0,
			NoSACK:        r.IntN(3) == 0,
			NoTimestamps:  r.IntN(3) == 0,
			NoDelayedACK:  r.IntN(3) == 0,
			InitialWindow: r.IntN(11),
			StopAndWait:   r.IntN(8) == 0,
			ReadRate:      one(0, 0, 0, 20_000, 1_000_000),
		}
	}
	o := Options{
		Seed: r.Uint64(), Client: end(), Server: end(),
		MTU:      one(0, 0, 576, 1280),
		RTT:      time.Duration(r.IntN(300)) * time.Millisecond,
		Response: one(0, 100, 3000, 20_000, 60_000),
		CloseBy:  Side(r.IntN(2)), Close: CloseMode(r.IntN(4)), Name: NameMode(r.IntN(4)), Alias: r.IntN(2) == 0, Addresses: one(0, 3, 40),
		Chunked: r.IntN(2) == 0, Requests: r.IntN(3), Tap: Tap(r.IntN(4)),
	}
	o.NAT = r.IntN(2) == 0
	if o.IPv6 = r.IntN(3) == 0; o.IPv6 {
		o.MTU = max(o.MTU, 1280)
	}
	return o
}

// remarks runs scenes and gives what tshark remarks about each of their frames.
func remarks(t *testing.T, scenes int, settings []string, options func() Options) (all []watched, flags []map[string]bool) {
	t.Helper()
	for range scenes {
		frames, _ := watch(t, options())
		all = append(all, frames...)
	}
	packets := make([]proto.Packet, len(all))
	for i := range all {
		packets[i] = all[i].Packet
	}
	fields := append([]string{"_ws.malformed", "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status"}, analysisFlags...)
	for i, row := range tshark(t, packets, settings, fields...) {
		if row[0] != "" || all[i].tcp != nil && (row[1] != "1" && !all[i].six || row[2] != "1") || row[3] != "" && row[3] != "1" {
			t.Errorf("frame %d (%v): malformed %q, sums %q", i+1, all[i].Why, row[0], row[1:4])
		}
		set := map[string]bool{}
		for j, flag := range analysisFlags {
			if row[4+j] != "" {
				set[strings.TrimPrefix(flag, "tcp.analysis.")] = true
			}
		}
		flags = append(flags, set)
	}
	return all, flags
}

// agrees tells whether what tshark remarks fits the reason of a frame, where
// nothing is lost that it has not seen.
func agrees(flag string, w *watched) bool {
	switch flag {
	case "window_full":
		return w.Why == Data || retransmits(w.Why)
	case "zero_window":
		return w.tcp.Window() == 0
	case "window_update":
		return w.Why == WindowUpdate
	case "zero_window_probe":
		return w.Why == WindowProbe
	case "zero_window_probe_ack":
		return w.Why == AckProbe
	}
	return false
}

func retransmits(r Reason) bool {
	switch r {
	case RetransmitTimeout, RetransmitFast, RetransmitAnswer, RetransmitSmaller:
		return true
	}
	return false
}

func TestTsharkFindsNothingWrong(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	all, flags := remarks(t, 200, nil, func() Options { return randomOptions(r) })
	for i := range all {
		for flag := range flags[i] {
			if !agrees(flag, &all[i]) {
				t.Errorf("frame %d of scene, %d of file (%v): %s", all[i].Packet.Number, i+1, all[i].Why, flag)
			}
		}
	}
}

func TestTsharkSeesTheRepair(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	all, flags := remarks(t, 60, apart, func() Options {
		o := randomOptions(r)
		for range 1 + r.IntN(4) {
			o.Drop = append(o.Drop, 1+r.IntN(40))
		}
		return o
	})
	for i := range all {
		w, set := &all[i], flags[i]
		again := set["retransmission"] || set["fast_retransmission"] || set["spurious_retransmission"] || set["out_of_order"]
		if again != retransmits(w.Why) {
			t.Errorf("frame %d of scene, %d of file: %v, tshark says %v", w.Packet.Number, i+1, w.Why, set)
		}
		if set["lost_segment"] || set["ack_lost_segment"] {
			t.Errorf("frame %d of scene, %d of file (%v): a gap where none is", w.Packet.Number, i+1, w.Why)
		}
	}
}
