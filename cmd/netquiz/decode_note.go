package main

import (
	"github.com/fatih/color"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// note says on standard error what is worth knowing beside the results.
func (e *env) note(id string, args ...any) {
	e.say("decode.note.label", color.FgCyan, id, args)
}

// tellWaiting says what the command waits for when nobody has named an input and
// it would come from the keyboard.
func (d *decoding) tellWaiting() {
	if d.sources.names[0] == "-" && d.e.term.Interactive() {
		d.e.note("decode.note.waiting")
	}
}

// tellForm says which form an input was taken for. It tells whoever watches; and
// where it was found out from text that could have meant something else, a log,
// too. Pipes between commands stay silent.
func (d *decoding) tellForm(name string, r *capture.Reader) {
	certain := false
	switch r.Kind() {
	case capture.PCAP, capture.PCAPNano, capture.PCAPNG, capture.JSON, capture.Hex:
		certain = true
	}
	if d.sources.kind != capture.Auto || certain && !d.e.term.Watched() {
		return
	}
	if name == "-" || likeHex(name) {
		name = d.e.text.T("decode.note.input")
	}
	id := "decode.note.form"
	if r.Zipped() {
		id = "decode.note.zipped"
	}
	d.e.note(id, "Name", name, "Form", d.e.text.T("capture.form."+r.Kind().String()), "Certain", certain)
}

// tellGuessed says how many frames end in an FCS that nobody announced, unless
// the form says so of each.
func (d *decoding) tellGuessed(frames int) {
	if frames > 0 && d.sources.fcs == proto.FCSUnknown && d.form != "tree" && d.form != "html" && d.e.term.Watched() {
		d.e.note("decode.note.guessed", "N", frames)
	}
}
