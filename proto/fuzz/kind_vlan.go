package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoVLAN, protocol{
		make: func() Layer { return &VLAN{} }, read: readVLAN, most: 3,
		under: []proto.Proto{proto.ProtoEthernet, proto.ProtoVLAN, proto.ProtoServiceVLAN},
	})
	register(proto.ProtoServiceVLAN, protocol{
		make: func() Layer { return &ServiceVLAN{} }, read: readServiceVLAN, under: []proto.Proto{proto.ProtoEthernet},
	})
	etherTypes[0x88a8] = proto.ProtoServiceVLAN
	for _, t := range []uint16{0x8100, 0x9100, 0x9200} {
		etherTypes[t] = proto.ProtoVLAN
	}
}

// VLAN is a VLAN tag of a model.
type VLAN struct{ proto.VLANSpec }

// ServiceVLAN is a service tag of a model.
type ServiceVLAN struct{ proto.VLANSpec }

func (l *VLAN) specs(dst []proto.Spec) []proto.Spec        { return append(dst, &l.VLANSpec) }
func (l *ServiceVLAN) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.VLANSpec) }

// Proto implements Layer.
func (l *ServiceVLAN) Proto() proto.Proto { return proto.ProtoServiceVLAN }

func (l *VLAN) draw(r *random, m *drawing)        { drawTag(&l.VLANSpec, r, m) }
func (l *ServiceVLAN) draw(r *random, m *drawing) { drawTag(&l.VLANSpec, r, m) }

func drawTag(s *proto.VLANSpec, r *random, m *drawing) {
	v := r.next()
	s.Priority, s.DropEligible, s.ID = uint8(v)&7, v>>3&1 != 0, uint16(v>>4)&0xfff
	if v>>16&3 == 0 {
		s.ID = [...]uint16{0, 1, 4094, 4095}[v>>18&3]
	}
	s.Type = typeFor(r, m)
	m.size += 4
}

func (l *VLAN) check(v *verdict, i int)        { checkTag(&l.VLANSpec, v, i) }
func (l *ServiceVLAN) check(v *verdict, i int) { checkTag(&l.VLANSpec, v, i) }

// checkTag holds a tag against what it was built from; the fields of both kinds
// lie alike.
func checkTag(s *proto.VLANSpec, v *verdict, i int) {
	h, fields := v.frame.Header(i), v.frame.Layers()[i].Proto.Table().Fields
	v.uint(i, h, &fields[0], uint64(s.Priority))
	v.uint(i, h, &fields[1], bit(s.DropEligible))
	v.uint(i, h, &fields[2], uint64(s.ID))
	if s.Type > 1500 {
		v.uint(i, h, &fields[3], uint64(s.Type))
	}
}

func readVLAN(w *reading, off, end int) (proto.Proto, int, int) {
	return w.tag(proto.ProtoVLAN, off, end)
}

func readServiceVLAN(w *reading, off, end int) (proto.Proto, int, int) {
	return w.tag(proto.ProtoServiceVLAN, off, end)
}

func (w *reading) tag(p proto.Proto, off, end int) (proto.Proto, int, int) {
	if end-off < 4 {
		return w.lost()
	}
	tags := 0
	for _, l := range w.layers[:w.nLayers] {
		if l.proto == proto.ProtoVLAN || l.proto == proto.ProtoServiceVLAN {
			tags++
		}
	}
	if tags == 4 {
		w.fault(proto.TooDeep, "", off)
		return proto.ProtoData, off, end
	}
	w.layer(p, off, 4, end)
	if p == proto.ProtoServiceVLAN && word(w.b, off+2) < 1536 {
		return proto.ProtoData, off + 4, end
	}
	return w.etherType("vlan.etype", "vlan.len", off+2, end)
}
