package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"netquiz/quiz"
	"netquiz/quiz/record"
)

func statsCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:        "stats",
		Aliases:     []string{"기록"},
		ArgsUsage:   "[TERM]",
		Description: "netquiz stats\nnetquiz stats window\nnetquiz stats --export record.json",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "json"},
			&cli.BoolFlag{Name: "html"},
			&cli.StringFlag{Name: "export", Usage: "FILE"},
			&cli.StringFlag{Name: "import", Usage: "FILE"},
		},
		Action: e.stats,
	}
}

// statsPairs are flags that cannot stand together.
var statsPairs = [][2]string{{"json", "html"}, {"json", "export"}, {"json", "import"}, {"html", "export"}, {"html", "import"}, {"export", "import"}}

func (e *env) stats(c *cli.Context) error {
	if err := clashing(c, statsPairs); err != nil {
		return err
	}
	r, err := e.openRecord()
	if err != nil {
		return err
	}
	defer r.Close()
	switch {
	case c.IsSet("import"):
		return e.importRecord(r, c.String("import"))
	case c.IsSet("export"):
		return e.exportRecord(r, c.String("export"))
	}
	s, err := stand(r, time.Now())
	if err != nil {
		return recordFailure(err)
	}
	switch {
	case c.Bool("json"):
		out := json.NewEncoder(e.out)
		out.SetIndent("", "  ")
		return out.Encode(s)
	case c.Bool("html"):
		return e.statsPage(s)
	case c.Args().Present():
		return e.searchSkills(s, c.Args().First())
	}
	return e.showStats(s)
}

// stand is how the learner stands at a time.
func stand(r *record.Record, at time.Time) (quiz.Standing, error) {
	today := record.DayOf(at)
	known, err := r.Skills()
	if err != nil {
		return quiz.Standing{}, err
	}
	calendar, err := r.Calendar(today-364, today)
	if calendar == nil {
		calendar = []record.DayCount{}
	}
	return quiz.Stand(known, calendar, today), err
}

// exportRecord writes the record to a file, which appears whole or not at all, or
// to standard output.
func (e *env) exportRecord(r *record.Record, name string) error {
	if name == "-" {
		return recordFailure(r.Export(e.out))
	}
	if _, err := os.Lstat(name); err == nil {
		return usage("decode.file_exists", "Path", name)
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".netquiz-*")
	if err != nil {
		return &fs.PathError{Op: "create", Path: name, Err: errors.Unwrap(err)}
	}
	defer os.Remove(file.Name())
	if err := errors.Join(r.Export(file), file.Close()); err != nil {
		return recordFailure(err)
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return err
	}
	e.remark(e.text.T("stats.exported", "Path", name))
	return nil
}

// importRecord merges an export into the record.
func (e *env) importRecord(r *record.Record, name string) error {
	var from io.Reader = e.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		from = file
	}
	merged, err := r.Import(from)
	if err != nil {
		return importFailure(name, err)
	}
	e.remark(e.text.T("stats.imported", "New", merged.Answers, "Known", merged.Known))
	return nil
}

// importFailure says what is wrong with an export.
func importFailure(name string, err error) error {
	var format *record.FormatError
	var newer *record.NewerError
	var invalid *record.InvalidError
	var conflict *record.ConflictError
	switch {
	case errors.As(err, &format):
		return usage("stats.no_export", "Path", name, "Detail", strings.TrimSpace(detail(format.Err)))
	case errors.As(err, &newer):
		return usage("stats.newer_export", "Path", name, "Version", newer.Version, "Known", newer.Known)
	case errors.As(err, &invalid):
		return usage("stats.bad_export", "Path", name, "In", invalid.In, "Field", invalid.Field)
	case errors.As(err, &conflict):
		return usage("stats.altered_export", "Path", name, "ID", conflict.ID.String())
	}
	return recordFailure(err)
}
