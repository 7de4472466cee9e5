package main

import (
	"context"
	"errors"
	"strings"
	"sync"

	"netquiz/lessons"
	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/view"
)

// entry is one thing that the dictionary explains.
type entry struct {
	kind   kind
	id     string // what ref takes
	name   string
	about  string         // the message that explains it, if there is one
	words  []string       // what it is called, in any language, its name first
	also   []string       // what else people call it, to be shown
	values []string       // names of its values, and what else it can be found by
	fields []*proto.Field // the field, in each table that has it; of a term, those it is about
	table  *proto.Table   // of a header or an option
}

// kind is what an entry is; messages are named ref.kind.<kind>.
type kind string

// The kinds, in the order that they come in where several are called alike.
const (
	aTerm    kind = "term"
	aField   kind = "field"
	aHeader  kind = "header"
	anOption kind = "option"
	aStage   kind = "stage"
)

var kinds = []kind{aTerm, aField, aHeader, anOption, aStage}

// dictionary is everything there is to look up. It is made of the tables of
// proto, the messages about them, and the lessons.
type dictionary struct {
	ctx      context.Context
	e        *env
	both     []*locales.Localizer // the reader's language, then the other
	entries  []*entry
	examples *examples
	steps    func() (map[*entry][]lessonStep, error) // of lessons that name an entry
}

func (e *env) dictionary(ctx context.Context) (*dictionary, error) {
	other := locales.English
	if e.text.Lang() == locales.English {
		other = locales.Korean
	}
	d := &dictionary{ctx: ctx, e: e, both: []*locales.Localizer{e.text, locales.New(other)}}
	var err error
	if d.examples, err = e.examples(ctx); err != nil {
		return nil, err
	}
	d.addFields()
	d.addTables()
	d.addTerms()
	if err := d.addStages(); err != nil {
		return nil, err
	}
	d.steps = sync.OnceValues(d.readLessons)
	return d, nil
}

// addFields adds an entry for each field id.
func (d *dictionary) addFields() {
	byID := map[string]*entry{}
	for f := range proto.Fields() {
		if x := byID[f.ID]; x != nil {
			x.fields = append(x.fields, f)
			continue
		}
		x := &entry{kind: aField, id: f.ID, name: d.text("field."+f.ID, f.ID), about: "explain." + f.ID, fields: []*proto.Field{f}}
		for _, l := range d.both {
			if l.Has("field." + f.ID) {
				x.called(l.T("field." + f.ID))
			}
		}
		x.alsoCalled(d, f.ID)
		if f.Enum != nil {
			for _, v := range *f.Enum {
				x.values = append(x.values, v.Name)
			}
		}
		byID[f.ID] = x
		d.entries = append(d.entries, x)
	}
}

// addTables adds an entry for each protocol's header, and for each option and
// record that an example has.
func (d *dictionary) addTables() {
	seen := map[string]bool{}
	for _, p := range proto.Protos() {
		for i, t := range p.Tables() {
			k := aHeader
			if i > 0 {
				k = anOption
			}
			_, part, found := d.examples.table(t)
			if seen[t.ID] || i > 0 && (!found || len(t.Fields) < 2 || part.Depth == 0) {
				continue
			}
			seen[t.ID] = true
			x := &entry{kind: k, id: t.ID, table: t, about: "ref.about." + t.ID}
			for _, l := range d.both {
				x.called(d.tableName(l, t))
			}
			x.name = x.words[0]
			x.alsoCalled(d, t.ID)
			d.entries = append(d.entries, x)
		}
	}
}

// tableName is what people call a header, an option or a record: as it stands in
// its example, unless that is called by what the example happens to hold.
func (d *dictionary) tableName(l *locales.Localizer, t *proto.Table) string {
	example, part, found := d.examples.table(t)
	switch {
	case l.Has("ref.table." + t.ID):
		return l.T("ref.table." + t.ID)
	case found:
		return view.Style{L: l}.TableName(example.frame, part)
	case l.Has("view.table." + t.ID):
		return l.T("view.table." + t.ID)
	}
	return strings.ToUpper(t.Proto.String())
}

// addTerms adds an entry for each message ref.word.<id>. A term is about the
// fields that its explanation names.
func (d *dictionary) addTerms() {
	for _, key := range d.e.text.Keys("ref") {
		id, ok := strings.CutPrefix(key, "word.")
		if !ok {
			continue
		}
		x := &entry{kind: aTerm, id: id, name: d.text("ref.word."+id, id), about: "ref.about." + id}
		for _, l := range d.both {
			x.called(l.T("ref.word." + id))
			x.values = append(x.values, l.T("ref.about."+id))
		}
		x.alsoCalled(d, id)
		ids := idsIn(d.text(x.about, ""))
		for _, other := range d.entries {
			if other.kind == aField && ids[other.id] {
				x.fields = append(x.fields, other.fields[0])
			}
		}
		d.entries = append(d.entries, x)
	}
}

// addStages adds an entry for each stage of the course.
func (d *dictionary) addStages() error {
	for _, s := range lessons.Stages() {
		x := &entry{kind: aStage, id: s.ID, name: s.ID, about: "ref.stage." + s.ID}
		for i, l := range d.both {
			lesson, err := lessons.Load(l.Lang(), s.ID)
			var unwritten *lessons.StageError
			switch {
			case errors.As(err, &unwritten):
				continue
			case err != nil:
				return err
			}
			if i == 0 {
				x.name = lesson.Title
			}
			x.called(lesson.Title)
			x.values = append(x.values, lesson.Talk)
		}
		d.entries = append(d.entries, x)
	}
	return nil
}

// text is a message in the reader's language, otherwise if there is none.
func (d *dictionary) text(id, otherwise string) string {
	if d.e.text.Has(id) {
		return d.e.text.T(id)
	}
	return otherwise
}

// alsoCalled adds what people say instead, a list in each language.
func (x *entry) alsoCalled(d *dictionary, id string) {
	for _, l := range d.both {
		if !l.Has("ref.also." + id) {
			continue
		}
		for word := range strings.SplitSeq(l.T("ref.also."+id), ",") {
			word = strings.TrimSpace(word)
			x.words, x.also = append(x.words, word), append(x.also, word)
		}
	}
}

// called adds a name, and its parts where it says something in brackets.
func (x *entry) called(name string) {
	if len(x.words) > 0 {
		x.also = append(x.also, name)
	}
	x.words = append(x.words, name)
	outer, inner, ok := strings.Cut(name, "(")
	if !ok {
		return
	}
	x.words = append(x.words, strings.TrimSpace(outer))
	for part := range strings.SplitSeq(strings.TrimSuffix(inner, ")"), ",") {
		x.words = append(x.words, strings.TrimSpace(part))
	}
}
