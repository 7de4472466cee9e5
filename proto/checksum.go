package proto

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// Sum adds data to acc in ones' complement arithmetic (RFC 1071). The result
// is an unfolded 64-bit accumulator in the host's byte order; data of an odd
// length counts as if one zero byte followed (RFC 9293 §3.1), so only the last
// piece of a sum may be odd. Fold makes a checksum of it.
func Sum(acc uint64, data []byte) uint64 {
	var c uint64
	for len(data) >= 32 {
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data), 0)
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data[8:]), c)
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data[16:]), c)
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data[24:]), c)
		acc += c
		data = data[32:]
	}
	c = 0
	if len(data) >= 16 {
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data), c)
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data[8:]), c)
		data = data[16:]
	}
	if len(data) >= 8 {
		acc, c = bits.Add64(acc, binary.LittleEndian.Uint64(data), c)
		data = data[8:]
	}
	var rest uint64
	if len(data) >= 4 {
		rest = uint64(binary.LittleEndian.Uint32(data))
		data = data[4:]
	}
	if len(data) >= 2 {
		rest += uint64(binary.LittleEndian.Uint16(data))
		data = data[2:]
	}
	if len(data) == 1 {
		rest += uint64(data[0])
	}
	acc, c = bits.Add64(acc, rest, c)
	return acc + c
}

// Fold makes a 16-bit ones' complement sum, in network byte order, of an
// accumulator of Sum. Over data that holds its own right checksum the result
// is 0xffff; the checksum to send is its complement.
func Fold(acc uint64) uint16 { return bits.ReverseBytes16(fold(acc)) }

func fold(acc uint64) uint16 {
	acc = acc>>32 + acc&0xffffffff
	acc = acc>>32 + acc&0xffffffff
	v := uint32(acc>>16 + acc&0xffff)
	v = v>>16 + v&0xffff
	return uint16(v>>16 + v)
}

// pseudoHeader adds the pseudo-header of RFC 9293 §3.1 and RFC 8200 §8.1:
// addresses holds source and destination side by side, as both IP headers do.
func pseudoHeader(addresses []byte, protocol uint8, length int) uint64 {
	acc := uint64(protocol)<<8 + uint64(bits.ReverseBytes32(uint32(length)))
	if len(addresses) == 8 {
		sum, c := bits.Add64(acc, binary.LittleEndian.Uint64(addresses), 0)
		return sum + c
	}
	return Sum(acc, addresses)
}

// residue is what CRC-32 gives over any frame that ends in its own right FCS:
// one pass over whole words finds an error without cutting the FCS off first
// (IEEE 802.3 §3.2.9).
const residue = 0x2144df1c

// FCS is the frame check sequence over frame, which must not hold one yet, as
// the number that its four bytes make when read in network byte order: the
// CRC-32 goes out least significant byte first (IEEE 802.3 §3.2.9).
func FCS(frame []byte) uint32 { return bits.ReverseBytes32(crc32.ChecksumIEEE(frame)) }

// AppendFCS appends the frame check sequence of frame to it.
func AppendFCS(frame []byte) []byte {
	return binary.BigEndian.AppendUint32(frame, FCS(frame))
}

func fcsRight(frame []byte) bool { return crcOf(frame) == residue }

// putFCS writes the FCS of frame into its last four bytes.
func putFCS(frame []byte) {
	body := frame[:len(frame)-4]
	fcs := frame[len(frame)-4:]
	if len(frame) != MinFrameFCS {
		binary.LittleEndian.PutUint32(fcs, crc32.ChecksumIEEE(body))
		return
	}
	// The most common length: 64 bytes go the vectorised way, 60 do not. So take
	// the CRC with the FCS as zero and undo those four bytes.
	binary.LittleEndian.PutUint32(fcs, 0)
	binary.LittleEndian.PutUint32(fcs, withoutZeros(crc32.ChecksumIEEE(frame)))
}

// withoutZeros is the CRC of what came before four zero bytes, given the CRC
// with them.
func withoutZeros(crc uint32) uint32 {
	t := &undoZeros
	r := ^crc
	return ^(t[0][r&0xff] ^ t[1][r>>8&0xff] ^ t[2][r>>16&0xff] ^ t[3][r>>24])
}

// undoZeros takes four zero bytes out of a CRC register, a byte of the register
// at a time: the CRC is linear over GF(2).
var undoZeros = func() (t [4][256]uint32) {
	// The top bytes of the usual table differ, and a step shifts zeros in above
	// the entry that it adds: so the top byte tells which entry that was.
	var index [256]uint8
	for i, v := range crc32.IEEETable {
		index[v>>24] = uint8(i)
	}
	for bit := range 32 {
		r := uint32(1) << bit
		for range 4 {
			i := index[r>>24]
			r = (r^crc32.IEEETable[i])<<8 | uint32(i)
		}
		t[bit/8][1<<(bit%8)] = r
	}
	for j := range t {
		for i := range t[j] {
			low := i & -i
			t[j][i] = t[j][low] ^ t[j][i&^low]
		}
	}
	return t
}()
