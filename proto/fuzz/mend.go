package fuzz

import "netquiz/proto"

// mend makes right what the case says. Sums and FCS are the plain reading's:
// what the codec itself would write there might hold the fault that is sought.
func (m *maker) mend(c *Case) {
	p := &c.Packet
	if c.Mend&MendLengths != 0 && p.Length == 0 {
		proto.Seal(p, c.Content, proto.KeepChecksums|proto.KeepFCS) // content too long for its lengths keeps them
	}
	if c.Mend&MendSums != 0 {
		m.mendSums(p)
	}
	if n := len(p.Bytes) - 4; c.Mend&MendFCS != 0 && p.FCS == 4 && n >= 0 {
		v := plainFCS(p.Bytes[:n])
		p.Bytes[n], p.Bytes[n+1], p.Bytes[n+2], p.Bytes[n+3] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v)
	}
}

// mendSums goes from the innermost sum to the outermost, twice: an ICMP message
// sums what it quotes.
func (m *maker) mendSums(p *proto.Packet) {
	m.frame.Decode(p, proto.CheckNone)
	for range 2 {
		m.w.headers(&m.frame)
		wrong := false
		for k := m.w.nFaults - 1; k >= 0; k-- {
			f := &m.w.problems[k]
			if f.code != proto.BadChecksum {
				continue
			}
			p.Bytes[f.off], p.Bytes[f.off+1] = byte(f.want>>8), byte(f.want)
			wrong = true
		}
		if !wrong || !m.w.quoted {
			return
		}
	}
}
