package fuzz

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"netquiz/proto"
	"netquiz/proto/capture"
)

// Keep writes a finding into a folder of its own in dir, named by its signature:
// case.json, frame.bin, frame.pcap and report.txt with the text of report, and the
// frames of the other cases beside, frame-2.bin and frame-3.bin. What an earlier
// campaign kept there is joined: counts add up, the smallest frames stay.
func Keep(dir string, found []Kept, report []byte) error {
	first := &found[0]
	dir = filepath.Join(dir, first.Signature)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(first, "", "\t")
	if err != nil {
		return err
	}
	capture, err := pcap(&first.Case.Packet)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"case.json": append(text, '\n'), "frame.bin": first.Case.Packet.Bytes, "frame.pcap": capture, "report.txt": report,
	}
	for k := range found[1:] {
		files["frame-"+strconv.Itoa(k+2)+".bin"] = found[k+1].Case.Packet.Bytes
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pcap is a capture of one packet.
func pcap(p *proto.Packet) ([]byte, error) {
	var b bytes.Buffer
	w, err := capture.NewWriter(&b, capture.PCAP)
	if err != nil {
		return nil, err
	}
	if err := w.Write(p); err != nil {
		return nil, err
	}
	return b.Bytes(), w.Close()
}
