package proto

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
)

// Fields are all fields of all tables, those of the frame itself first, each
// table's in order. One id may stand in several tables.
func Fields() iter.Seq[*Field] {
	return func(yield func(*Field) bool) {
		for _, p := range Protos() {
			for _, t := range p.Tables() {
				for i := range t.Fields {
					if !yield(&t.Fields[i]) {
						return
					}
				}
			}
		}
	}
}

// Selector finds the values of a field, by its id, in frames.
type Selector struct {
	ID     string
	Fields []*Field // every field it selects, of whichever table
	header bool     // all of them lie in fixed headers
}

// UnknownFieldError is an id that names no field.
type UnknownFieldError struct {
	ID      string
	Nearest string // the id most like it, "" if none is
}

func (e *UnknownFieldError) Error() string { return fmt.Sprintf("no field %q", e.ID) }

// AmbiguousFieldError is a short form that could mean several fields.
type AmbiguousFieldError struct {
	ID    string
	Could []string
}

func (e *AmbiguousFieldError) Error() string {
	return fmt.Sprintf("%q could mean %s", e.ID, strings.Join(e.Could, ", "))
}

// aliases are ids that stand for others: Wireshark's names for either side, and
// short forms.
var aliases = map[string][]string{
	"eth.addr":      {"eth.dst", "eth.src"},
	"ip.addr":       {"ip.src", "ip.dst"},
	"ipv6.addr":     {"ipv6.src", "ipv6.dst"},
	"tcp.port":      {"tcp.srcport", "tcp.dstport"},
	"udp.port":      {"udp.srcport", "udp.dstport"},
	"tcp.seq":       {"tcp.seq_raw"},
	"tcp.ack":       {"tcp.ack_raw"},
	"tcp.window":    {"tcp.window_size_value"},
	"tcp.mss":       {"tcp.options.mss_val"},
	"tcp.wscale":    {"tcp.options.wscale.shift"},
	"tcp.flags.psh": {"tcp.flags.push"},
	"tcp.flags.rst": {"tcp.flags.reset"},
	"sport":         {"tcp.srcport", "udp.srcport"},
	"dport":         {"tcp.dstport", "udp.dstport"},
	"ttl":           {"ip.ttl"},
	"seq":           {"tcp.seq_raw"},
	"ack":           {"tcp.ack_raw"},
}

// also are fields that Wireshark calls by the name of another, too.
var also = map[string]string{"ip.version": "ipv6.version"}

var fieldIndex = sync.OnceValue(func() map[string][]*Field {
	index := map[string][]*Field{}
	for f := range Fields() {
		index[f.ID] = append(index[f.ID], f)
	}
	return index
})

// Select finds the fields of an id: Wireshark's name, a name for either side
// (ip.addr), or a short form that only one name ends in (ttl, tcp.window).
// It fails with *UnknownFieldError or *AmbiguousFieldError.
func Select(id string) (*Selector, error) {
	index := fieldIndex()
	s := &Selector{ID: id, Fields: index[id]}
	if other := also[id]; other != "" {
		s.Fields = append(slices.Clip(s.Fields), index[other]...)
	}
	if s.Fields == nil {
		for _, full := range aliases[id] {
			s.Fields = append(s.Fields, index[full]...)
		}
	}
	if s.Fields == nil {
		full, err := complete(id, index)
		if err != nil {
			return nil, err
		}
		s.Fields = index[full]
	}
	if aliases[id] == nil {
		s.ID = s.Fields[0].ID
	}
	s.header = true
	for _, f := range s.Fields {
		if f.table != f.table.Proto.Table() {
			s.header = false
		}
	}
	return s, nil
}

func complete(id string, index map[string][]*Field) (string, error) {
	var could []string
	for full := range index {
		if strings.HasSuffix(full, "."+id) {
			could = append(could, full)
		}
	}
	slices.Sort(could)
	switch len(could) {
	case 1:
		return could[0], nil
	case 0:
		return "", &UnknownFieldError{id, Nearest(id)}
	}
	return "", &AmbiguousFieldError{id, could}
}

// Nearest is the field id or short form most like id by edit distance, "" if
// none is near.
func Nearest(id string) string {
	best, least := "", len(id)/2+1
	consider := func(known string) {
		if d := distance(id, known); d < least || d == least && best != "" && known < best {
			best, least = known, d
		}
	}
	for f := range Fields() {
		consider(f.ID)
	}
	for alias := range aliases {
		consider(alias)
	}
	return best
}

// distance is the Levenshtein distance between a and b in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// Values appends every value of the selected fields in the frame, in order,
// quoted packets included, as tshark's occurrence=a does.
func (s *Selector) Values(dst []Value, f *Frame) []Value {
	if s.in(ProtoFrame) {
		dst = s.valuesOf(dst, f, f.MetaPart())
	}
	for i := range f.Layers() {
		p := f.layers[i].Proto
		if !s.in(p) {
			continue
		}
		if l := &f.layers[i]; s.header && protocols[p].parts == nil {
			dst = s.valuesOf(dst, f, Part{Table: protocols[p].table, Off: l.Off, Len: l.Hdr, Layer: uint8(i)})
			continue
		}
		f.parts = f.Parts(f.parts[:0], i)
		for _, part := range f.parts {
			dst = s.valuesOf(dst, f, part)
		}
	}
	return dst
}

func (s *Selector) valuesOf(dst []Value, f *Frame, part Part) []Value {
	for _, field := range s.Fields {
		if field.table != part.Table {
			continue
		}
		if v, ok := f.Value(part, field); ok {
			dst = append(dst, v)
		}
	}
	return dst
}

func (s *Selector) in(p Proto) bool {
	for _, f := range s.Fields {
		if f.table.Proto == p {
			return true
		}
	}
	return false
}
