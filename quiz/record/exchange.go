package record

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	exportFormat  = "netquiz-record"
	exportVersion = 1
)

// document is an export: all of a record but what can be derived from it.
type document struct {
	Format  string     `json:"format"`
	Version int        `json:"version"`
	Scenes  []scene    `json:"scenes"`  // by ID
	Answers []Answer   `json:"answers"` // by ID
	Steps   []DoneStep `json:"steps"`   // by stage, step and task; also those reset since
	Resets  []reset    `json:"resets"`  // by stage
}

type scene struct {
	ID     ID     `json:"id"`
	Frames []byte `json:"frames"` // base64
}

type reset struct {
	Stage string    `json:"stage"` // empty: all stages
	Time  time.Time `json:"time"`
}

var errFormat = errors.New("not a " + exportFormat)

// Export writes the whole record as JSON, for Import on another machine. Equal
// records give equal bytes. Errors of w are returned as they are, others as *Error.
func (r *Record) Export(w io.Writer) error {
	var doc document
	if err := r.read(func(tx *sql.Tx) error { return doc.load(tx) }); err != nil {
		return err
	}
	return doc.encode(w)
}

// load reads the document from the record.
func (d *document) load(tx *sql.Tx) error {
	err := each(tx, "SELECT id, frames FROM scenes ORDER BY id", nil, func(rows *sql.Rows) error {
		var id []byte
		var s scene
		err := rows.Scan(&id, &s.Frames)
		copy(s.ID[:], id)
		d.Scenes = append(d.Scenes, s)
		return err
	})
	if err != nil {
		return err
	}
	err = each(tx, "SELECT "+answerColumns+" FROM answers ORDER BY id", nil, func(rows *sql.Rows) error {
		a, err := scanAnswer(rows)
		d.Answers = append(d.Answers, a)
		return err
	})
	if err != nil {
		return err
	}
	err = each(tx, "SELECT stage, step, task, time FROM steps ORDER BY stage, step, task", nil, func(rows *sql.Rows) error {
		s, err := scanStep(rows)
		d.Steps = append(d.Steps, s)
		return err
	})
	if err != nil {
		return err
	}
	return each(tx, "SELECT stage, time FROM resets ORDER BY stage", nil, func(rows *sql.Rows) error {
		var s reset
		var nanoseconds int64
		err := rows.Scan(&s.Stage, &nanoseconds)
		s.Time = time.Unix(0, nanoseconds).UTC()
		d.Resets = append(d.Resets, s)
		return err
	})
}

// encode writes the document with a line for each of its items, so that two
// exports can be compared by eye.
func (d *document) encode(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `{"format":%q,"version":%d`, exportFormat, exportVersion)
	if err := errors.Join(
		encodeList(out, "scenes", d.Scenes),
		encodeList(out, "answers", d.Answers),
		encodeList(out, "steps", d.Steps),
		encodeList(out, "resets", d.Resets),
	); err != nil {
		return err
	}
	out.WriteString("}\n")
	return out.Flush()
}

func encodeList[T any](out *bufio.Writer, name string, items []T) error {
	fmt.Fprintf(out, ",\n%q:[", name)
	for i, item := range items {
		line, err := json.Marshal(item)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	_, err := out.WriteString("]")
	return err
}

// decode reads a document and checks all of it. Fails with *FormatError,
// *NewerError, *InvalidError, or what r failed with.
func decode(r io.Reader) (*document, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	// The version comes first: the rest of a newer export may look different.
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, &FormatError{err}
	}
	if head.Format != exportFormat || head.Version < 1 {
		return nil, &FormatError{errFormat}
	}
	if head.Version > exportVersion {
		return nil, &NewerError{Version: head.Version, Known: exportVersion}
	}
	var doc document
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&doc); err != nil {
		return nil, &FormatError{err}
	}
	return &doc, doc.check()
}

func (d *document) check() error {
	in := func(list string, i int, err error) error {
		var invalid *InvalidError
		if errors.As(err, &invalid) {
			invalid.In = fmt.Sprintf("%s[%d]", list, i)
		}
		return err
	}
	for i, s := range d.Scenes {
		if s.ID != contentID(s.Frames) {
			return in("scenes", i, &InvalidError{Field: "id", Value: s.ID})
		}
	}
	for i, a := range d.Answers {
		if err := a.check(); err != nil {
			return in("answers", i, err)
		}
	}
	for i, s := range d.Steps {
		if !storable(s.Time) {
			return in("steps", i, &InvalidError{Field: "time", Value: s.Time})
		}
	}
	for i, s := range d.Resets {
		if !storable(s.Time) {
			return in("resets", i, &InvalidError{Field: "time", Value: s.Time})
		}
	}
	return nil
}
