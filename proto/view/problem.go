package view

import "netquiz/proto"

// Problem says what is wrong with the frame and what would be right.
func (s Style) Problem(p *proto.Problem) string {
	name, by := "", ""
	if p.Field != nil {
		name = s.Name(p.Field)
	}
	if p.LimitedBy != nil {
		by = s.Name(p.LimitedBy)
	}
	return s.L.T("problem."+p.Code.String(),
		"Field", name, "By", by,
		"Got", s.fact(p, p.Got), "Want", s.fact(p, p.Want),
		"GotN", p.Got, "WantN", p.Want,
		"Named", p.Field != nil && p.Field.Kind == proto.EnumValue)
}

// fact is a number of a problem, in the unit of the field that it is about.
func (s Style) fact(p *proto.Problem, n uint64) string {
	if p.Field == nil {
		if p.Code == proto.TooDeep {
			return s.L.Number(n)
		}
		return s.L.Bytes(int64(n))
	}
	v := proto.Value{Field: p.Field, Num: n}
	if p.Field.Kind == proto.Length {
		return s.L.Bytes(int64(v.Scaled()))
	}
	return v.String()
}

// problemInk tells what breaks a frame from what is worth telling.
func problemInk(p *proto.Problem) ink {
	if p.Code.Broken() {
		return alarming
	}
	return telling
}
