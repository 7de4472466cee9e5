package capture

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"netquiz/proto"
)

// TestJSONShape: keys and their order are fixed, for scripts depend on them.
func TestJSONShape(t *testing.T) {
	p := proto.Packet{Number: 1, Link: proto.LinkEthernet, FCS: 4, Time: time.Date(2026, 11, 22, 5, 53, 0, 1000, time.UTC), Comment: "a\"b\x01"}
	if err := proto.Build(&p, &proto.EthernetSpec{Dst: [6]byte{2, 0, 0, 0, 0, 2}, Src: [6]byte{2, 0, 0, 0, 0, 1}, Type: 0x1234}, proto.Payload{1, 2}); err != nil {
		t.Fatal(err)
	}
	p.Bytes[len(p.Bytes)-1] ^= 1
	fcs := binary.BigEndian.Uint32(p.Bytes[60:])
	text := string(write(t, JSON, p))
	want := `{"number":1,"time":"2026-11-22T05:53:00.000001Z","length":64,"captured":64,"linktype":"ethernet","comment":"a\"b\u0001",` +
		`"layers":[{"id":"eth","offset":0,"length":14,"hex":"0200000000020200000000011234",` +
		`"fields":{"eth.dst":"02:00:00:00:00:02","eth.src":"02:00:00:00:00:01","eth.type":4660}},` +
		`{"id":"data","offset":14,"length":46,"hex":"0102` + strings.Repeat("00", 44) + `"},` +
		`{"id":"fcs","offset":60,"length":4,"hex":"` + hexOf(p.Bytes[60:]) + `","fields":{"eth.fcs":` + number(fcs) + `,"eth.fcs.status":0}}],` +
		`"problems":[{"kind":"bad-fcs","field":"eth.fcs","offset":60,"got":` + number(fcs) + `,"want":` + number(fcs^1) + "}]}\n"
	if text != want {
		t.Errorf("%s\n%s", text, want)
	}
	if !json.Valid([]byte(text)) {
		t.Error("not valid")
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s []byte
	for _, c := range b {
		s = append(s, digits[c>>4], digits[c&15])
	}
	return string(s)
}

func number(v uint32) string { b, _ := json.Marshal(v); return string(b) }

// TestJSONOfCaptures: every frame of every capture, malformed ones too, comes
// back byte for byte, as written and on many lines.
func TestJSONOfCaptures(t *testing.T) {
	files, _ := filepath.Glob("testdata/captures/*")
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, all, err := readAll(b, Auto)
			if err != nil {
				t.Fatal(err)
			}
			text := write(t, JSON, all...)
			var pretty bytes.Buffer
			for line := range bytes.Lines(text) {
				if err := json.Indent(&pretty, line, "", "  "); err != nil {
					t.Fatalf("%v: %s", err, line)
				}
				if key := repeatedKey(line); key != "" {
					t.Fatalf("%s twice: %s", key, line)
				}
			}
			for _, form := range [][]byte{text, pretty.Bytes()} {
				_, back, err := readAll(form, Auto)
				if err != nil || len(back) != len(all) {
					t.Fatal(len(back), len(all), err)
				}
				for i, p := range back {
					q := all[i]
					if !bytes.Equal(p.Bytes, q.Bytes) || p.WireLength() != q.WireLength() || !p.Time.Equal(q.Time) || p.Link != q.Link || p.Comment != q.Comment {
						t.Fatalf("frame %d:\n%+v\n%+v", i+1, p, q)
					}
				}
			}
		})
	}
}

// repeatedKey is a key that stands twice in one object, "" if none does.
func repeatedKey(text []byte) string {
	d := json.NewDecoder(bytes.NewReader(text))
	var open []map[string]bool
	for key := false; ; {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{':
				open = append(open, map[string]bool{})
			case '[':
				open = append(open, nil)
			default:
				open = open[:len(open)-1]
			}
			key = true
			continue
		case string:
			if keys := open[len(open)-1]; keys != nil && key {
				if keys[token] {
					return token
				}
				keys[token], key = true, false
				continue
			}
		}
		key = true
	}
}

// TestJSONChanged: what is changed in JSON is changed in the frame, and nothing
// else; without sealing, lengths and sums stay as they are.
func TestJSONChanged(t *testing.T) {
	p := syn(t)
	text := string(write(t, JSON, p))
	end := len(p.Bytes) - 4
	for _, c := range []struct {
		name, old, new string
		want           func(b []byte) []byte
	}{
		{"nothing", "", "", func(b []byte) []byte { return b }},
		{"group", `"tcp.flags":2`, `"tcp.flags":18`, func(b []byte) []byte { b[47] = 0x12; return b }},
		{"leaf", `"tcp.flags.ack":false`, `"tcp.flags.ack":true`, func(b []byte) []byte { b[47] = 0x12; return b }},
		{"flag as number", `"tcp.flags.ack":false`, `"tcp.flags.ack":1`, func(b []byte) []byte { b[47] = 0x12; return b }},
		{"group and leaf", `"tcp.flags":2,"tcp.flags.res":0,"tcp.flags.ae":false`, `"tcp.flags":18,"tcp.flags.res":0,"tcp.flags.ae":true`,
			func(b []byte) []byte { b[46], b[47] = b[46]|1, 0x12; return b }},
		{"a number with a fraction", `"ip.ttl":64`, `"ip.ttl":63.0`, func(b []byte) []byte { b[22] = 63; return b }},
		{"a number as text", `"ip.ttl":64`, `"ip.ttl":"0x3f"`, func(b []byte) []byte { b[22] = 63; return b }},
		{"a name", `"ip.proto":6`, `"ip.proto":"UDP"`, func(b []byte) []byte { b[23] = 17; return b }},
		{"a unit", `"ip.hdr_len":20`, `"ip.hdr_len":24`, func(b []byte) []byte { b[14] = 0x46; return b }},
		{"an address", `"ip.src":"192.168.0.10"`, `"ip.src":"10.0.0.1"`, func(b []byte) []byte { copy(b[26:], []byte{10, 0, 0, 1}); return b }},
		{"one of many", `"tcp.option_kind":[2,4,8,1,3]`, `"tcp.option_kind":[2,1,8,1,3]`, func(b []byte) []byte { b[58] = 1; return b }},
		{"what is computed is not read", `"tcp.len":0`, `"tcp.len":99`, func(b []byte) []byte { return b }},
		{"problems are not read", `"problems":[]`, `"problems":[{"kind":"nonsense"}]`, func(b []byte) []byte { return b }},
		{"a longer payload", `"id":"data","offset":74,"length":0,"hex":""`, `"id":"data","offset":74,"length":0,"hex":"474554"`,
			func(b []byte) []byte { return append(b[:end:end], append([]byte("GET"), b[end:]...)...) }},
		{"no FCS", `,{"id":"fcs","offset":74`, `],"no":[{"id":"fcs","offset":74`, func(b []byte) []byte { return b[:end] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(text, c.old, c.new, 1)
			if changed == text && c.old != "" {
				t.Fatal(text)
			}
			r, all, err := readAll([]byte(changed), Auto)
			if err != nil {
				t.Fatal(err)
			}
			if want := c.want(bytes.Clone(p.Bytes)); !bytes.Equal(all[0].Bytes, want) {
				t.Errorf("%x\n%x", all[0].Bytes, want)
			}
			if c.name == "group" && !bytes.Equal(r.Given(), p.Bytes) {
				t.Errorf("given %x", r.Given())
			}
			fcs := int8(4)
			if c.name == "no FCS" {
				fcs = proto.FCSUnknown
			}
			if content := len(all[0].Bytes) - max(0, int(fcs)); r.Content() != content || all[0].FCS != fcs || all[0].Length != len(all[0].Bytes) {
				t.Errorf("content of %d bytes, FCS of %d, length %d", r.Content(), all[0].FCS, all[0].Length)
			}
		})
	}
}

// TestJSONSealed: a payload of another length, sealed, is a good frame again.
func TestJSONSealed(t *testing.T) {
	p := syn(t)
	text := strings.Replace(string(write(t, JSON, p)), `"hex":""`, `"hex":"ed959ceab880"`, 1)
	r, all, err := readAll([]byte(text), Auto)
	if err != nil {
		t.Fatal(err)
	}
	q := all[0]
	if err := proto.Seal(&q, r.Content(), proto.KeepNone); err != nil {
		t.Fatal(err)
	}
	var f proto.Frame
	f.Decode(&q, proto.CheckAll)
	if len(f.Problems()) != 0 || len(q.Bytes) != len(p.Bytes)+6 {
		t.Errorf("%v, %d bytes", f.Problems(), len(q.Bytes))
	}
}

// TestJSONOfFieldsPut: whatever number is put into whatever field of a layer,
// the frame that comes of it has it there.
func TestJSONOfFieldsPut(t *testing.T) {
	p := syn(t)
	var f proto.Frame
	f.Decode(&p, proto.CheckAll)
	rapid.Check(t, func(t *rapid.T) {
		layer := rapid.IntRange(0, 2).Draw(t, "layer")
		part := f.Parts(nil, layer)[0]
		var numbers []*proto.Field
		for i := range part.Table.Fields {
			if x := &part.Table.Fields[i]; x.Numeric() && x.Leaf() && x.Kind != proto.Flag {
				numbers = append(numbers, x)
			}
		}
		if len(numbers) == 0 {
			return
		}
		field := rapid.SampledFrom(numbers).Draw(t, "field")
		old := field.Uint(f.PartBytes(part))
		v := rapid.Uint64Range(0, field.Max()).Draw(t, "value")
		text := string(write(t, JSON, p))
		from := `"` + field.ID + `":` + number(uint32(old*field.Scale()))
		changed := strings.Replace(text, from, `"`+field.ID+`":`+number(uint32(v*field.Scale())), 1)
		_, all, err := readAll([]byte(changed), JSON)
		if err != nil {
			t.Fatal(err)
		}
		want := bytes.Clone(p.Bytes)
		if err := field.Put(want[part.Off:part.Off+part.Len], v); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(all[0].Bytes, want) {
			t.Fatalf("%x\n%x", all[0].Bytes, want)
		}
	})
}

func TestJSONErrors(t *testing.T) {
	p := syn(t)
	text := "\n" + string(write(t, JSON, p))
	for _, c := range []struct {
		name, old, new string
		layer          int
		id, key        string
		cause          any
	}{
		{"too large", `"ip.ttl":64`, `"ip.ttl":256`, 1, "ip", "ip.ttl", new(*proto.RangeError)},
		{"not of the unit", `"ip.hdr_len":20`, `"ip.hdr_len":21`, 1, "ip", "ip.hdr_len", new(*proto.UnitError)},
		{"negative", `"ip.ttl":64`, `"ip.ttl":-1`, 1, "ip", "ip.ttl", new(*proto.ParseError)},
		{"no address", `"192.168.0.10"`, `"192.168.0"`, 1, "ip", "ip.src", new(*proto.ParseError)},
		{"null", `"ip.ttl":64`, `"ip.ttl":null`, 1, "ip", "ip.ttl", new(*proto.ParseError)},
		{"an object", `"ip.ttl":64`, `"ip.ttl":{"a":1}`, 1, "ip", "ip.ttl", new(*proto.ParseError)},
		{"no field", `"ip.ttl":64`, `"ip.tll":64`, 1, "ip", "ip.tll", new(*proto.UnknownFieldError)},
		{"a field of another layer", `"ip.ttl":64`, `"tcp.srcport":64`, 1, "ip", "tcp.srcport", new(*AbsentError)},
		{"one too many", `[2,4,8,1,3]`, `[2,4,8,1,3,0]`, 2, "tcp", "tcp.option_kind", new(*RepeatError)},
		{"one for many", `[2,4,8,1,3]`, `2`, 2, "tcp", "tcp.option_kind", new(*RepeatError)},
		{"no hex", `"hex":"",`, ``, 3, "data", "hex", nil},
		{"half a byte", `"hex":""`, `"hex":"abc"`, 3, "data", "hex", new(error)},
		{"no time", `"time":"`, `"time":"x`, -1, "", "time", new(*time.ParseError)},
		{"no link type", `"ethernet"`, `"ether"`, -1, "", "linktype", new(*AbsentError)},
		{"no layers", `"layers"`, `"layer"`, -1, "", "layers", new(*AbsentError)},
		{"longer than can be", `"length":78,"cap`, `"length":4294967296,"cap`, -1, "", "length", new(*Error)},
		{"another program's", `"layers":[`, `"layers":{"a":1},"x":[`, -1, "", "layers", new(*json.UnmarshalTypeError)},
		{"no JSON", `"number":1`, `"number":x`, -1, "", "", new(*json.SyntaxError)},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(text, c.old, c.new, 1)
			if c.name == "no hex" {
				changed = strings.Replace(text, `"length":0,"hex":""`, `"length":0`, 1)
				c.cause = new(*AbsentError)
			}
			if changed == text {
				t.Fatal(text)
			}
			_, _, err := readAll([]byte(changed), JSON)
			var e *Error
			var l *LayerError
			if !errors.As(err, &e) || e.Reason != BadJSON || e.Line != 2 || e.Frame != 1 || e.Offset != 1 {
				t.Fatalf("%+v", e)
			}
			if !errors.As(err, &l) || l.Layer != c.layer || l.ID != c.id || l.Key != c.key || !errors.As(l.Err, c.cause) {
				t.Errorf("%+v", l)
			}
		})
	}
}

func TestJSONBreaksOff(t *testing.T) {
	p := syn(t)
	text := write(t, JSON, p, p)
	first := bytes.IndexByte(text, '\n') + 1
	for n := first + 1; n < len(text)-1; n++ {
		_, all, err := readAll(text[:n], JSON)
		var e *Error
		if len(all) != 1 || !errors.As(err, &e) || e.Reason != Truncated || e.Frame != 2 || e.Line != 2 || e.Offset != int64(first) {
			t.Fatalf("%d bytes: %d frames, %v", n, len(all), err)
		}
	}
}
