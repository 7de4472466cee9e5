package sim

// Sequence numbers are compared modulo 2^32: a is before b if it lies in the
// half circle that ends at b (RFC 9293 §3.4).

func before(a, b uint32) bool { return int32(a-b) < 0 }

func after(a, b uint32) bool { return before(b, a) }

// within tells whether from ≤ a < to.
func within(a, from, to uint32) bool { return a-from < to-from }

func maxSeq(a, b uint32) uint32 {
	if before(a, b) {
		return b
	}
	return a
}
