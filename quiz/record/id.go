package record

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// ID names an answer, a round or a scene on every machine. The zero ID names nothing.
type ID [16]byte

// NewID returns an ID nobody else has: the milliseconds of t, so that IDs of
// later answers sort later, then 80 random bits.
func NewID(t time.Time) ID {
	var id ID
	binary.BigEndian.PutUint64(id[:8], uint64(t.UnixMilli())<<16)
	rand.Read(id[6:])
	return id
}

// contentID returns the ID of some bytes: equal bytes, equal ID.
func contentID(b []byte) ID {
	sum := sha256.Sum256(b)
	return ID(sum[:16])
}

// String returns the ID as 32 hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// MarshalText writes the ID as 32 hexadecimal digits.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads exactly 32 hexadecimal digits, or fails with *InvalidError.
func (id *ID) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != len(id) {
		return &InvalidError{Field: "id", Value: string(text)}
	}
	*id = ID(b)
	return nil
}
