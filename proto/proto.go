package proto

// Proto is a protocol, or another kind of layer that a frame consists of.
type Proto uint8

// The protocols. NoProto is the end of a chain of headers.
const (
	NoProto Proto = iota
	ProtoFrame
	ProtoEthernet
	ProtoSLL
	ProtoSLL2
	ProtoNull
	ProtoLoop
	ProtoVLAN
	ProtoServiceVLAN
	ProtoLLC
	ProtoARP
	ProtoIPv4
	ProtoIPv6
	ProtoHopByHop
	ProtoRouting
	ProtoFragment
	ProtoDestOpts
	ProtoAH
	ProtoUDP
	ProtoTCP
	ProtoICMP
	ProtoICMPv6
	ProtoDNSLength
	ProtoDNS
	ProtoHTTP
	ProtoTLS
	ProtoData
	ProtoPadding
	ProtoTrailer
	ProtoVLANTrailer
	ProtoSLLTrailer
	ProtoRest
	ProtoFCS

	// Named, but kept as bytes.
	ProtoMPLS
	ProtoPPPoED
	ProtoPPPoES
	ProtoEAPOL
	ProtoLLDP
	ProtoSlow
	ProtoMACsec
	ProtoPTP
	ProtoWOL
	ProtoSTP
	ProtoCDP
	ProtoIPX
	ProtoNetBIOS
	ProtoOSI
	ProtoIGMP
	ProtoGRE
	ProtoESP
	ProtoEIGRP
	ProtoOSPF
	ProtoPIM
	ProtoVRRP
	ProtoSCTP
	ProtoUDPLite
	ProtoDCCP

	protoRaw // no header: the version of IP says what follows

	numProtos

	// Up to here they belong to the link, and tell no length of their own.
	lastLink = ProtoServiceVLAN
)

// protocol is everything that the codec knows of one Proto.
type protocol struct {
	id     string   // "tcp": Wireshark's abbreviation
	table  *Table   // of the fixed header
	extra  []*Table // of options, records and other parts
	min    uint32   // bytes of the fixed header
	decode func(f *Frame, off, end uint32) (next Proto, nextOff, nextEnd uint32)
	parts  func(dst []Part, h []byte, l *Layer) []Part
	adapt  func(f *Frame, layer int, parts []Part) // puts other tables where the layers around say so
}

// Filled by the init function of each protocol's file, read-only ever after.
var (
	protocols  [numProtos]protocol
	linkTypes  [1 << 9]Proto
	etherTypes [1 << 16]Proto
	ipProtos   [1 << 8]Proto
)

func register(p Proto, def protocol) {
	protocols[p] = def
	if def.table != nil {
		def.table.own(p)
	}
	for _, t := range def.extra {
		t.own(p)
	}
}

func (t *Table) own(p Proto) {
	t.Proto = p
	for i := range t.Fields {
		t.Fields[i].table = t
	}
}

// field is the field of t named id; it must exist.
func (t *Table) field(id string) *Field {
	for i := range t.Fields {
		if t.Fields[i].ID == id {
			return &t.Fields[i]
		}
	}
	panic("proto: no field " + id + " in " + t.ID)
}

// String is Wireshark's abbreviation of the protocol: "eth", "ip", "tcp".
func (p Proto) String() string {
	if p < numProtos {
		return protocols[p].id
	}
	return ""
}

// Table is the layout of the protocol's fixed header.
func (p Proto) Table() *Table { return protocols[p].table }

// Tables are all the tables of the protocol, the fixed header's first.
func (p Proto) Tables() []*Table {
	if protocols[p].table == nil {
		return nil
	}
	return append([]*Table{protocols[p].table}, protocols[p].extra...)
}

// HeaderLen is the least length of the protocol's header in bytes.
func (p Proto) HeaderLen() int { return int(protocols[p].min) }

// Protos are all the protocols, in no promised order.
func Protos() []Proto {
	var all []Proto
	for p := NoProto + 1; p < numProtos; p++ {
		if protocols[p].id != "" {
			all = append(all, p)
		}
	}
	return all
}

// ProtoByID is the protocol with Wireshark's abbreviation id.
func ProtoByID(id string) (Proto, bool) {
	for p := NoProto + 1; p < numProtos; p++ {
		if protocols[p].id == id && id != "" {
			return p, true
		}
	}
	return NoProto, false
}
