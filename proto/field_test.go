package proto

import (
	"bytes"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// A field of any place and width is read bit by bit as it is read at once, and
// put back as it was; beyond the bytes there are it is zero, and not put.
func TestFieldAnywhere(t *testing.T) {
	h := make([]byte, 20)
	for i := range h {
		h[i] = byte(i*37 + 129) // the top and the bottom bit are set somewhere at every place
	}
	for size := range len(h) + 1 {
		h := h[:size]
		for bit := range 90 {
			for width := 1; width <= 64; width++ {
				f := &Field{ID: "f", Bit: uint16(bit), Width: uint16(width)}
				want := uint64(0)
				fits := bit+width <= 8*len(h)
				for at := bit; fits && at < bit+width; at++ {
					want = want<<1 | uint64(h[at/8]>>(7-at%8)&1)
				}
				if got := f.Uint(h); got != want {
					t.Fatalf("bits %d to %d of %x: %#x, want %#x", bit, bit+width, h, got, want)
				}
				put := bytes.Repeat([]byte{0xff}, len(h))
				if err := f.Put(put, want); (err == nil) != fits {
					t.Fatalf("bits %d to %d of %d bytes: %v", bit, bit+width, len(h), err)
				}
				for at := range 8 * len(h) {
					set := put[at/8]>>(7-at%8)&1 == 1
					if inside := at >= bit && at < bit+width; set != (!fits || !inside || h[at/8]>>(7-at%8)&1 == 1) {
						t.Fatalf("bits %d to %d: bit %d of %x put into %x", bit, bit+width, at, want, put)
					}
				}
			}
		}
	}
}

func TestFieldMax(t *testing.T) {
	for width, want := range map[uint16]uint64{1: 1, 4: 15, 8: 255, 16: 65535, 63: math.MaxInt64, 64: math.MaxUint64} {
		f := &Field{ID: "f", Width: width}
		if f.Max() != want {
			t.Errorf("%d bits: %d, want %d", width, f.Max(), want)
		}
		h := make([]byte, 8)
		if err := f.Put(h, want); err != nil || f.Uint(h) != want {
			t.Errorf("%d in %d bits: %v, %d", want, width, err, f.Uint(h))
		}
		if width < 64 {
			if err := f.Put(h, want+1); err == nil {
				t.Errorf("%d is put in %d bits", want+1, width)
			}
		}
	}
}

func TestFieldNumeric(t *testing.T) {
	for _, c := range []struct {
		field Field
		want  bool
	}{
		{Field{Kind: Uint, Width: 8}, true}, {Field{Kind: Checksum, Width: 16}, true}, {Field{Kind: Computed}, true},
		{Field{Kind: Reserved, Width: 64}, true}, {Field{Kind: Reserved, Width: 65}, false}, {Field{Kind: Reserved}, false},
		{Field{Kind: Group, Width: 12}, true}, {Field{Kind: Group}, false}, {Field{Kind: Bytes, Width: 8}, false}, {Field{Kind: MAC, Width: 48}, false},
	} {
		if got := c.field.Numeric(); got != c.want {
			t.Errorf("kind %d of %d bits: %v", c.field.Kind, c.field.Width, got)
		}
	}
}

// A part shows as many bits of a field as it has, and tells whether they are all.
func TestFieldWidth(t *testing.T) {
	for _, c := range []struct {
		bit, width uint16
		bytes      uint32
		want       uint32
		ok         bool
	}{
		{8, 16, 3, 16, true}, {8, 16, 2, 16, false}, {9, 16, 3, 16, false},
		{16, 0, 5, 24, true}, {16, 0, 2, 0, true}, {16, 0, 1, 0, false},
	} {
		f := &Field{Bit: c.bit, Width: c.width}
		if got, ok := f.width(c.bytes); got != c.want || ok != c.ok {
			t.Errorf("bit %d, %d bits, of %d bytes: %d %v", c.bit, c.width, c.bytes, got, ok)
		}
	}
}

// Numbers are written as their field says: in its unit, in as many hexadecimal
// digits as it has, and more where they are needed.
func TestNumberTexts(t *testing.T) {
	for _, c := range []struct {
		field Field
		num   uint64
		want  string
	}{
		{Field{Kind: Uint, Width: 16}, 65535, "65535"},
		{Field{Kind: Length, Width: 4, Unit: 4}, 15, "60"},
		{Field{Kind: Uint, Width: 16, Hex: 4}, 0x1a, "0x001a"},
		{Field{Kind: Uint, Width: 16, Hex: 2}, 0x1a, "0x1a"},
		{Field{Kind: Uint, Width: 16, Hex: 2}, 0x1a2, "0x1a2"},
		{Field{Kind: Uint, Width: 16, Hex: 2}, 0x1a2b, "0x1a2b"},
		{Field{Kind: Uint, Width: 64, Hex: 2}, math.MaxUint64, "0xffffffffffffffff"},
		{Field{Kind: Uint, Width: 64, Hex: 16}, 1 << 60, "0x1000000000000000"},
		{Field{Kind: Uint, Width: 64, Hex: 8}, 1 << 56, "0x100000000000000"},
	} {
		if got := (Value{Field: &c.field, Num: c.num}).String(); got != c.want {
			t.Errorf("%d: %s, want %s", c.num, got, c.want)
		}
	}
}

// Bits are copied wherever they lie, and no others.
func TestCopyBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.SliceOfN(rapid.Byte(), 12, 12).Draw(t, "from")
		dst := rapid.SliceOfN(rapid.Byte(), 12, 12).Draw(t, "to")
		bit := rapid.Uint32Range(0, 96).Draw(t, "bit")
		checkCopy(t, dst, src, bit, rapid.Uint32Range(0, 96-bit).Draw(t, "width"))
	})
	ones, zeros := bytes.Repeat([]byte{0xff}, 12), make([]byte, 12)
	for bit := range uint32(96) {
		for width := range 97 - bit {
			checkCopy(t, bytes.Clone(zeros), ones, bit, width)
		}
	}
}

func checkCopy(t fataler, dst, src []byte, bit, width uint32) {
	before := bytes.Clone(dst)
	copyBits(dst, src, bit, width)
	for at := range uint32(8 * len(dst)) {
		want := before
		if at >= bit && at < bit+width {
			want = src
		}
		if mask := byte(0x80) >> (at % 8); dst[at/8]&mask != want[at/8]&mask {
			t.Fatalf("bits %d to %d: bit %d is wrong", bit, bit+width, at)
		}
	}
}

// The sum is that of 16-bit words with the carry taken around, wherever it
// arises, and whatever was summed before.
func TestSumCarries(t *testing.T) {
	naive := func(acc uint64, b []byte) uint16 {
		sum := uint32(Fold(acc))
		for i, v := range b {
			sum += uint32(v) << (8 * (1 - i%2))
			sum = sum&0xffff + sum>>16
		}
		return uint16(sum)
	}
	same := func(a, b uint16) bool { return a == b || a|b == 0xffff && a&b == 0 && (a == 0 || b == 0) } // zero has two forms
	for _, acc := range []uint64{0, 1, 0xffff, math.MaxUint64, math.MaxUint64 - 1, 1 << 63} {
		for n := range 140 {
			for _, b := range [][]byte{bytes.Repeat([]byte{0xff}, n), bytes.Repeat([]byte{0xff, 0xfe}, n)[:n], bytes.Repeat([]byte{0x80, 1, 0}, n)[:n]} {
				if got, want := Fold(Sum(acc, b)), naive(acc, b); !same(got, want) {
					t.Fatalf("%d bytes of %x on %x: %04x, want %04x", n, b[:min(n, 3)], acc, got, want)
				}
			}
		}
	}
	full := bytes.Repeat([]byte{0xff}, 8)
	if got := Fold(pseudoHeader(full, 0xff, 0xffff)); got != 0x00ff {
		t.Errorf("pseudo-header of ones: %04x", got)
	}
	if got := Fold(pseudoHeader(bytes.Repeat(full, 4), 0xff, 0xffff)); got != 0x00ff {
		t.Errorf("pseudo-header of ones over IPv6: %04x", got)
	}
}

// A CRC is right at every length, in whatever steps it is taken.
func TestCRCLengths(t *testing.T) {
	b := make([]byte, 200)
	for i := range b {
		b[i] = byte(i*i + 7)
	}
	for n := range b {
		frame := AppendFCS(bytes.Clone(b[:n]))
		sum := uint32(math.MaxUint32) // bit by bit, IEEE 802.3 §3.2.9
		for _, v := range b[:n] {
			sum ^= uint32(v)
			for range 8 {
				sum = sum>>1 ^ sum&1*0xedb88320
			}
		}
		if crcOf(b[:n]) != ^sum || !fcsRight(frame) {
			t.Fatalf("%d bytes: %08x, want %08x", n, crcOf(b[:n]), ^sum)
		}
		sealed := append(bytes.Clone(b[:n]), 1, 2, 3, 4)
		if putFCS(sealed); !bytes.Equal(sealed, frame) {
			t.Fatalf("%d bytes: %x, want %x", n, sealed, frame)
		}
	}
}
