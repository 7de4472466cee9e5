// Package lessons holds the course: one Markdown file per stage and language,
// read into steps and blocks. It runs no command and grades no answer; it
// hands both over as data, with the place in the file each came from.
package lessons

import (
	"embed"
	"io/fs"
	"path"
	"slices"

	"netquiz/locales"
)

//go:embed ko/*.md en/*.md
var files embed.FS

// order is the way of one web request; everything that lists stages follows it.
var order = []string{"dns", "socket", "handshake", "segment", "packet", "window", "close", "summary"}

// Stage is one part of the course.
type Stage struct {
	ID      string // "handshake": the file's name, and what `learn` takes
	Written bool   // a lesson exists in every language
}

// Stages lists all stages of the course in the order they are taught.
func Stages() []Stage {
	all := make([]Stage, len(order))
	for i, id := range order {
		all[i] = Stage{ID: id, Written: exists(locales.Korean, id) && exists(locales.English, id)}
	}
	return all
}

// StageError says that there is no lesson of this name to read.
type StageError struct {
	Stage string
	Known bool // a stage of the course whose lesson is not there yet
}

func (e *StageError) Error() string { return "lessons: no lesson: " + e.Stage }

// Load reads the lesson of a stage in one language. It returns a *StageError
// when there is none and a *ParseError when its file is malformed.
func Load(lang locales.Lang, stage string) (*Lesson, error) {
	if !exists(lang, stage) {
		return nil, &StageError{Stage: stage, Known: slices.Contains(order, stage)}
	}
	name := fileOf(lang, stage)
	source, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parse(name, source)
}

func exists(lang locales.Lang, stage string) bool {
	_, err := fs.Stat(files, fileOf(lang, stage))
	return err == nil && slices.Contains(order, stage)
}

func fileOf(lang locales.Lang, stage string) string {
	return path.Join(string(lang), stage+".md")
}
