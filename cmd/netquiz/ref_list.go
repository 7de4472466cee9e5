package main

import (
	"encoding/json"
	"strings"

	"netquiz/proto"
	"netquiz/proto/view"
)

// rows are entries to be looked up, a line each: what to type, and its name.
func (d *dictionary) rows(entries []*entry) (rows [][2]string) {
	for _, x := range entries {
		typed := x.id
		if x.kind == aStage {
			typed = "learn " + x.id
		}
		rows = append(rows, [2]string{typed, x.name})
	}
	return rows
}

// list prints what was found.
func (d *dictionary) list(found []hit) error {
	p := d.e.page()
	p.paragraph(d.e.text.Plural("ref.found", len(found)))
	for _, k := range kinds {
		var theirs []*entry
		for _, h := range found {
			if h.entry.kind == k {
				theirs = append(theirs, h.entry)
			}
		}
		if len(theirs) > 0 {
			p.heading(d.e.text.T("ref.kind." + string(k)))
			p.table(d.rows(theirs))
		}
	}
	return p.Flush()
}

// index prints what there is to look up, fields by their headers.
func (d *dictionary) index() error {
	p := d.e.page()
	fields := 0
	for _, x := range d.entries {
		if x.kind == aField {
			fields++
		}
	}
	p.paragraph(d.e.text.T("ref.index", "N", fields))
	for _, k := range []kind{aHeader, anOption, aTerm, aStage} {
		var theirs []*entry
		for _, x := range d.entries {
			if x.kind == k {
				theirs = append(theirs, x)
			}
		}
		p.heading(d.e.text.T("ref.kind." + string(k)))
		if k != aTerm {
			p.table(d.rows(theirs))
			continue
		}
		var names []string
		for _, x := range theirs {
			names = append(names, x.name)
		}
		p.paragraph(strings.Join(names, " · "))
	}
	return p.Flush()
}

// entryJSON is an entry for machines. What it has none of is left out.
type entryJSON struct {
	Kind    kind         `json:"kind"`
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	About   string       `json:"about,omitempty"`
	Also    []string     `json:"also,omitempty"`
	Header  string       `json:"header,omitempty"` // of a field: the table it stands in
	Bit     *uint16      `json:"bit,omitempty"`    // from the start of that; none: it is computed
	Bits    *uint16      `json:"bits,omitempty"`   // 0: to the end
	Unit    uint64       `json:"unit,omitempty"`   // bytes that one step of the value counts for, if not one
	Max     uint64       `json:"max,omitempty"`    // in that unit's bytes
	Values  []valueJSON  `json:"values,omitempty"`
	Ref     []string     `json:"ref,omitempty"`
	Fields  []string     `json:"fields,omitempty"`
	Lessons []string     `json:"lessons,omitempty"`
	Example *exampleJSON `json:"example,omitempty"`
}

type valueJSON struct {
	Value uint64 `json:"value"`
	Name  string `json:"name"`
}

type exampleJSON struct {
	Command string `json:"command,omitempty"` // that builds the frame
	Frame   string `json:"frame"`             // as decode reads it
	Value   string `json:"value"`             // as decode --fields prints it
}

// json prints entries as JSON Lines.
func (d *dictionary) json(found []hit) error {
	out := json.NewEncoder(d.e.out)
	out.SetEscapeHTML(false)
	named, err := d.steps()
	if err != nil {
		return err
	}
	for _, h := range found {
		if err := out.Encode(d.asJSON(h.entry, named[h.entry])); err != nil {
			return err
		}
	}
	return nil
}

func (d *dictionary) asJSON(x *entry, steps []lessonStep) entryJSON {
	j := entryJSON{Kind: x.kind, ID: x.id, Name: x.name, About: d.text(x.about, ""), Also: otherWords(x)}
	for _, s := range steps {
		j.Lessons = append(j.Lessons, s.name)
	}
	switch {
	case x.kind == aField:
		d.fieldJSON(&j, x.fields[0])
	case x.table != nil:
		j.Ref = refsOf(x.table)
		for i := range x.table.Fields {
			j.Fields = append(j.Fields, x.table.Fields[i].ID)
		}
	default:
		for _, f := range x.fields {
			j.Fields = append(j.Fields, f.ID)
		}
	}
	return j
}

func (d *dictionary) fieldJSON(j *entryJSON, f *proto.Field) {
	j.Header = f.Table().ID
	if f.Leaf() || f.Kind == proto.Group {
		j.Bit, j.Bits = &f.Bit, &f.Width
	}
	if f.Scale() > 1 {
		j.Unit = f.Scale()
	}
	if f.Numeric() && f.Width > 0 && f.Width <= 32 {
		j.Max = f.Max() * f.Scale()
	}
	if f.Enum != nil {
		for _, v := range *f.Enum {
			j.Values = append(j.Values, valueJSON{v.Value, view.Style{L: d.e.text}.ValueName(f, v.Value)})
		}
	}
	if f.Ref != "" {
		j.Ref = []string{f.Ref}
	}
	if x := d.examples.fields[f.ID]; x != nil {
		v, _ := x.value(f.ID)
		j.Example = &exampleJSON{Frame: strings.TrimSpace(x.text), Value: v.String()}
		if x.command != nil {
			j.Example.Command = "netquiz " + strings.Join(x.command, " ")
		}
	}
}
