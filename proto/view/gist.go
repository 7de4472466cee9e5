package view

import (
	"strconv"
	"strings"

	"netquiz/proto"
)

// A gist says in some words what a header is. It is written in the locales as
// sections parted by |, each of words and [field ids]; a section is left out
// when the header lacks any of its fields. [id?] wants the name of the value,
// [id=1:words] are words for one value.
type gist [][]gistWord

// gistWord is a word, or a field of which the value is one.
type gistWord struct {
	text   string // itself, or what stands for a value
	fields []*proto.Field
	named  bool // only a value that has a name
	only   bool // only the value n, for which text stands
	n      uint64
}

// parseGist reads a gist; sections about fields that there are not are left out.
func parseGist(text string) gist {
	var g gist
next:
	for section := range strings.SplitSeq(text, "|") {
		var words []gistWord
		for section != "" {
			before, rest, found := strings.Cut(section, "[")
			if before != "" {
				words = append(words, gistWord{text: before})
			}
			if !found {
				break
			}
			id, after, _ := strings.Cut(rest, "]")
			w, ok := parseGistField(id)
			if !ok {
				continue next
			}
			words = append(words, w)
			section = after
		}
		g = append(g, words)
	}
	return g
}

func parseGistField(id string) (gistWord, bool) {
	var w gistWord
	if field, rest, ok := strings.Cut(id, "="); ok {
		value, text, _ := strings.Cut(rest, ":")
		n, err := strconv.ParseUint(value, 0, 64)
		if err != nil {
			return w, false
		}
		id, w.text, w.n, w.only = field, text, n, true
	}
	id, w.named = strings.CutSuffix(id, "?")
	s, err := proto.Select(id)
	if err != nil {
		return w, false
	}
	w.fields = s.Fields
	return w, true
}

// plainGist is that of a protocol of which the locales say nothing: the names of
// the values in its fixed header.
func plainGist(p proto.Proto) gist {
	var g gist
	if p.Table() == nil {
		return nil
	}
	for i := range p.Table().Fields {
		if f := &p.Table().Fields[i]; f.Kind == proto.EnumValue {
			g = append(g, []gistWord{{text: " "}, {fields: []*proto.Field{f}, named: true}})
		}
	}
	return g
}

// gist appends the gist of a layer, a space before it.
func (y *Summary) gist(dst []byte, f *proto.Frame, layer int) []byte {
	g := y.protos[f.Layers()[layer].Proto].gist
	if len(g) == 0 {
		return dst
	}
	y.parts = f.Parts(y.parts[:0], layer)
	for _, section := range g {
		start := len(dst)
		for i := range section {
			w := &section[i]
			if w.fields == nil {
				dst = append(dst, w.text...)
				continue
			}
			before := len(dst)
			if dst = y.gistValues(dst, f, w); len(dst) == before {
				dst = dst[:start]
				break
			}
		}
	}
	return dst
}

// maxGistValues is how many values of one field are named.
const maxGistValues = 3

// gistValues appends what w says of the parts at hand, nothing if none of its
// fields has a value that fits.
func (y *Summary) gistValues(dst []byte, f *proto.Frame, w *gistWord) []byte {
	n := 0
	for i := range y.parts {
		for _, field := range w.fields {
			if field.Table() != y.parts[i].Table {
				continue
			}
			v, ok := f.Value(y.parts[i], field)
			if !ok || w.only && v.Num != w.n {
				continue
			}
			name := ""
			if field.Enum != nil && !w.only {
				name = y.enum(field, v.Num)
			}
			if w.named && name == "" {
				continue
			}
			if n > 0 {
				dst = append(dst, ',')
			}
			switch n++; {
			case n > maxGistValues:
				return append(dst, "…"...)
			case w.only:
				return append(dst, w.text...)
			case name != "":
				dst = append(dst, name...)
			default:
				y.text = v.AppendText(y.text[:0])
				if field.Kind == proto.Name {
					dst = appendDomain(dst, y.text)
				} else {
					dst = AppendSafe(dst, y.text)
				}
			}
		}
	}
	return dst
}

// enum is the name of a value, looked up in the locales once.
func (y *Summary) enum(f *proto.Field, n uint64) string {
	key := enumKey{f, n}
	name, ok := y.enums[key]
	if !ok {
		name = y.style.ValueName(f, n)
		if len(y.enums) < maxEnums {
			y.enums[key] = name
		}
	}
	return name
}

type enumKey struct {
	field *proto.Field
	n     uint64
}

// maxEnums bounds what a Summary remembers.
const maxEnums = 4096
