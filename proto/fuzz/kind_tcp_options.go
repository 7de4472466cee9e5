package fuzz

import (
	"strings"

	"netquiz/proto"
)

// TCPOption is one option of a model: a kind, and what its kind holds.
type TCPOption struct {
	Kind proto.TCPOption
	A, B uint32      // MSS; shift; TSval and TSecr
	SACK [][2]uint32 `json:",omitempty"`
	Data []byte      `json:",omitempty"`
}

// build appends the option as the codec builds it.
func (o *TCPOption) build(list proto.TCPOptions) proto.TCPOptions {
	switch o.Kind {
	case proto.OptEOL:
		return list.EOL()
	case proto.OptNOP:
		return list.NOP()
	case proto.OptMSS:
		return list.MSS(uint16(o.A))
	case proto.OptWindowScale:
		return list.WindowScale(uint8(o.A))
	case proto.OptSACKPermitted:
		return list.SACKPermitted()
	case proto.OptSACK:
		return list.SACK(o.SACK...)
	case proto.OptTimestamps:
		return list.Timestamps(o.A, o.B)
	}
	return list.Other(o.Kind, o.Data)
}

// size is how many bytes the option has.
func (o *TCPOption) size() int {
	switch o.Kind {
	case proto.OptEOL, proto.OptNOP:
		return 1
	case proto.OptMSS:
		return 4
	case proto.OptWindowScale:
		return 3
	case proto.OptSACKPermitted:
		return 2
	case proto.OptSACK:
		return 2 + 8*len(o.SACK)
	case proto.OptTimestamps:
		return 10
	}
	return 2 + len(o.Data)
}

var tcpKinds = [...]proto.TCPOption{
	proto.OptNOP, proto.OptMSS, proto.OptWindowScale, proto.OptSACKPermitted, proto.OptSACK, proto.OptTimestamps,
	proto.OptMD5, proto.OptFastOpen, 99, 253,
}

// drawTCPOptions appends options to list as long as they fit, perhaps with an end.
func drawTCPOptions(r *random, list []TCPOption) []TCPOption {
	for left := 40; left > 0 && !r.one(6); {
		n := len(list)
		if n == cap(list) {
			list = append(list, TCPOption{})
		}
		list = list[:n+1]
		o := &list[n]
		o.drawKind(r)
		if left -= o.size(); left < 0 {
			return list[:n]
		}
	}
	if size(list) < 40 && r.one(3) {
		list = append(list, TCPOption{Kind: proto.OptEOL})
	}
	return list
}

func size(list []TCPOption) (n int) {
	for i := range list {
		n += list[i].size()
	}
	return n
}

func (o *TCPOption) drawKind(r *random) {
	v := r.next()
	o.Kind, o.A, o.B = tcpKinds[v%uint64(len(tcpKinds))], 0, 0
	o.SACK, o.Data = o.SACK[:0], o.Data[:0]
	switch o.Kind {
	case proto.OptMSS:
		o.A = uint32(uint16(v >> 32))
	case proto.OptWindowScale:
		o.A = uint32(v>>32) % 16 // 15 is more than counts, and to be told
	case proto.OptTimestamps:
		o.A, o.B = uint32(v>>32), uint32(r.next())
	case proto.OptSACK:
		for range 1 + v>>32%4 {
			b := r.next()
			o.SACK = append(o.SACK, [2]uint32{uint32(b), uint32(b >> 32)})
		}
	case proto.OptMD5:
		o.fill(r, 16)
	case proto.OptFastOpen:
		o.fill(r, int(v>>32%17))
	case 99, 253:
		o.fill(r, int(v>>32%12))
	}
}

func (o *TCPOption) fill(r *random, n int) {
	o.Data = append(o.Data, zeros[:n]...)
	r.fill(o.Data)
}

// checkOptions walks the options that the codec found and those of the model
// side by side.
func (l *TCP) checkOptions(v *verdict, i int) {
	parts := v.parts[1:]
	for k := range l.List {
		o := &l.List[k]
		if len(parts) == 0 {
			v.fail(Failure{Oracle: Tiled, Proto: proto.ProtoTCP, Field: "tcp.option_kind", Got: uint64(k), Want: uint64(len(l.List))})
			return
		}
		parts = o.check(v, i, parts)
	}
}

// check holds the option's values against the first of parts, and answers the
// parts that follow it.
func (o *TCPOption) check(v *verdict, i int, parts []proto.Part) []proto.Part {
	p := parts[0]
	b := v.frame.PartBytes(p)
	fields := p.Table.Fields
	v.uint(i, b, &fields[0], uint64(o.Kind))
	if len(fields) > 1 {
		v.uint(i, b, &fields[1], uint64(o.size()))
	}
	switch o.Kind {
	case proto.OptMSS, proto.OptWindowScale:
		o.number(v, i, b, fields, 2, o.A)
	case proto.OptTimestamps:
		o.number(v, i, b, fields, 2, o.A)
		o.number(v, i, b, fields, 3, o.B)
	case proto.OptSACK:
		for k, block := range o.SACK {
			if k+1 >= len(parts) || !strings.HasSuffix(parts[k+1].Table.ID, "block") {
				v.fail(Failure{Oracle: Tiled, Proto: proto.ProtoTCP, Field: "tcp.options.sack_le", Off: int(p.Off)})
				return nil
			}
			b := v.frame.PartBytes(parts[k+1])
			o.number(v, i, b, parts[k+1].Table.Fields, 0, block[0])
			o.number(v, i, b, parts[k+1].Table.Fields, 1, block[1])
		}
		return parts[1+len(o.SACK):]
	case proto.OptMD5, proto.OptFastOpen, 99, 253:
		if len(fields) < 3 {
			v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoTCP, Field: "tcp.option_kind", Off: int(p.Off)})
			return nil
		}
		v.bytes(i, b, &fields[2], o.Data)
	}
	return parts[1:]
}

func (o *TCPOption) number(v *verdict, i int, b []byte, fields []proto.Field, at int, want uint32) {
	if at >= len(fields) {
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoTCP, Field: fields[0].ID})
		return
	}
	v.uint(i, b, &fields[at], uint64(want))
}
