package filter

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"netquiz/proto"
)

// The frames of testdata/mixed.pcap: ARP, DNS, HTTP, ICMP, IPv6 with extension
// headers, VLAN tags, options, ECN, an FCS.
func frames(t *testing.T) []*proto.Packet {
	b, err := os.ReadFile("testdata/mixed.pcap")
	if err != nil {
		t.Fatal(err)
	}
	var all []*proto.Packet
	for b = b[24:]; len(b) > 0; {
		size := int(binary.LittleEndian.Uint32(b[8:]))
		all = append(all, &proto.Packet{Number: len(all) + 1, Bytes: b[16 : 16+size : 16+size], Link: proto.LinkEthernet, FCS: proto.FCSUnknown,
			Length: int(binary.LittleEndian.Uint32(b[12:]))})
		b = b[16+size:]
	}
	return all
}

// alike are expressions that mean the same here and in Wireshark 4.0. Commas
// would part them on tshark's command line; they are in alikeWithCommas.
var alike = []string{
	"tcp", "ip", "arp", "not tcp", "!(tcp.port == 80)", "tcp || arp", "ip && !tcp", "tcp or arp and ip", "tcp && ip || arp",
	"tcp.port == 80", "tcp.port != 80", "tcp.port === 80", "tcp.port !== 80", "tcp.port ~= 80", "tcp.port ne 80", "tcp.port eq 80",
	"tcp.port any_eq 80", "tcp.port all_eq 80", "tcp.port any_ne 80", "tcp.port all_ne 80", "tcp.port > 50000", "tcp.port ge 50000",
	"tcp.srcport < tcp.dstport", "tcp.srcport == tcp.dstport", "tcp.port == 80 && tcp.len > 10", "tcp.dstport == 0x50", "ip.ttl == 0100",
	"tcp.flags.syn", "tcp.flags.syn == 1", "tcp.flags.syn == True", "tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp.flags == 0x012",
	"tcp.flags & 2", "tcp.flags & 0x12 == 0x12", "tcp.flags & 0x10 && tcp.len > 0", "tcp[13] & 2", "tcp[13] == 12", "tcp[13] == 0x12",
	"tcp.len", "tcp.len > 0", "tcp.len * 2 > 1000", "tcp.len + 1 * 2 == 2", "{tcp.len + 1} * 2 == 2", "tcp.len - 100 < 0", "-tcp.len < 0",
	"tcp.window_size_value % 2 == 1", "tcp.len / 100 == 3", "tcp.hdr_len == 32", "tcp.hdr_len > 20", "ip.hdr_len == 20", "ip.hdr_len > 20",
	"tcp.options.mss_val", "tcp.options.mss_val == 1460", "tcp.options.mss_val != 1460", "tcp.option_kind == 8", "tcp.option_kind != 8",
	"tcp.options.wscale.shift > 6", "tcp.options.timestamp.tsval > 1", "tcp.checksum.status == 1", "tcp.urgent_pointer == 0",
	"ip.addr == 10.66.1.2", "ip.addr != 10.66.1.2", "ip.addr == 10.66.0.0/16", "ip.src == 10.66.1.2/31", "ip.src == 10.66.2.0/24", "ip.src != 10.66.0.0/16",
	"ip.src < 10.66.1.5", "ip.src > ip.dst", "ip.src == ip.dst", "ip.src[0:2] == 0a:42", "ip.dst[3] == 2", "ip.id == 0x4b69", "ip.len > 500", "ip.len - 40 > 100",
	"ip.proto == 17", "ip.flags.df == 1", "ip.frag_offset > 0", "ip.ttl < 64", "ip.dsfield.ecn == 2", "ip.checksum.status == 1", "ip[0] == 45", "ip[0] == 46", "ip[8] == 40",
	"eth.addr == 02:66:00:00:01:02", "eth.addr != 02:66:00:00:01:02", "eth.src == 02-66-00-00-01-02", "eth.src == 0266.0000.0102", "eth.dst == ff:ff:ff:ff:ff:ff",
	"eth.src[0:3] == eth.dst[0:3]", "eth.src[-1] == 1", "eth.src[-2:2] == 01:02", "eth.src[4-5] == 01:02", "eth.src[:2] == 02:66", "eth.src[3:] == 00:01:02",
	"eth.src[5] == 2", "eth.src[5] == 02", "eth.dst[0] & 1", "eth.src contains 00:01", "eth.src > 02:66:00:00:01:01", "eth.type == 0x800", "eth.type == 2054",
	"frame.len > 100", "frame.len > 100 and not arp", "frame.cap_len == 42", "frame.number < 50", "frame.number % 7 == 1", "frame[12:2] == 08:00", "frame[12:2] == 0806",
	`frame contains "GET"`, `tcp contains "HTTP/1.1"`, `frame contains 08:00:45`, `frame matches "host: *[a-z]"`, `tcp matches "^.{8}"`, `frame matches "GET /[a-z]+"`,
	"udp.port == 53", "udp.length > 50", "udp[4:2] == 00:2a", "udp.checksum.status == 1", "icmp", "icmp.type == 8", "icmp.type == 8 || icmp.type == 0", "icmp.code != 0",
	"arp.opcode == 1", "arp.src.proto_ipv4 == 10.66.1.2", "arp.src.hw_mac == 02:66:00:00:01:02", "vlan.id == 100", "vlan", "vlan.priority",
	"ipv6", "ipv6.src == fd66:1::2", "ipv6.addr == fd66::/16", "ipv6.dst == ff02::/16", "ipv6.hlim == 255", "ipv6.nxt == 0", "ipv6.plen > 100", "ipv6.src[0:2] == fd:66",
	"icmpv6.type == 135", "dns", "dns.flags.response == 1", "dns.id > 0x8000", "dns.qry.name contains \"www\"", `dns.qry.name == "www.example.test"`, "dns.qry.type == 28",
	"dns.a == 10.66.2.80", "dns.aaaa", "dns.flags.rcode == 3", "dns.count.answers > 1", "!dns.a", "dns && !dns.a", "dns.resp.ttl >= 60",
}

var alikeWithCommas = []string{
	"tcp.port in {80, 1..100}", "tcp.port not in {80}", "ip.src in {10.66.2.0/24, 10.66.1.1}", "eth.src[0,5] == 02:02",
	"tcp.srcport in {50000..60000} and ip.addr in {10.66.1.2}", "frame.number in {1,5,9..20}",
}

// sourceRouted is the frame where tshark sees something else: of a datagram under
// a loose source route it takes the last address of the route for ip.dst, and yet
// sums the UDP checksum with the one in the header. These expressions tell.
const sourceRouted = 224

var routed = map[string]bool{"ip.src > ip.dst": true, "udp.checksum.status == 1": true}

// TestAgainstTshark counts the frames of a capture that match, and their bytes,
// and asks tshark for the same.
func TestAgainstTshark(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no tshark")
	}
	packets := frames(t)
	want := tsharkCounts(t, tshark, alike)
	for i, expr := range alike {
		t.Run(expr, func(t *testing.T) {
			numbers, bytes := matching(t, packets, expr)
			if routed[expr] {
				numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == sourceRouted })
				bytes -= packets[sourceRouted-1].WireLength()
			}
			if [2]int{len(numbers), bytes} != want[i] {
				t.Errorf("%d frames, %d bytes; tshark has %d and %d\n%v\n%v", len(numbers), bytes, want[i][0], want[i][1], numbers, tsharkNumbers(t, tshark, expr))
			}
		})
	}
	for _, expr := range alikeWithCommas {
		t.Run(expr, func(t *testing.T) {
			numbers, _ := matching(t, packets, expr)
			if theirs := tsharkNumbers(t, tshark, expr); fmt.Sprint(numbers) != fmt.Sprint(theirs) {
				t.Errorf("%v\n%v", numbers, theirs)
			}
		})
	}
}

func matching(t *testing.T, packets []*proto.Packet, expr string) (numbers []int, bytes int) {
	x, err := Compile(expr)
	if err != nil {
		t.Fatal(err)
	}
	var f proto.Frame
	for _, p := range packets {
		if f.Decode(p, proto.CheckAll); x.Match(&f) {
			numbers = append(numbers, p.Number)
			bytes += p.WireLength()
		}
	}
	return numbers, bytes
}

// asWe are tshark's settings under which it verifies sums and looks at one frame
// at a time.
var asWe = []string{"-n", "-r", "testdata/mixed.pcap", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
	"-o", "tcp.desegment_tcp_streams:FALSE", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.relative_sequence_numbers:FALSE"}

// tsharkCounts asks for frames and bytes of many filters in one run: the numbers
// of its table stand in one row, two for each.
func tsharkCounts(t *testing.T, tshark string, exprs []string) [][2]int {
	out, err := exec.Command(tshark, append(asWe, "-q", "-z", "io,stat,0,"+strings.Join(exprs, ","))...).Output()
	if err != nil {
		t.Fatalf("%v %s", err, err.(*exec.ExitError).Stderr)
	}
	row := regexp.MustCompile(`(?m)^\|\s+0\.0+ <> [^|]*\|(.*)$`).FindSubmatch(out)
	if row == nil {
		t.Fatalf("%s", out)
	}
	var counts [][2]int
	cells := bytes.Split(bytes.TrimSuffix(bytes.TrimSpace(row[1]), []byte("|")), []byte("|"))
	for i := 0; i+1 < len(cells); i += 2 {
		var c [2]int
		for j := range c {
			if c[j], err = strconv.Atoi(string(bytes.TrimSpace(cells[i+j]))); err != nil {
				t.Fatal(err)
			}
		}
		counts = append(counts, c)
	}
	if len(counts) != len(exprs) {
		t.Fatalf("%d counts of %d\n%s", len(counts), len(exprs), out)
	}
	return counts
}

func tsharkNumbers(t *testing.T, tshark, expr string) (numbers []int) {
	out, err := exec.Command(tshark, append(asWe, "-Y", expr, "-T", "fields", "-e", "frame.number")...).Output()
	if err != nil {
		t.Fatalf("%v %s", err, err.(*exec.ExitError).Stderr)
	}
	for _, line := range strings.Fields(string(out)) {
		n, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, n)
	}
	return numbers
}
