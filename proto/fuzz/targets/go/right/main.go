// Command right decodes Ethernet, IPv4 and UDP: a frame a line in hex, an answer a
// line.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
)

var errMalformed = errors.New("malformed")

func ethernet(b []byte, out *strings.Builder) error {
	if len(b) < 14 {
		return errMalformed
	}
	if binary.BigEndian.Uint16(b[12:]) == 0x0800 {
		return ipv4(b[14:], out)
	}
	return nil
}

func ipv4(b []byte, out *strings.Builder) error {
	if len(b) < 20 || b[0]>>4 != 4 {
		return errMalformed
	}
	header, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
	if header < 20 || header > total || total > len(b) {
		return errMalformed
	}
	src, dst := netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	fmt.Fprintf(out, " ip.src=%s ip.dst=%s ip.ttl=%d ip.proto=%d ip.len=%d", src, dst, b[8], b[9], total)
	if fragment := binary.BigEndian.Uint16(b[6:]); b[9] == 17 && fragment&0x1fff == 0 {
		return udp(b[header:total], fragment&0x2000 != 0, out)
	}
	return nil
}

func udp(b []byte, fragment bool, out *strings.Builder) error {
	if len(b) < 8 {
		return errMalformed
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	if length < 8 || length > len(b) && !fragment {
		return errMalformed
	}
	fmt.Fprintf(out, " udp.srcport=%d udp.dstport=%d udp.length=%d", binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]), length)
	return nil
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		b, err := hex.DecodeString(in.Text())
		var out strings.Builder
		if err == nil {
			err = ethernet(b, &out)
		}
		if err != nil {
			fmt.Println("err", err)
			continue
		}
		fmt.Println("ok" + out.String())
	}
}
