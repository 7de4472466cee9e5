package record

import (
	"database/sql"
	"errors"
)

// Keep keeps the frames of a question that was asked from a capture, in
// whatever form the caller encodes them, so that it can be asked again when
// the capture is gone. Equal frames are kept once, under the same ID.
func (r *Record) Keep(frames []byte) (ID, error) {
	id := contentID(frames)
	return id, r.write("keep", func(tx *sql.Tx) error { return keep(tx, id, frames) })
}

// Scene returns what Keep kept under an ID, and false if there is nothing.
func (r *Record) Scene(id ID) (frames []byte, ok bool, err error) {
	err = r.db.QueryRow("SELECT frames FROM scenes WHERE id = ?", id[:]).Scan(&frames)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return frames, err == nil, r.failed("read", err)
}

func keep(tx *sql.Tx, id ID, frames []byte) error {
	_, err := tx.Exec("INSERT INTO scenes (id, frames) VALUES (?, ?) ON CONFLICT DO NOTHING", id[:], frames)
	return err
}
