package view

import (
	"strconv"
	"strings"

	"netquiz/proto"
)

// Name is what people call the field, its id where the language has no word.
func (s Style) Name(f *proto.Field) string {
	if f == proto.Undecoded {
		return s.L.T("view.table.undecoded")
	}
	if s.L.Has("field." + f.ID) {
		return s.L.T("field." + f.ID)
	}
	return f.ID
}

// shortName is the abbreviation engineers know the field by: the part of its
// name without spaces and letters but Latin ones ("DF" of "단편화 금지(DF)"), or
// else the last part of its id in capitals.
func (s Style) shortName(f *proto.Field) string {
	outer, inner := splitName(s.Name(f))
	for _, part := range []string{outer, inner} {
		if part != "" && !strings.ContainsFunc(part, func(r rune) bool { return r <= ' ' || r > '~' || r == '.' }) {
			return part
		}
	}
	return strings.ToUpper(f.ID[strings.LastIndexByte(f.ID, '.')+1:])
}

// splitName parts a name from what it holds in brackets at its end.
func splitName(name string) (outer, inner string) {
	outer, inner, ok := strings.Cut(name, "(")
	if !ok {
		return name, ""
	}
	return strings.TrimSpace(outer), strings.TrimSuffix(inner, ")")
}

// ValueName is what people call the value n of the field, "" if it has no name.
func (s Style) ValueName(f *proto.Field, n uint64) string {
	name := f.Enum.Name(n)
	if name == "" {
		return ""
	}
	if id := "enum." + f.ID + "." + strconv.FormatUint(n, 10); s.L.Has(id) {
		return s.L.T(id)
	}
	return name
}

// TableName is what people call a header, an option or a record: a word of the
// language, the name of the value that tells its kind, that of its only field,
// or its id. A header of which a protocol has several is called like the
// protocol.
func (s Style) TableName(f *proto.Frame, p proto.Part) string {
	id := p.Table.ID
	if s.L.Has("view.table." + id) {
		return s.L.T("view.table." + id)
	}
	if p.Depth == 0 {
		id = p.Table.Proto.String()
		if s.L.Has("view.table." + id) {
			return s.L.T("view.table." + id)
		}
		return strings.ToUpper(id)
	}
	leaves := 0
	var last *proto.Field
	for i := range p.Table.Fields {
		field := &p.Table.Fields[i]
		if !field.Leaf() {
			continue
		}
		leaves, last = leaves+1, field
		if field.Kind != proto.EnumValue {
			continue
		}
		if v, ok := f.Value(p, field); ok {
			if name := s.ValueName(field, v.Num); name != "" {
				return name
			}
			return s.Name(field) + " " + v.String()
		}
	}
	if leaves == 1 {
		return s.Name(last)
	}
	return strings.ToUpper(id)
}

func (s Style) number(n uint64) string { return strconv.FormatUint(n, 10) }
