package lessons

import "bytes"

// source is a lesson's file, read by byte offsets.
type source struct {
	file string
	text []byte
}

func (s source) at(offset int) Pos {
	before := s.text[:min(max(offset, 0), len(s.text))]
	return Pos{
		File:   s.file,
		Line:   1 + bytes.Count(before, []byte("\n")),
		Column: len(before) - bytes.LastIndexByte(before, '\n'),
	}
}

func (s source) fail(offset int, problem Problem, subject string) error {
	return &ParseError{Pos: s.at(offset), Problem: problem, Subject: subject}
}

func (s source) lineStart(offset int) int {
	return bytes.LastIndexByte(s.text[:offset], '\n') + 1
}

// lineEnd is where the next line begins, or the end of the file.
func (s source) lineEnd(offset int) int {
	if i := bytes.IndexByte(s.text[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(s.text)
}
