package view

import (
	"strings"
	"testing"

	"netquiz/proto"
)

// Letters beyond ASCII are shown where the bytes are text, and only there.
func TestTextColumn(t *testing.T) {
	korean := "가나다라마바"
	for _, test := range []struct {
		name, data, want string
	}{
		{"Korean", korean, "가 나 다 "},
		{"its first letter is cut", korean[1:], "..나 다 "},
		{"its last letter is cut", korean[:len(korean)-1], "마 .."},
		{"a letter by chance", "\xc3\xa9\xff\x00\x01", "....."},
		{"a letter alone", "\xc3\xa9", "é "},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := proto.Packet{Link: proto.LinkEthernet}
			// The sequence number is é twice, which it does not mean.
			err := proto.Build(&p, &proto.EthernetSpec{}, &proto.IPv4Spec{}, &proto.TCPSpec{Seq: 0xc3a9c3a9}, proto.Payload(test.data))
			if err != nil {
				t.Fatal(err)
			}
			var f proto.Frame
			f.Decode(&p, proto.CheckAll)
			cells := strings.Join(textCells(&f, 1<<10), "")
			header, data := cells[:54], cells[54:]
			if strings.Contains(header, "é") {
				t.Errorf("the header is %q", header)
			}
			if !strings.Contains(data, test.want) {
				t.Errorf("%q lacks %q", data, test.want)
			}
		})
	}
}
