package capture

import (
	"strconv"
	"sync"

	"netquiz/proto"
)

// jsonTable is what is written of a table, made once.
type jsonTable struct {
	keys  []string // `"tcp.srcport":` of each field
	forms []jsonForm
	ids   []uint16 // the same number for the same id, in whichever table
	bare  bool     // one field over all bytes: the layer's hex says it all
	once  bool     // its ids stand once in it
	alone bool     // and in no other table of its protocol
}

// jsonForm tells fields with bits that are numbers from others.
type jsonForm uint8

const (
	formOther jsonForm = iota
	formNumber
	formFlag
)

func formOf(f *proto.Field) jsonForm {
	switch {
	case !f.Numeric() || f.Width == 0 || f.Width > 64:
		return formOther
	case f.Kind == proto.Flag:
		return formFlag
	}
	return formNumber
}

var jsonTables = sync.OnceValue(func() map[*proto.Table]*jsonTable {
	tables, ids := map[*proto.Table]*jsonTable{}, map[string]uint16{}
	add := func(t *proto.Table, beside []*proto.Table) {
		j := &jsonTable{bare: t.Fields[0].Kind == proto.Bytes && t.Fields[0].Width == 0, once: true, alone: true}
		for i := range t.Fields {
			id := t.Fields[i].ID
			n, ok := ids[id]
			if !ok {
				n = uint16(len(ids))
				ids[id] = n
			}
			j.keys = append(j.keys, strconv.Quote(id)+":")
			j.ids = append(j.ids, n)
			j.forms = append(j.forms, formOf(&t.Fields[i]))
			inside, times := count(id, t), count(id, beside...)
			j.once = j.once && inside == 1
			j.alone = j.alone && times == 1
		}
		tables[t] = j
	}
	for _, p := range proto.Protos() {
		for _, t := range p.Tables() {
			add(t, p.Tables())
		}
	}
	add(proto.Undecoded.Table(), nil)
	return tables
})

// count is how many fields of the tables have the id.
func count(id string, tables ...*proto.Table) (n int) {
	for _, t := range tables {
		for i := range t.Fields {
			if t.Fields[i].ID == id {
				n++
			}
		}
	}
	return n
}
