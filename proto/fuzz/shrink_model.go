package fuzz

import "reflect"

// reduceModel makes every value of the model as simple as the fault allows: zero,
// empty, or short. It needs to know no protocol: a Layer's exported fields are its
// values.
func (s *shrinker) reduceModel() (smaller bool) {
	for k := len(s.model) - 1; k >= 0; k-- {
		smaller = s.reduceValue(reflect.ValueOf(s.model[k]).Elem()) || smaller
	}
	return smaller
}

func (s *shrinker) reduceValue(v reflect.Value) (smaller bool) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				smaller = s.reduceValue(v.Field(i)) || smaller
			}
		}
	case reflect.Slice:
		smaller = s.reduceSlice(v)
		for i := 0; v.Type().Elem().Kind() != reflect.Uint8 && i < v.Len(); i++ {
			smaller = s.reduceValue(v.Index(i)) || smaller
		}
	default:
		if v.CanSet() && !v.IsZero() {
			smaller = s.attemptValue(v, reflect.Zero(v.Type()))
			if !smaller && v.CanUint() && v.Uint() > 1 {
				smaller = s.attemptValue(v, reflect.ValueOf(v.Uint()/2).Convert(v.Type()))
			}
		}
	}
	return smaller
}

// reduceSlice makes a list 0, 1, 2 or half as long, or leaves one out.
func (s *shrinker) reduceSlice(v reflect.Value) (smaller bool) {
	for _, n := range [...]int{0, 1, 2, v.Len() / 2, v.Len() - 1} {
		if n >= 0 && n < v.Len() && s.attemptValue(v, v.Slice3(0, n, n)) {
			smaller = true
		}
	}
	for i := 0; i < v.Len() && v.Len() <= 16; i++ {
		without := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i))
		if s.attemptValue(v, reflect.AppendSlice(without, v.Slice(i+1, v.Len()))) {
			smaller = true
			i--
		}
	}
	if v.Len() > 0 && v.Type().Elem().Kind() == reflect.Uint8 && !allZero(v.Bytes()) {
		smaller = s.attemptValue(v, reflect.MakeSlice(v.Type(), v.Len(), v.Len())) || smaller
	}
	return smaller
}

func (s *shrinker) attemptValue(v, simpler reflect.Value) bool {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	shorter := s.attempt(func() { v.Set(simpler) }, func() { v.Set(before) })
	return shorter && (v.Kind() != reflect.Slice || v.Len() == simpler.Len()) // or it was made anew from other values
}
