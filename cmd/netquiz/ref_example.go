package main

import (
	"bytes"
	"context"
	_ "embed"
	"io"
	"strings"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// exampleLines are the frames that show fields at work, a line each: a command
// that builds one, or a frame in hex or JSON. The first that has a field shows it.
//
//go:embed ref/examples.txt
var exampleLines string

// example is a frame that shows something.
type example struct {
	command []string // that builds it; nil: it is given as it is
	text    string   // the frame, in a form that decode reads
	frame   *proto.Frame
}

// examples are all of them, and which shows what.
type examples struct {
	all    []*example
	fields map[string]*example       // by id
	tables map[*proto.Table]*example // options and records too
	parts  map[*proto.Table]proto.Part
}

// examples builds and decodes all examples.
func (e *env) examples(ctx context.Context) (*examples, error) {
	all := &examples{nil, map[string]*example{}, map[*proto.Table]*example{}, map[*proto.Table]proto.Part{}}
	for line := range strings.Lines(exampleLines) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		x := &example{text: line}
		if words := strings.Fields(line); words[0] == "build" {
			var out bytes.Buffer
			if err := e.run(ctx, words, strings.NewReader(""), &out); err != nil {
				return nil, err
			}
			x.command, x.text = words, out.String()
		}
		if err := x.decode(); err != nil {
			return nil, err
		}
		all.add(x)
	}
	return all, nil
}

func (x *example) decode() error {
	r, err := capture.NewReader(strings.NewReader(x.text), capture.Auto)
	if err != nil {
		return unreadable("ref/examples.txt", err)
	}
	p := new(proto.Packet)
	if err := r.Next(p); err != nil && err != io.EOF {
		return unreadable("ref/examples.txt", err)
	}
	x.frame = new(proto.Frame)
	x.frame.Decode(p, proto.CheckAll)
	return nil
}

// add notes what the example is the first to show. Of a number or a flag, one
// that is not zero shows more.
func (all *examples) add(x *example) {
	all.all = append(all.all, x)
	parts := []proto.Part{x.frame.MetaPart()}
	for i := range x.frame.Layers() {
		parts = x.frame.Parts(parts, i)
	}
	for _, part := range parts {
		if all.tables[part.Table] == nil {
			all.tables[part.Table], all.parts[part.Table] = x, part
		}
		for i := range part.Table.Fields {
			field := &part.Table.Fields[i]
			v, ok := x.frame.Value(part, field)
			if !ok {
				continue
			}
			if old := all.fields[field.ID]; old == nil || v.Num != 0 && old.zero(field.ID) {
				all.fields[field.ID] = x
			}
		}
	}
}

// zero tells whether the number that the example shows of a field is zero.
func (x *example) zero(id string) bool {
	v, ok := x.value(id)
	return ok && v.Field.Numeric() && v.Num == 0
}

// table returns the example of a table, and where it lies in it.
func (all *examples) table(t *proto.Table) (*example, proto.Part, bool) {
	x := all.tables[t]
	return x, all.parts[t], x != nil
}

// value returns the first value of a field in the example.
func (x *example) value(id string) (proto.Value, bool) {
	s, err := proto.Select(id)
	if err != nil {
		return proto.Value{}, false
	}
	values := s.Values(nil, x.frame)
	if len(values) == 0 {
		return proto.Value{}, false
	}
	return values[0], true
}

// shown is the command that shows a field of the example, and what it prints:
// where the field lies, or, if it has no bits, its value alone.
func (x *example) shown(ctx context.Context, e *env, field *proto.Field) (command, text string, err error) {
	decode := []string{"decode", "-", "-o", "hexdump", "--field", field.ID}
	if !field.Leaf() && field.Kind != proto.Group {
		decode = []string{"decode", "-", "--fields", field.ID}
	}
	if x.command != nil {
		command = "netquiz " + strings.Join(x.command, " ") + " | netquiz " + strings.Join(decode, " ")
	}
	var out bytes.Buffer
	err = e.run(ctx, decode, strings.NewReader(x.text), &out)
	return command, strings.TrimRight(out.String(), "\n"), err
}
