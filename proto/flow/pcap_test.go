package flow

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"netquiz/proto"
)

// readPcap reads a classic little-endian pcap file of testdata.
func readPcap(t testing.TB, name string) []proto.Packet {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	unit := map[uint32]int64{0xa1b2c3d4: 1000, 0xa1b23c4d: 1}[le.Uint32(b)]
	if unit == 0 {
		t.Fatalf("%s is no little-endian pcap", name)
	}
	link := proto.LinkType(le.Uint32(b[20:]))
	var all []proto.Packet
	for b = b[24:]; len(b) > 0; {
		n := le.Uint32(b[8:])
		all = append(all, proto.Packet{
			Bytes: b[16 : 16+n], Number: len(all) + 1, Length: int(le.Uint32(b[12:])), Link: link, FCS: proto.FCSUnknown,
			Time: time.Unix(int64(le.Uint32(b)), int64(le.Uint32(b[4:]))*unit).UTC(),
		})
		b = b[16+n:]
	}
	return all
}

// oracle is what tshark says of the TCP segments of a capture, a row a frame.
type oracle struct {
	columns map[string]int
	rows    [][]string
}

func readOracle(t testing.TB, name string) oracle {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return parseOracle(string(b))
}

// parseOracle reads what tshark prints, the names of the columns first.
func parseOracle(text string) oracle {
	o := oracle{columns: map[string]int{}}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if i == 0 {
			for j, id := range cells {
				o.columns[id] = j
			}
			continue
		}
		o.rows = append(o.rows, cells)
	}
	return o
}

// text is the cell of a row, "" if tshark says nothing.
func (o *oracle) text(row []string, id string) string {
	i, ok := o.columns[id]
	if !ok {
		panic("no column " + id)
	}
	return row[i]
}

func (o *oracle) number(row []string, id string) int {
	n, _ := strconv.Atoi(o.text(row, id))
	return n
}
