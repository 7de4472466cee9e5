package main

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"
)

func TestNameServers(t *testing.T) {
	got := parseNameServers("# nameserver 1.1.1.1\nsearch lan\nnameserver 192.168.0.1\n nameserver\tfe80::1%eth0 \nnameserver\n")
	if fmt.Sprint(got) != "[192.168.0.1 fe80::1%eth0]" {
		t.Error(got)
	}
}

// As a machine of 192.168.0.0/24 has them, by eth0 and wlan0, with a tunnel to
// 10/8 and no way to 10.9/16. The words are in this machine's byte order, as the
// kernel writes them.
func TestRoutes4(t *testing.T) {
	raw := func(a string) string {
		b := netip.MustParseAddr(a).As4()
		return fmt.Sprintf("%08X", binary.NativeEndian.Uint32(b[:]))
	}
	line := func(to, via, flags, metric, mask string) string {
		return "eth0\t" + raw(to) + "\t" + raw(via) + "\t" + flags + "\t0\t0\t" + metric + "\t" + raw(mask) + "\t0\t0\t0\n"
	}
	text := "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n" +
		line("0.0.0.0", "192.168.0.2", "0003", "600", "0.0.0.0") +
		line("0.0.0.0", "192.168.0.1", "0003", "100", "0.0.0.0") +
		line("10.0.0.0", "192.168.0.9", "0003", "0", "255.0.0.0") +
		line("10.9.0.0", "0.0.0.0", "0200", "0", "255.255.0.0") +
		line("192.168.0.0", "0.0.0.0", "0001", "100", "255.255.255.0") +
		"broken line\n"
	for to, want := range map[string]string{
		"93.184.216.34": "192.168.0.1", "10.1.2.3": "192.168.0.9", "192.168.0.77": "192.168.0.77",
	} {
		if hop, ok := parseRoutes4(text, netip.MustParseAddr(to)); !ok || hop.String() != want {
			t.Errorf("to %s by %v, not %s", to, hop, want)
		}
	}
	if hop, ok := parseRoutes4("", netip.MustParseAddr("10.0.0.1")); ok {
		t.Errorf("without routes by %v", hop)
	}
}

func TestRoutes6(t *testing.T) {
	const text = `20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000002 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000003 00000000 00000003     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
`
	for to, want := range map[string]string{"2001:db8::5": "2001:db8::5", "2606:2800::1": "fe80::1"} {
		if hop, ok := parseRoutes6(text, netip.MustParseAddr(to)); !ok || hop.String() != want {
			t.Errorf("to %s by %v, not %s", to, hop, want)
		}
	}
}

func TestNeighbours(t *testing.T) {
	const text = `IP address       HW type     Flags       HW address            Mask     Device
192.168.0.1      0x1         0x2         02:fc:00:00:00:05     *        eth0
192.168.0.7      0x1         0x0         00:00:00:00:00:00     *        eth0
`
	for of, want := range map[string]string{"192.168.0.1": "02:fc:00:00:00:05", "192.168.0.7": "", "192.168.0.10": ""} {
		if got := parseARP(text, netip.MustParseAddr(of)); got != want {
			t.Errorf("%s is %q, not %q", of, got, want)
		}
	}
}
