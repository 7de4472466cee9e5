package proto

import (
	"hash/crc32"
	"testing"

	"pgregory.net/rapid"
)

// The CRC is that of hash/crc32, at every length.
func TestCRC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "bytes")
		if got, want := crcOf(b), crc32.ChecksumIEEE(b); got != want {
			t.Fatalf("%08x, want %08x", got, want)
		}
	})
}
