package capture

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"netquiz/proto"
)

// putLayer puts each field whose value in JSON is not that of the layer's hex.
// What is computed from other values is told in JSON but not read.
func (s *jsonReader) putLayer(l *layerJSON) *LayerError {
	if len(l.Fields) == 0 {
		return nil
	}
	var room [32]proto.Part
	parts := s.parts(room[:0], l)
	if len(parts) == 0 {
		return &LayerError{ID: l.ID, Key: "id", Err: &AbsentError{l.ID}}
	}
	done := 0
	seen := map[string]bool{}
	for i := range parts {
		for j := range parts[i].Table.Fields {
			field := &parts[i].Table.Fields[j]
			raw, ok := l.Fields[field.ID]
			if !ok || seen[field.ID] {
				continue
			}
			seen[field.ID] = true
			done++
			if computed(field) {
				continue
			}
			if err := s.putField(parts[i:], field.ID, raw); err != nil {
				return &LayerError{ID: l.ID, Key: field.ID, Err: err}
			}
		}
	}
	if done < len(l.Fields) {
		return l.strange(seen)
	}
	return nil
}

func computed(f *proto.Field) bool {
	return f.Kind == proto.Computed || f.Kind == proto.ComputedText
}

// strange is the error of the first field, by name, that the layer has not.
func (l *layerJSON) strange(seen map[string]bool) *LayerError {
	var ids []string
	for id := range l.Fields {
		if !seen[id] {
			ids = append(ids, id)
		}
	}
	id := slices.Min(ids)
	if _, err := proto.Select(id); err != nil {
		return &LayerError{ID: l.ID, Key: id, Err: err}
	}
	return &LayerError{ID: l.ID, Key: id, Err: &AbsentError{id}}
}

// parts are those of the layer that stands where l does, or else the fixed
// header of its protocol: a payload of another length moves what follows it.
func (s *jsonReader) parts(dst []proto.Part, l *layerJSON) []proto.Part {
	for i := range s.frame.Layers() {
		at := &s.frame.Layers()[i]
		if int(at.Off) == l.off && at.Proto.String() == l.ID {
			return s.frame.Parts(dst, i)
		}
	}
	p, ok := proto.ProtoByID(l.ID)
	if !ok || p.Table() == nil {
		return dst
	}
	return append(dst, proto.Part{Table: p.Table(), Off: uint32(l.off), Len: uint32(l.size)})
}

// putField puts the values of one id, which may stand in several of the parts.
func (s *jsonReader) putField(parts []proto.Part, id string, raw json.RawMessage) error {
	var values []json.RawMessage
	if bytes.HasPrefix(raw, []byte{'['}) {
		if err := json.Unmarshal(raw, &values); err != nil {
			return err
		}
	} else {
		values = []json.RawMessage{raw}
	}
	n := 0
	for _, part := range parts {
		for j := range part.Table.Fields {
			field := &part.Table.Fields[j]
			if field.ID != id {
				continue
			}
			old, ok := s.frame.Value(part, field)
			if !ok {
				continue
			}
			if n < len(values) {
				if err := s.put(old, values[n]); err != nil {
					return err
				}
			}
			n++
		}
	}
	if n != len(values) {
		return &RepeatError{id, len(values), n}
	}
	return nil
}

// put writes the value into the frame's bytes if it is not what they hold.
func (s *jsonReader) put(old proto.Value, raw json.RawMessage) error {
	var room [64]byte
	if bytes.Equal(appendValue(room[:0], &old), raw) {
		return nil
	}
	text, err := plain(old.Field, raw)
	if err != nil {
		return err
	}
	if !old.Field.Numeric() && string(old.AppendText(nil)) == text {
		return nil
	}
	num, data, err := old.Field.Parse(text)
	if err != nil {
		return err
	}
	if old.Field.Numeric() && num == old.Num {
		return nil
	}
	at, size := old.Part.Off, old.Part.Len
	return old.Field.Set(s.buf[at:at+size], num, data)
}

// plain is a JSON value as the text that Field.Parse reads. Numbers may come as
// 6.0 or 6e0: other programs write them so.
func plain(field *proto.Field, raw json.RawMessage) (string, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		if v {
			return "1", nil
		}
		return "0", nil
	case json.Number:
		if x, err := v.Float64(); err == nil && x == math.Trunc(x) && x >= 0 && x < 1<<53 {
			return strconv.FormatUint(uint64(x), 10), nil
		}
		return v.String(), nil
	}
	return "", &proto.ParseError{Field: field, Text: string(raw)}
}
