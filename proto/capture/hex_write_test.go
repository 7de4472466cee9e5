package capture

import (
	"bytes"
	"encoding/hex"
	"testing"
)

func TestAppendBytes(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for from := range 5 {
		for n := 0; from+n <= len(all); n++ {
			b := all[from : from+n]
			if got, want := string(appendBytes([]byte("x"), b)), "x"+hex.EncodeToString(b); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
	}
	room := make([]byte, 0, 64)
	if got := appendBytes(room, []byte{0xab}); &got[0] != &room[:1][0] || !bytes.Equal(got, []byte("ab")) {
		t.Errorf("it does not append to what it is given: %q", got)
	}
}
