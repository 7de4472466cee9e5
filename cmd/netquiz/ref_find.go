package main

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"netquiz/locales"
	"netquiz/proto"
)

// hit is an entry that was found, and how well it fits: the less the better.
type hit struct {
	entry *entry
	rank  rank
}

// rank says by what an entry was found.
type rank int

const (
	byID       rank = iota // its id, or a short form of it
	byWord                 // what it is called
	byInitials             // the same in initial consonants
	withinWord
	withinID
	withinText
)

// exact tells whether the entry is what was asked for, and not one of several
// that may be meant.
func (h hit) exact() bool { return h.rank <= byWord }

// find returns the entries that a term fits, the best first; all for "".
func (d *dictionary) find(term string) []hit {
	term = norm.NFC.String(strings.TrimSpace(term))
	short := map[string]bool{}
	if s, err := proto.Select(term); err == nil && term != "" {
		for _, f := range s.Fields {
			short[f.ID] = true
		}
	}
	var found []hit
	for _, x := range d.entries {
		if r, ok := x.fits(term); ok {
			if short[x.id] && x.kind == aField {
				r = min(r, byWord)
			}
			found = append(found, hit{x, r})
		}
	}
	slices.SortStableFunc(found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(slices.Index(kinds, a.entry.kind), slices.Index(kinds, b.entry.kind)))
	})
	return found
}

// fits tells how well a term fits the entry, if it does.
func (x *entry) fits(term string) (rank, bool) {
	if strings.EqualFold(term, x.id) {
		return byID, true
	}
	best, ok := withinText, false
	consider := func(r rank) { best, ok = min(best, r), true }
	for _, word := range x.words {
		switch {
		case !locales.MatchKorean(term, word):
		case same(term, word):
			return byWord, true
		case len([]rune(squeezed(term))) == len([]rune(squeezed(word))):
			consider(byInitials)
		default:
			consider(withinWord)
		}
	}
	if strings.Contains(x.id, strings.ToLower(term)) {
		consider(withinID)
	}
	if !ok && slices.ContainsFunc(x.values, func(text string) bool { return locales.MatchKorean(term, text) }) {
		consider(withinText)
	}
	return best, ok
}

// same tells whether two words are the same but for spaces and case.
func same(a, b string) bool { return strings.EqualFold(squeezed(a), squeezed(b)) }

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// meant are the entries that a term can mean: those that fit it best, and, if it
// names one of them, all that it names.
func meant(found []hit) []hit {
	return slices.DeleteFunc(slices.Clone(found), func(h hit) bool {
		return h.rank != found[0].rank && !(h.exact() && found[0].exact())
	})
}

// others are the entries behind the first.
func others(found []hit) []*entry {
	var all []*entry
	for _, h := range found[1:] {
		all = append(all, h.entry)
	}
	return all
}
