package fuzz

import "netquiz/proto"

// drawIPv4Options is a list that is right, of up to 40 bytes.
func drawIPv4Options(r *random, m *drawing) []byte {
	start := len(m.room.text)
	list := m.room.text
	for most := start + 4*(1+r.below(10)); ; {
		before := len(list)
		if list = drawIPv4Option(r, list); len(list) > most {
			list = list[:before]
			break
		}
	}
	if len(list)-start < 40 && r.one(2) {
		list = append(list, 1)
	}
	m.room.text = list
	return list[start:len(list):len(list)]
}

// drawIPv4Option appends one option.
func drawIPv4Option(r *random, list []byte) []byte {
	v := r.next()
	n := int(v >> 8 & 3) // entries
	at := len(list)
	switch v & 7 {
	case 0:
		return append(list, 1)
	case 1:
		list = append(list, 7, byte(3+4*n), byte(4+4*(v>>16%uint64(n+1))))
		list = append(list, zeros[:4*n]...)
		r.fill(list[at+3:])
	case 2, 3: // source routes, used up or not
		list = append(list, byte(131+v>>3&1*6), byte(7+4*n), byte(4+4*(v>>16%uint64(n+2))))
		list = append(list, zeros[:4+4*n]...)
		r.fill(list[at+3:])
	case 4:
		list = append(list, 68, byte(4+8*n), 5, byte(v>>16)&0xf0|byte(v>>24&1))
		list = append(list, zeros[:8*n]...)
		r.fill(list[at+4:])
	case 5:
		return append(list, 148, 4, byte(v>>16), byte(v>>24))
	case 6:
		return append(list, 136, 4, byte(v>>16), byte(v>>24))
	case 7:
		list = append(list, 0xc8, byte(2+n))
		list = append(list, zeros[:n]...)
		r.fill(list[at+2:])
	}
	return list
}

// ipv4Fixed are the options with a layout: how many bytes it fixes, and whether
// entries of 4 bytes follow, which a pointer counts from 1 (RFC 791 §3.1).
var ipv4Fixed = map[byte]struct {
	n       int
	entries bool
}{7: {3, true}, 131: {3, true}, 137: {3, true}, 68: {4, true}, 130: {11, false}, 136: {4, false}, 148: {4, false}}

// ipv4Options finds options whose length or pointer cannot be, and the last
// address of a source route that is not used up.
func (w *reading) ipv4Options(h []byte, off int) {
	routed := false
	for at := 20; at < len(h) && h[at] != 0; {
		if h[at] == 1 {
			at++
			continue
		}
		if at+1 == len(h) {
			w.fault(proto.BadOption, "ip.opt.type", off+at)
			return
		}
		n := int(h[at+1])
		if n < 2 || at+n > len(h) {
			w.fault(proto.BadOption, "ip.opt.len", off+at+1)
			return
		}
		w.ipv4Option(h[at:at+n], off+at)
		if route := h[at] == 131 || h[at] == 137; route && !routed && n >= 7 && int(h[at+2]) < n {
			w.address.dst, routed = off+at+n-4, true
		}
		at += n
	}
}

func (w *reading) ipv4Option(o []byte, off int) {
	fixed, known := ipv4Fixed[o[0]]
	if !known {
		return
	}
	more, entry := len(o)-fixed.n, 4
	if o[0] == 68 && more > 0 && o[3]&15 != 0 { // an address with each time
		entry = 8
	}
	switch {
	case more < 0, !fixed.entries && more > 0 && o[0] != 130, fixed.entries && more%entry != 0: // security may go on (RFC 1108)
		w.fault(proto.BadOption, "ip.opt.len", off+1)
	case fixed.entries && (int(o[2]) < fixed.n+1 || (int(o[2])-fixed.n-1)%4 != 0):
		w.fault(proto.BadValue, "ip.opt.ptr", off+2)
	}
}
