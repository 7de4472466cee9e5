package proto

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// The options of TCP as their RFCs write them, by hand: bytes, what is read of
// them, and the builder that makes the same bytes.
func TestTCPOptionExamples(t *testing.T) {
	for _, c := range []struct {
		rfc   string
		wire  string
		build TCPOptions
		want  map[string]string
	}{
		{"RFC 9293 §3.7.1: the MSS that an Ethernet gives", "02 04 05b4", TCPOptions(nil).MSS(1460),
			map[string]string{"tcp.option_kind": "2", "tcp.option_len": "4", "tcp.options.mss_val": "1460"}},
		{"RFC 7323 §2.2: a scale of 7 behind a NOP", "01 03 03 07", TCPOptions(nil).NOP().WindowScale(7),
			map[string]string{"tcp.option_kind": "1,3", "tcp.options.wscale.shift": "7"}},
		{"RFC 7323 Appendix A: two NOPs, then timestamps on whole words", "01 01 08 0a 00000064 00000063", TCPOptions(nil).NOP().NOP().Timestamps(100, 99),
			map[string]string{"tcp.options.timestamp.tsval": "100", "tcp.options.timestamp.tsecr": "99"}},
		{"RFC 2018 §2: SACK permitted, and the list ended early", "04 02 00 00", TCPOptions(nil).SACKPermitted().EOL().EOL(),
			map[string]string{"tcp.option_kind": "4,0,0", "tcp.options.sack_perm": "0402"}},
		{"RFC 2018 §8, case 2: the first of 500-byte segments from 5000 lost, the next two there",
			"01 01 05 0a 0000157c 00001964", TCPOptions(nil).NOP().NOP().SACK([2]uint32{5500, 6500}),
			map[string]string{"tcp.options.sack_le": "5500", "tcp.options.sack_re": "6500"}},
		{"RFC 2018 §8, case 3: every other segment lost, the newest block first",
			"01 01 05 1a 00001f40 00002134 00001b58 00001d4c 00001770 00001964",
			TCPOptions(nil).NOP().NOP().SACK([2]uint32{8000, 8500}, [2]uint32{7000, 7500}, [2]uint32{6000, 6500}),
			map[string]string{"tcp.options.sack_le": "8000,7000,6000", "tcp.options.sack_re": "8500,7500,6500", "tcp.option_len": "26"}},
		{"RFC 7413 §4.1.1: a cookie is asked for", "22 02 01 01", TCPOptions(nil).FastOpen(nil).NOP().NOP(),
			map[string]string{"tcp.option_kind": "34,1,1", "tcp.options.tfo.cookie": ""}},
		{"RFC 7413 §4.1.1: a cookie of 8 bytes", "22 0a 0102030405060708 01 01", TCPOptions(nil).FastOpen([]byte{1, 2, 3, 4, 5, 6, 7, 8}).NOP().NOP(),
			map[string]string{"tcp.options.tfo.cookie": "0102030405060708"}},
		{"RFC 2385 §3.0: an MD5 digest", "13 12 000102030405060708090a0b0c0d0e0f 01 01",
			TCPOptions(nil).MD5([16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}).NOP().NOP(),
			map[string]string{"tcp.options.md5.digest": "000102030405060708090a0b0c0d0e0f"}},
	} {
		t.Run(c.rfc, func(t *testing.T) {
			wire, err := hex.DecodeString(strings.ReplaceAll(c.wire, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(c.build, wire) {
				t.Errorf("built %x", c.build)
			}
			p := &Packet{Link: LinkEthernet, FCS: 0}
			if err := Build(p, testEth, testIP, &TCPSpec{Flags: SYN, Options: wire}); err != nil {
				t.Fatal(err)
			}
			var f Frame
			f.Decode(p, CheckAll)
			for id, want := range c.want {
				if got := texts(t, &f, id); got != want {
					t.Errorf("%s: %q, want %q", id, got, want)
				}
			}
			if len(f.Problems()) > 0 {
				t.Errorf("problems: %+v", f.Problems())
			}
		})
	}
}

// The bits of the header that RFC 3168 §6.1 and RFC 9768 §3.1 took of the
// reserved ones, and those that are left.
func TestTCPFlagBits(t *testing.T) {
	for _, c := range []struct {
		bytes string // of the byte of data offset, and of the flags
		want  map[string]string
	}{
		{"5000", map[string]string{"tcp.flags": "0x0000", "tcp.flags.ae": "0", "tcp.flags.res": "0"}},
		{"51c2", map[string]string{"tcp.flags": "0x01c2", "tcp.flags.ae": "1", "tcp.flags.cwr": "1", "tcp.flags.ece": "1", "tcp.flags.syn": "1"}},
		{"5e10", map[string]string{"tcp.flags": "0x0e10", "tcp.flags.res": "7", "tcp.flags.ae": "0", "tcp.flags.ack": "1"}},
		{"5020", map[string]string{"tcp.flags.urg": "1", "tcp.urgent_pointer": "0"}},
	} {
		p := &Packet{Link: LinkEthernet, FCS: 0}
		if err := Build(p, testEth, testIP, &TCPSpec{}); err != nil {
			t.Fatal(err)
		}
		if _, err := hex.Decode(p.Bytes[EthernetLen+IPv4MinLen+12:], []byte(c.bytes)); err != nil {
			t.Fatal(err)
		}
		var f Frame
		f.Decode(p, CheckNone)
		for id, want := range c.want {
			if got := texts(t, &f, id); got != want {
				t.Errorf("%s of %s: %q, want %q", id, c.bytes, got, want)
			}
		}
	}
}
