package main

import (
	"errors"
	"strings"
	"time"

	"github.com/fatih/color"

	"netquiz/quiz/record"
)

// openRecord opens the learner's record. A damaged one that was set aside is
// named on standard error, and a new one begun.
func (e *env) openRecord() (*record.Record, error) {
	r, aside, err := record.Open(e.dataDir(), time.Now())
	if aside != nil {
		e.say("cli.hint.label", color.FgYellow, "record.set_aside", []any{"From", aside.From, "To", aside.To})
	}
	return r, recordFailure(err)
}

// recordFailure puts an error of the record into words.
func recordFailure(err error) error {
	var at *record.Error
	var newer *record.NewerError
	switch {
	case errors.As(err, &at):
		id := "record." + strings.ReplaceAll(string(at.Cause), "-", "_")
		return &failure{code: exitUsage, id: id, args: []any{"Path", at.Path, "Detail", detail(at.Err)}, cause: err}
	case errors.As(err, &newer):
		return &failure{code: exitUsage, id: "record.newer", args: []any{"Path", newer.Path, "Version", newer.Version, "Known", newer.Known}, cause: err}
	}
	return err
}
