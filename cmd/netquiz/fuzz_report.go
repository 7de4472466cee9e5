package main

import (
	"fmt"
	"io"
	"strings"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto"
	"netquiz/proto/fuzz"
	"netquiz/proto/view"
)

// fuzzLaw says what the frame shows: the law it breaks, where, and by how much.
func (e *env) fuzzLaw(f *fuzz.Failure) string {
	say := e.fuzzSentence
	name := f.Field
	if name == "" && f.Proto != proto.NoProto {
		name = f.Proto.String()
	}
	if name == "" {
		name = f.Where
	}
	args := []any{"Where", name, "Off", f.Off, "Hex", fmt.Sprintf("0x%x", f.Off), "Got", f.Got, "Want", f.Want}
	switch f.Where {
	case fuzz.Together:
		return say("fuzz.law.together")
	case fuzz.Surplus:
		return say("fuzz.law.surplus", "Said", f.Said)
	case fuzz.Unanswered:
		return say("fuzz.law.unanswered")
	}
	switch f.Oracle {
	case fuzz.Panicked:
		return say("fuzz.law.panic", "Function", f.Where)
	case fuzz.Hung:
		return say("fuzz.law.hang")
	case fuzz.Hoarded:
		return say("fuzz.law.memory")
	case fuzz.Built:
		if f.Where != "" {
			return say("fuzz.law.refused", "Detail", f.Where)
		}
		return say("fuzz.law.build", args...)
	case fuzz.Tiled:
		return say("fuzz.law.tile", args...)
	case fuzz.Rebuilt:
		return say("fuzz.law.rebuild", args...)
	case fuzz.Decoded:
		return say("fuzz.law.value", args...)
	case fuzz.Layered:
		return say("fuzz.law.layer", args...)
	case fuzz.Judged:
		return say("fuzz.law.status", args...)
	case fuzz.Missed:
		return say("fuzz.law.missed", append(args, "Problem", f.Code.String())...)
	case fuzz.Invented:
		return say("fuzz.law.invented", append(args, "Problem", f.Code.String())...)
	}
	switch f.Oracle {
	case fuzz.Stale:
		return say("fuzz.law.stale", "Where", name)
	case fuzz.Died:
		return say("fuzz.law.died", "Status", f.Where, "Stderr", f.Said)
	case fuzz.Mistaken:
		return say("fuzz.law.mistaken", "Where", name, "Said", f.Said, "Right", f.Right, "Hex", fmt.Sprintf("0x%x", f.Off))
	case fuzz.Imagined:
		return say("fuzz.law.imagined", "Where", name, "Said", f.Said)
	case fuzz.Refused:
		return say("fuzz.law.refused_frame", "Where", name, "Said", f.Said)
	case fuzz.Babbled:
		return say("fuzz.law.babbled", "Said", f.Said)
	case fuzz.Reencoded:
		return say("fuzz.law.reencoded", "Where", name, "Said", f.Said, "Right", f.Right, "Off", f.Off)
	}
	return say("fuzz.law.written", "Form", f.Where)
}

// fuzzSentence is a message in which what a target said, or a file is called, can do
// no harm.
func (e *env) fuzzSentence(id string, args ...any) string { return e.sentence(id, args) }

// fuzzMade says how the frame was made: built, changed, or bytes alone.
func (e *env) fuzzMade(k *fuzz.Kept) string {
	say := e.fuzzSentence
	c := &k.Case
	var lines []string
	switch {
	case len(c.Model) > 0:
		var names []string
		for _, l := range c.Model {
			names = append(names, l.Proto().String())
		}
		lines = append(lines, say("fuzz.made.model", "Layers", strings.Join(names, " | ")))
	case k.Seed != "":
		lines = append(lines, say("fuzz.made.seed", "Seed", k.Seed))
	default:
		lines = append(lines, say("fuzz.made.raw"))
	}
	for _, o := range c.Ops {
		args := []any{"Layer", o.Layer, "At", o.At, "N", o.N, "Value", o.Value}
		switch o.Kind {
		case fuzz.OpSet:
			lines = append(lines, say("fuzz.op.set", "Field", o.Field.ID, "Was", o.Was, "Value", o.Value))
		case fuzz.OpByte, fuzz.OpFlip:
			lines = append(lines, say("fuzz.op.byte", args...))
		case fuzz.OpInsert, fuzz.OpDouble:
			lines = append(lines, say("fuzz.op.insert", args...))
		case fuzz.OpDelete:
			lines = append(lines, say("fuzz.op.delete", args...))
		case fuzz.OpSwap:
			lines = append(lines, say("fuzz.op.swap", args...))
		case fuzz.OpCut:
			lines = append(lines, say("fuzz.op.cut", args...))
		case fuzz.OpSnap:
			lines = append(lines, say("fuzz.op.snap", args...))
		case fuzz.OpAppend:
			lines = append(lines, say("fuzz.op.append", args...))
		case fuzz.OpSplice:
			lines = append(lines, say("fuzz.op.splice", args...))
		}
	}
	return strings.Join(lines, "\n")
}

// guilty are the fields that a failure is about: the one it names, or the one at
// its place.
func guilty(f *proto.Frame, failure *fuzz.Failure) []*proto.Field {
	if s, err := proto.Select(failure.Field); err == nil {
		return s.Fields
	}
	for s := range f.Spans() {
		if at := failure.Off * 8; failure.Off > 0 && int(s.Bit) <= at && at < int(s.Bit+s.Width) {
			return []*proto.Field{s.Field}
		}
	}
	return nil
}

// fuzzReport writes what is known of a finding: what broke, how the frame was
// made, the frame with the guilty bytes marked, and how to see it again.
func (e *env) fuzzReport(w io.Writer, style view.Style, k *fuzz.Kept, again string) {
	fmt.Fprintln(w, k.Signature)
	fmt.Fprintln(w, term.Wrap(e.fuzzLaw(&k.Failure), max(style.Width, view.MinWidth)))
	fmt.Fprintln(w, term.Wrap(e.fuzzMade(k), max(style.Width, view.MinWidth)))
	if k.Failure.Oracle != fuzz.Panicked && (k.Failure.Oracle != fuzz.Hung || k.Failure.Where != "") {
		var f proto.Frame
		f.Decode(&k.Case.Packet, proto.CheckAll)
		w.Write(view.Hexdump{Style: style, Mark: guilty(&f, &k.Failure)}.Append(nil, &f))
	} else {
		fmt.Fprintf(w, "%x\n", k.Case.Packet.Bytes)
	}
	fmt.Fprintln(w, e.text.T("fuzz.again"))
	fmt.Fprintln(w, "  "+again)
}

// fuzzTell prints a sentence: in a line, or broken to the screen where somebody
// sees it.
func (e *env) fuzzTell(line string) {
	if e.term.Screen() {
		columns, _ := e.term.Size()
		line = term.Wrap(line, columns)
	}
	fmt.Fprintln(e.out, line)
}
