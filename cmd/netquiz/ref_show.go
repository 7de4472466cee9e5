package main

import (
	"fmt"
	"slices"

	"netquiz/proto"
	"netquiz/proto/view"
)

// show prints an entry, and beside it what else the term means.
func (d *dictionary) show(x *entry, more []*entry) error {
	p := d.e.page()
	p.title(x.name, d.e.text.T("ref.kind."+string(x.kind))+" · "+x.id)
	if about := d.text(x.about, ""); about != "" {
		fmt.Fprintln(p)
		p.paragraph(about)
	}
	if rows := d.facts(x); len(rows) > 0 {
		fmt.Fprintln(p)
		p.table(rows)
	}
	d.diagram(p, x)
	if err := d.example(p, x); err != nil {
		return err
	}
	if err := d.lessonsOf(p, x); err != nil {
		return err
	}
	for _, other := range d.related(x) {
		if !slices.Contains(more, other) {
			more = append(more, other)
		}
	}
	if len(more) > 0 {
		p.heading(d.e.text.T("ref.label.more"))
		p.table(d.rows(more))
	}
	return p.Flush()
}

// facts are what is to be known of an entry, a row each.
func (d *dictionary) facts(x *entry) (rows [][2]string) {
	l := d.e.text
	row := func(id, text string) {
		if text != "" {
			rows = append(rows, [2]string{l.T("ref.label." + id), text})
		}
	}
	if x.kind == aField {
		f := x.fields[0]
		row("place", d.place(f))
		row("range", d.values(f))
		row("source", f.Ref)
	}
	if x.table != nil {
		row("source", joined(refsOf(x.table)))
	}
	row("also", joined(otherWords(x)))
	return rows
}

// place is where a field lies in its header.
func (d *dictionary) place(f *proto.Field) string {
	name := f.Table().ID
	if t := d.tableEntry(f.Table()); t != nil {
		name = t.name
	}
	switch {
	case !f.Leaf() && f.Kind != proto.Group:
		return d.e.text.T("ref.place.computed", "Header", name)
	case f.Width == 0:
		return d.e.text.T("ref.place.open", "Header", name, "First", f.Bit)
	case f.Width == 1:
		return d.e.text.T("ref.place.bit", "Header", name, "First", f.Bit)
	}
	return d.e.text.T("ref.place.bits", "Header", name, "First", f.Bit, "Last", f.Bit+f.Width-1, "N", f.Width)
}

// values are what a field can hold: a range, and the values that have names.
func (d *dictionary) values(f *proto.Field) string {
	if !f.Numeric() || f.Kind == proto.Computed && f.Enum == nil {
		return ""
	}
	var parts []string
	if f.Kind == proto.Flag {
		parts = append(parts, "0, 1")
	} else if f.Kind != proto.Computed && f.Width > 0 && f.Width <= 32 {
		parts = append(parts, "0–"+d.e.text.Number(f.Max()*f.Scale()))
	}
	if f.Scale() > 1 {
		parts = append(parts, d.e.text.T("ref.unit", "N", f.Scale()))
	}
	if f.Enum != nil {
		style := view.Style{L: d.e.text}
		for _, v := range *f.Enum {
			parts = append(parts, fmt.Sprintf("%d %s", v.Value, style.ValueName(f, v.Value)))
		}
	}
	return joined(parts)
}

// refsOf are the RFCs that a table's fields come from, each once.
func refsOf(t *proto.Table) (refs []string) {
	for i := range t.Fields {
		if ref := t.Fields[i].Ref; ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// otherWords are what an entry is called besides its name, each once.
func otherWords(x *entry) (words []string) {
	for _, w := range x.also {
		known := func(other string) bool { return same(w, other) }
		if w != "" && !same(w, x.name) && !slices.ContainsFunc(words, known) {
			words = append(words, w)
		}
	}
	return words
}

// diagram draws the header that a field lies in, or that the entry is.
func (d *dictionary) diagram(p *page, x *entry) {
	t, mark := x.table, []*proto.Field(nil)
	if x.kind == aField && (x.fields[0].Leaf() || x.fields[0].Kind == proto.Group) {
		t, mark = x.fields[0].Table(), x.fields
	}
	if t == nil || bits(t) == 0 {
		return
	}
	style := d.e.style()
	style.Width = p.width
	fmt.Fprintln(p)
	p.Write(view.Layout{Style: style, Mark: mark}.AppendTable(nil, t))
	if x.table == nil {
		return
	}
	p.heading(d.e.text.T("ref.label.fields"))
	var fields []*entry
	for i := range t.Fields {
		if f := d.entry(aField, t.Fields[i].ID); !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	p.table(d.rows(fields))
}

// bits is how many fields of a table lie in it.
func bits(t *proto.Table) (n int) {
	for i := range t.Fields {
		if t.Fields[i].Leaf() {
			n++
		}
	}
	return n
}

// example shows the entry at work, in a frame that is built and decoded now.
func (d *dictionary) example(p *page, x *entry) error {
	if len(x.fields) == 0 {
		return nil
	}
	shows := d.examples.fields[x.fields[0].ID]
	if shows == nil {
		return nil
	}
	command, text, err := shows.shown(d.ctx, d.e, x.fields[0])
	if err != nil {
		return err
	}
	p.heading(d.e.text.T("ref.label.example"))
	if command != "" {
		p.command(command)
	}
	fmt.Fprintln(p, text)
	return nil
}

// lessonsOf prints the steps that name the entry, or those of a lesson itself.
func (d *dictionary) lessonsOf(p *page, x *entry) error {
	named, err := d.steps()
	if err != nil {
		return err
	}
	steps, label := named[x], "ref.label.steps"
	if x.kind != aStage {
		steps, label = steps[:min(len(steps), maxSteps)], "ref.label.lessons"
	}
	if len(steps) == 0 {
		return nil
	}
	p.heading(d.e.text.T(label))
	var rows [][2]string
	for _, s := range steps {
		rows = append(rows, [2]string{"netquiz learn " + s.name, s.title})
	}
	p.table(rows)
	return nil
}

// maxSteps is how many steps are named of those that name an entry.
const maxSteps = 6

// related is what belongs to an entry: the fields a term is about, the header
// of a field, the options of a header.
func (d *dictionary) related(x *entry) (all []*entry) {
	switch x.kind {
	case aTerm:
		for _, f := range x.fields {
			all = append(all, d.entry(aField, f.ID))
		}
	case aField:
		if t := d.tableEntry(x.fields[0].Table()); t != nil {
			all = append(all, t)
		}
	case aHeader:
		for _, y := range d.entries {
			if y.kind == anOption && y.table.Proto == x.table.Proto {
				all = append(all, y)
			}
		}
	}
	return all
}

// entry is the one of a kind and an id, nil if there is none.
func (d *dictionary) entry(k kind, id string) *entry {
	for _, x := range d.entries {
		if x.kind == k && x.id == id {
			return x
		}
	}
	return nil
}

// tableEntry is that of a table or, if it has none, of its protocol's header.
func (d *dictionary) tableEntry(t *proto.Table) *entry {
	for _, x := range d.entries {
		if x.table == t {
			return x
		}
	}
	return d.entry(aHeader, t.Proto.String())
}
