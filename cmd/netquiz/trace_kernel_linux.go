package main

import (
	"encoding/binary"
	"net/netip"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// kernelStates are the names of TCP's states by their numbers (the kernel's
// include/net/tcp_states.h).
var kernelStates = [...]string{
	1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RECEIVED", 4: "FIN_WAIT_1", 5: "FIN_WAIT_2",
	6: "TIME_WAIT", 7: "CLOSE", 8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING",
}

// Options that TCP_INFO says both ends agreed on (linux/tcp.h, TCPI_OPT_*).
const (
	agreedTimestamps = 1
	agreedSACK       = 2
	agreedScale      = 4
)

// descriptor is the number that this process knows the socket by.
func (w *liveConn) descriptor() (number *int) {
	w.control(func(fd int) { number = &fd })
	return number
}

func (w *liveConn) info() (info *unix.TCPInfo) {
	w.control(func(fd int) { info, _ = unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO) })
	return info
}

// state is the connection's, "" if it cannot be told.
func (w *liveConn) state() string {
	if i := w.info(); i != nil && int(i.State) < len(kernelStates) {
		return kernelStates[i.State]
	}
	return ""
}

// facts are what the kernel knows of the connection, nil if it does not tell.
func (w *liveConn) facts() *kernelFacts {
	i := w.info()
	if i == nil {
		return nil
	}
	f := &kernelFacts{
		MSS: int(i.Snd_mss), OwnMSS: int(i.Advmss), SendScale: -1, OwnScale: -1,
		Timestamps: i.Options&agreedTimestamps != 0, SACK: i.Options&agreedSACK != 0,
		RTT: microseconds(i.Rtt), CWnd: int(i.Snd_cwnd),
	}
	if i.Options&agreedScale != 0 {
		f.SendScale, f.OwnScale = scales(i)
	}
	return f
}

// scales are the window shifts, two halves of a byte behind Options that
// package unix leaves out. Which half is which follows the machine's byte order.
func scales(i *unix.TCPInfo) (send, receive int) {
	both := (*[8]byte)(unsafe.Pointer(i))[6]
	low, high := int(both&15), int(both>>4)
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		return high, low
	}
	return low, high
}

// traffic is what the kernel has counted, nil if it does not tell.
func (w *liveConn) traffic() *kernelTraffic {
	i := w.info()
	if i == nil {
		return nil
	}
	t := &kernelTraffic{
		SegmentsIn: int(i.Segs_in), SegmentsOut: int(i.Segs_out), SentAgain: int(i.Total_retrans),
		RTT: microseconds(i.Rtt), Window: -1,
	}
	if i.Rcv_wnd > 0 { // kernels before 6.2 leave it out
		t.Window = int(i.Rcv_wnd)
	}
	return t
}

func microseconds(n uint32) float64 { return (time.Duration(n) * time.Microsecond).Seconds() }

// nameServers are those of resolv.conf.
func nameServers() []string {
	text, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return nil
	}
	return parseNameServers(string(text))
}

// nextHop is the address that packets to another go through, and its hardware
// address, as far as the kernel's tables tell; of IPv6, /proc tells no hardware
// addresses.
func nextHop(to netip.Addr) (hop netip.Addr, mac string) {
	if to.Is6() {
		text, _ := os.ReadFile("/proc/net/ipv6_route")
		hop, _ = parseRoutes6(string(text), to)
		return hop, ""
	}
	text, _ := os.ReadFile("/proc/net/route")
	hop, _ = parseRoutes4(string(text), to)
	text, _ = os.ReadFile("/proc/net/arp")
	return hop, parseARP(string(text), hop)
}
