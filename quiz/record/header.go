package record

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
)

var (
	errNotDatabase = errors.New("no SQLite header")
	errTruncated   = errors.New("empty file beside a log with pages")
	errApplication = errors.New("another application's database")
)

// inspect looks at the file before SQLite does, which would write to it merely
// by opening it. It refuses another program's database and a newer record, tells
// damage that the first bytes show, and whether a record was begun at all.
//
// The offsets are those of "The Database Header" in SQLite's file format.
func inspect(path string) (begun bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // another process just moved a damaged one aside
	}
	if err != nil {
		return false, failure("open", path, err)
	}
	defer f.Close()
	var page [105]byte
	n, err := io.ReadFull(f, page[:])
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		// SQLite would take this for a new database and delete the log.
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
			return false, &Error{Op: "open", Path: path, Cause: Damaged, Err: errTruncated}
		}
		return false, nil
	case errors.Is(err, io.ErrUnexpectedEOF), err == nil && string(page[:16]) != "SQLite format 3\x00":
		return false, &Error{Op: "open", Path: path, Cause: Damaged, Err: errNotDatabase}
	case err != nil:
		return false, failure("open", path, err)
	}

	inWAL := page[18] == 2
	version := int(binary.BigEndian.Uint32(page[60:]))
	switch id := binary.BigEndian.Uint32(page[68:]); {
	case id == application && version > len(migrations):
		return false, &NewerError{Path: path, Version: version, Known: len(migrations)}
	case id == application:
		return inWAL, nil
	// A record whose first migration is still in the log: no table in the file.
	case id == 0 && version == 0 && page[100] == 0x0d && binary.BigEndian.Uint16(page[103:]) == 0:
		return inWAL, nil
	}
	return false, &Error{Op: "open", Path: path, Cause: Foreign, Err: errApplication}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
