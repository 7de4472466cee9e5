package proto

import (
	"encoding/hex"
	"testing"
)

// What is written for a value is its number, its bytes, or an error that says
// why it is none.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		field, text string
		num         uint64
		data        string // hex
		err         string
	}{
		{"eth.dst", " 02:00:00:00:00:01 ", 0, "020000000001", ""},
		{"eth.dst", "02:00:00:00:00:00:00:01", 0, "", `eth.dst: "02:00:00:00:00:00:00:01" is no value of it`},
		{"eth.dst", "2", 0, "", `eth.dst: "2" is no value of it`},
		{"ip.src", "10.0.0.1", 0, "0a000001", ""},
		{"ip.src", "::1", 0, "", `ip.src: "::1" is no value of it`},
		{"ip.src", "10.0.0", 0, "", `ip.src: "10.0.0" is no value of it`},
		{"ipv6.src", "2001:db8::1", 0, "20010db8000000000000000000000001", ""},
		{"ipv6.src", "10.0.0.1", 0, "", `ipv6.src: "10.0.0.1" is no value of it`},
		{"ipv6.src", "fe80::1%eth0", 0, "", `ipv6.src: "fe80::1%eth0" is no value of it`},
		{"dns.qry.name", "a.kr", 0, "0161026b7200", ""},
		{"dns.qry.name", "a..kr", 0, "", `dns.qry.name: "a..kr" is no value of it`},
		{"http.host", "a b", 0, "612062", ""},
		{"icmp.rest", "0x01:02:03:04", 0, "01020304", ""},
		{"icmp.rest", "01020304", 0, "01020304", ""},
		{"icmp.rest", "0102030", 0, "", `icmp.rest: "0102030" is no value of it`},
		{"tcp.flags.syn", "true", 1, "", ""},
		{"tcp.flags.syn", "false", 0, "", ""},
		{"tcp.flags.syn", "1", 1, "", ""},
		{"tcp.flags.syn", "2", 0, "", "tcp.flags.syn: 2 is more than 1"},
		{"tcp.srcport", "true", 0, "", `tcp.srcport: "true" is no value of it`},
		{"tcp.srcport", "65535", 65535, "", ""},
		{"tcp.srcport", "65536", 0, "", "tcp.srcport: 65536 is more than 65535"},
		{"tcp.srcport", "0x1_00", 256, "", ""},
		{"tcp.srcport", "0b11", 3, "", ""},
		{"tcp.srcport", "0o17", 15, "", ""},
		{"tcp.srcport", "http", 0, "", `tcp.srcport: "http" is no value of it`},
		{"ip.proto", "tcp", 6, "", ""},
		{"ip.proto", "6", 6, "", ""},
		{"ip.proto", "nothing", 0, "", `ip.proto: "nothing" is no value of it`},
		{"ip.hdr_len", "20", 5, "", ""},
		{"ip.hdr_len", "60", 15, "", ""},
		{"ip.hdr_len", "64", 0, "", "ip.hdr_len: 16 is more than 15"},
		{"ip.hdr_len", "22", 0, "", "ip.hdr_len: 22 is no multiple of 4"},
		{"tcp.flags", "0xfff", 0xfff, "", ""},
		{"tcp.flags", "0x1000", 0, "", "tcp.flags: 4096 is more than 4095"},
		{"frame.number", "70000", 70000, "", ""}, // computed: it has no width
	} {
		t.Run(c.field+"="+c.text, func(t *testing.T) {
			num, data, err := fieldByID(t, c.field).Parse(c.text)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if num != c.num || hex.EncodeToString(data) != c.data || got != c.err {
				t.Errorf("%d %x %q, want %d %s %q", num, data, got, c.num, c.data, c.err)
			}
		})
	}
}

func fieldByID(t *testing.T, id string) *Field {
	t.Helper()
	for f := range Fields() {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no field %s", id)
	return nil
}

// A value is set in its own bits alone, and only where it fits.
func TestSet(t *testing.T) {
	for _, c := range []struct {
		field string
		size  int // of the bytes it is set in
		num   uint64
		data  string
		want  string // bytes in hex, or the error
	}{
		{"eth.src", 14, 0, "\x01\x02\x03\x04\x05\x06", "0000000000000102030405060000"},
		{"eth.src", 12, 0, "\x01\x02\x03\x04\x05\x06", "000000000000010203040506"},
		{"eth.src", 11, 0, "\x01\x02\x03\x04\x05\x06", "eth.src: ends at bit 96 of 11 bytes"},
		{"eth.src", 14, 0, "\x01\x02\x03\x04\x05", "eth.src: 5 bytes, where there are 6"},
		{"eth.src", 14, 0, "\x01\x02\x03\x04\x05\x06\x07", "eth.src: 7 bytes, where there are 6"},
		{"ip.opt.data", 4, 0, "\x01\x02", "00000102"},
		{"ip.opt.data", 4, 0, "\x01", "ip.opt.data: 1 bytes, where there are 2"},
		{"ip.opt.data", 1, 0, "", "ip.opt.data: ends at bit 16 of 1 bytes"},
		{"tcp.hdr_len", 20, 15, "", "000000000000000000000000f000000000000000"},
		{"tcp.hdr_len", 20, 16, "", "tcp.hdr_len: 16 is more than 15"},
		{"tcp.hdr_len", 12, 15, "", "tcp.hdr_len: ends at bit 100 of 12 bytes"},
	} {
		t.Run(c.field+" "+c.want, func(t *testing.T) {
			h := make([]byte, c.size)
			var data []byte
			if c.data != "" {
				data = []byte(c.data)
			}
			got := ""
			if err := fieldByID(t, c.field).Set(h, c.num, data); err != nil {
				got = err.Error()
			} else {
				got = hex.EncodeToString(h)
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
