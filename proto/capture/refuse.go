package capture

import (
	"bytes"
	"encoding/binary"
)

// magics are the first bytes of forms that are not read, and their names.
var magics = []struct{ magic, name string }{
	{"snoop\x00\x00\x00", "snoop"},
	{"\x34\xcd\xb2\xa1", "modified pcap"},
	{"\xa1\xb2\xcd\x34", "modified pcap"},
	{"\xcd\xb2\xa1\x34", "modified pcap"},
	{"btsnoop\x00", "btsnoop"},
	{"GMBU", "Network Monitor 2"},
	{"RTSS", "Network Monitor 1"},
	{"TRSNIFF data", "Sniffer"},
	{"XCP\x00", "NetXRay"},
	{"ObserverPktBuffe", "Observer"},
	{"\x05VNF", "Visual Networks"},
	{"\x7fver", "AiroPeek"},
	{"\xaa\xaa\xaa\xaa", "5View"},
	{"TR\x00d", "nettl"},
	{"iptrace 1.0", "iptrace"},
	{"iptrace 2.0", "iptrace"},
	{"EyeSDN", "EyeSDN"},
	{"\x00\x00\x02\x00\x12\x05\x00\x10", "K12 rf5"},
	{"+---------+", "K12 text"},
	{"Session Transcript", "Catapult DCT2000"},
	{"\x01\x10\x4c\x00\x01\x05Trace", "LANalyzer"},
	{"NetScaler", "NetScaler"},
	{"\x1f\x9d", "compress"},
	{"BZh", "bzip2"},
	{"\xfd7zXZ\x00", "xz"},
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"\x04\x22\x4d\x18", "lz4"},
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"PK\x03\x04", "zip"},
	{"<?xml", "XML"},
	{"<!DOCTYPE", "HTML"},
	{"<html", "HTML"},
	{"%PDF-", "PDF"},
	{"\x89PNG\r\n\x1a\n", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"\x7fELF", "ELF"},
	{"SQLite format 3\x00", "SQLite"},
}

// refused is the name of a form that is known by its first bytes and not read.
func refused(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.name
		}
	}
	if len(head) >= 262 && string(head[257:262]) == "ustar" {
		return "tar"
	}
	if isERF(head) {
		return "ERF"
	}
	return ""
}

// isERF tells whether records of Endace's Extensible Record Format lie one behind
// another. It has no magic: a record is a time of 8 bytes, a type up to 48, flags
// and a length in network byte order.
func isERF(b []byte) bool {
	if len(b) < 16 || !bytes.ContainsAny(b[:16], "\x00\x01\x02\x03\x04") {
		return false // text
	}
	for records := 0; records < 3; records++ {
		if len(b) < 16 {
			return len(b) == 0 && records > 0
		}
		kind, size := b[8]&0x7f, int(binary.BigEndian.Uint16(b[10:]))
		if kind == 0 || kind > 48 || size < 16 || b[9]&0xc0 != 0 {
			return false
		}
		if size > len(b) {
			return records > 0
		}
		b = b[size:]
	}
	return true
}
