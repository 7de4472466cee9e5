package fuzz

import "math/bits"

// random is splitmix64: a new start costs nothing, so every case has its own.
type random struct{ state uint64 }

const golden = 0x9e3779b97f4a7c15

// reset starts the numbers of case i.
func (r *random) reset(seed, i uint64) { r.state = mix(mix(seed+golden) + i) }

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) next() uint64 {
	r.state += golden
	return mix(r.state)
}

// below is a number from 0 to n-1; n is at least 1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// one tells yes once in n times.
func (r *random) one(n int) bool { return r.below(n) == 0 }

func (r *random) fill(b []byte) {
	for len(b) >= 8 {
		v := r.next()
		b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
		b[4], b[5], b[6], b[7] = byte(v>>32), byte(v>>40), byte(v>>48), byte(v>>56)
		b = b[8:]
	}
	for v := r.next(); len(b) > 0; v >>= 8 {
		b[0] = byte(v)
		b = b[1:]
	}
}

// number is a value of so many bits: often one at an edge, where codecs err.
func (r *random) number(width uint16) uint64 {
	if width == 0 {
		return 0
	}
	most := ^uint64(0) >> (64 - min(width, 64))
	v := r.next()
	switch v & 7 {
	case 6, 7:
		if width <= 8 {
			return smallEdges[v>>8%uint64(len(smallEdges))] & most
		}
		return edges[v>>8%uint64(len(edges))] & most
	case 0:
		return 0
	case 1:
		return most
	case 2:
		return most ^ 1<<(v>>8%uint64(min(width, 64)))
	case 3:
		return 1 << (v >> 8 % uint64(min(width, 64)))
	}
	return v >> 8 * golden & most
}

// edges are numbers where protocols and programs turn: longest and shortest
// headers, bits, and what separates an EtherType from a length.
var (
	smallEdges = [...]uint64{2, 3, 4, 5, 6, 7, 8, 10, 14, 15, 16, 17, 20, 31, 32, 40, 60, 63, 64, 127, 128, 191, 192, 254}
	edges      = [...]uint64{
		8, 14, 20, 28, 40, 60, 64, 128, 192, 0x05db, 0x05dc, 0x05dd, 0x05ff, 0x0600, 0x0601, 0x7fff, 0x8000, 0xfffe, 0x7fffffff, 0x80000000, 0xfffffffe,
	}
)

// size is a number of bytes up to most, mostly few.
func (r *random) size(most int) int {
	v := r.next()
	n := int(v >> 32)
	switch v & 15 {
	case 0, 1:
		return 0
	case 2:
		return n % (most + 1)
	case 3, 4:
		return n % (min(most, 256) + 1)
	}
	return n % (min(most, 33) + 1)
}
