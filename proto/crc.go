package proto

import (
	"encoding/binary"
	"hash/crc32"
)

// slicing[k] takes a byte to the CRC-32 of it with k zeros behind: eight bytes in
// one step. The vectorised way of hash/crc32 leaves up to 15 bytes, and frames
// below 64 bytes as a whole, to be taken one by one.
var slicing = func() (t [8]crc32.Table) {
	t[0] = *crc32.IEEETable
	for i := range t[0] {
		crc := t[0][i]
		for k := 1; k < len(t); k++ {
			crc = t[0][crc&0xff] ^ crc>>8
			t[k][i] = crc
		}
	}
	return t
}()

// crcOf is the CRC-32 of b.
func crcOf(b []byte) uint32 {
	n := len(b) &^ 15
	if n < 64 {
		n = 0
	}
	crc := ^crc32.ChecksumIEEE(b[:n])
	for b = b[n:]; len(b) >= 8; b = b[8:] {
		low := crc ^ binary.LittleEndian.Uint32(b)
		high := binary.LittleEndian.Uint32(b[4:])
		crc = slicing[7][low&0xff] ^ slicing[6][low>>8&0xff] ^ slicing[5][low>>16&0xff] ^ slicing[4][low>>24] ^
			slicing[3][high&0xff] ^ slicing[2][high>>8&0xff] ^ slicing[1][high>>16&0xff] ^ slicing[0][high>>24]
	}
	if len(b) >= 4 {
		low := crc ^ binary.LittleEndian.Uint32(b)
		crc = slicing[3][low&0xff] ^ slicing[2][low>>8&0xff] ^ slicing[1][low>>16&0xff] ^ slicing[0][low>>24]
		b = b[4:]
	}
	for _, v := range b {
		crc = slicing[0][byte(crc)^v] ^ crc>>8
	}
	return ^crc
}
