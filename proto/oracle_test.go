package proto_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// The captures of testdata, each with two tables of what tshark 4.0.17 says of
// it, all gzipped: *.tsv and *.info.tsv. They were made by
//
//	tshark -n -r F -T fields -E separator=/t -E occurrence=a -E header=y
//	  -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE
//	  -o udp.check_checksum:TRUE -o eth.check_fcs:TRUE
//	  -o tcp.desegment_tcp_streams:FALSE -o ip.defragment:FALSE
//	  -o ipv6.defragment:FALSE -o tcp.relative_sequence_numbers:FALSE -e …
const captures = "testdata/captures"

func gunzip(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if b, err = io.ReadAll(r); err != nil {
		t.Fatal(err)
	}
	return b
}

// captureNames are the names of the captures, without the folder and .gz.
func captureNames(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(captures + "/*.info.tsv.gz")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(filepath.Base(p), ".info.tsv.gz")
	}
	return paths
}

// packets are those of a capture, each with bytes of its own.
func packets(t testing.TB, file []byte) []*proto.Packet {
	t.Helper()
	r, err := capture.NewReader(bytes.NewReader(file), capture.Auto)
	if err != nil {
		t.Fatal(err)
	}
	var all []*proto.Packet
	for {
		p := &proto.Packet{}
		err := r.Next(p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		p.Bytes = bytes.Clone(p.Bytes)
		all = append(all, p)
	}
}

// A cell is one field of one frame, as tshark and as this package print it.
type cell struct {
	frame        *proto.Frame
	protocols    string // tshark's frame.protocols
	expert       string // tshark's _ws.expert.message and _ws.malformed
	field        string
	ours, theirs string
}

// table is what tshark printed: a row a frame, its columns by name.
type table struct {
	columns []string
	rows    [][]string
}

func parseTable(text []byte) table {
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	t := table{columns: strings.Split(lines[0], "\t")}
	row := ""
	for _, l := range lines[1:] { // a comment may go on in the next line
		if row += l; strings.Count(row, "\t") < len(t.columns)-1 {
			row += "\n"
			continue
		}
		t.rows = append(t.rows, strings.Split(row, "\t"))
		row = ""
	}
	return t
}

func (t *table) cell(row int, column string) string {
	for i, c := range t.columns {
		if c == column && i < len(t.rows[row]) {
			return t.rows[row][i]
		}
	}
	return ""
}

// named are the ids of all fields.
var named = func() map[string]*proto.Selector {
	all := map[string]*proto.Selector{}
	for f := range proto.Fields() {
		s, err := proto.Select(f.ID)
		if err != nil {
			panic(err)
		}
		all[f.ID] = s
	}
	return all
}()

// compare calls differ with every cell in which the two do not agree, and
// answers how many cells there were.
func compare(t testing.TB, packets []*proto.Packet, theirs table, differ func(c *cell)) (cells int) {
	t.Helper()
	if len(packets) != len(theirs.rows) {
		t.Fatalf("%d frames, tshark has %d", len(packets), len(theirs.rows))
	}
	var f proto.Frame
	var values []proto.Value
	var text []byte
	for row, p := range packets {
		f.Decode(p, proto.CheckAll)
		for column, id := range theirs.columns {
			s := named[id]
			if s == nil {
				continue
			}
			cells++
			text = text[:0]
			values = s.Values(values[:0], &f)
			for i, v := range values {
				if i > 0 {
					text = append(text, ',')
				}
				text = v.AppendText(text)
			}
			if want := theirs.rows[row][column]; string(text) != want {
				differ(&cell{&f, theirs.cell(row, "frame.protocols"),
					theirs.cell(row, "_ws.expert.message") + theirs.cell(row, "_ws.malformed"), id, string(text), want})
			}
		}
	}
	return cells
}

// Every cell of every field that has a name here says what tshark says, but for
// those that reasons explains.
func TestOracle(t *testing.T) {
	cells, listed := 0, map[string]int{}
	for _, name := range captureNames(t) {
		t.Run(name, func(t *testing.T) {
			all := packets(t, gunzip(t, filepath.Join(captures, name+".gz")))
			info := parseTable(gunzip(t, filepath.Join(captures, name+".info.tsv.gz")))
			fields := parseTable(gunzip(t, filepath.Join(captures, name+".tsv.gz")))
			for _, theirs := range []table{info, joined(fields, info)} {
				theirs.rows = slices.DeleteFunc(theirs.rows, func(row []string) bool {
					return strings.HasPrefix(row[len(row)-1], "Custom Block:") // tshark counts these as frames
				})
				cells += compare(t, all, theirs, func(c *cell) {
					if why := reason(c); why != "" {
						listed[why]++
						return
					}
					t.Errorf("frame %d: %s is %q, tshark says %q (%s)", c.frame.Packet().Number, c.field, c.ours, c.theirs, c.protocols)
				})
			}
		})
	}
	t.Logf("%d cells", cells)
	for why, n := range listed {
		t.Logf("%5d differ: %s", n, why)
	}
}

// joined is t with those columns of info that reasons are found by.
func joined(t, info table) table {
	for _, c := range []string{"frame.protocols", "_ws.expert.message", "_ws.malformed", "_ws.col.Info"} {
		t.columns = append(t.columns, c)
		for i := range t.rows {
			t.rows[i] = append(t.rows[i], info.cell(i, c))
		}
	}
	return t
}
