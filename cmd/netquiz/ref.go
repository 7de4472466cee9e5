package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"netquiz/proto"
)

func refCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "ref",
		Aliases:   []string{"사전"},
		ArgsUsage: "[TERM]…",
		BashComplete: func(c *cli.Context) {
			for f := range proto.Fields() {
				fmt.Fprintln(c.App.Writer, f.ID)
			}
		},
		Description: "netquiz ref tcp.flags.syn\nnetquiz ref 윈도우\nnetquiz ref --search ㅊㅋㅅ",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "search"},
			&cli.BoolFlag{Name: "json"},
		},
		Action: e.ref,
	}
}

func (e *env) ref(c *cli.Context) error {
	term := strings.Join(c.Args().Slice(), " ")
	if term == "" && c.Bool("search") {
		return usage("ref.nothing")
	}
	d, err := e.dictionary(c.Context)
	if err != nil {
		return err
	}
	found := d.find(term)
	if len(found) == 0 {
		return d.unknown(term)
	}
	if !c.Bool("search") {
		found = meant(found)
	}
	return e.through(e.out, func(out *env) error {
		d.e = out
		switch {
		case c.Bool("json"):
			return d.json(found)
		case term == "":
			return d.index()
		case c.Bool("search"), len(found) > 1 && !found[0].exact():
			return d.list(found)
		}
		return d.show(found[0].entry, others(found))
	})
}

// unknown says that the dictionary has no such term, and what is spelled most
// like it.
func (d *dictionary) unknown(term string) error {
	f := usage("ref.unknown", "Term", term)
	var words []string
	for _, x := range d.entries {
		words = append(append(words, x.id, x.name), x.words...)
	}
	if near := nearest(term, words); near != "" {
		return f.hinted("ref.hint.nearest", "Nearest", near)
	}
	return f.hinted("ref.hint.index")
}
