package quiz

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"netquiz/locales"
	"netquiz/proto"
)

// every asks each skill for its question with many seeds.
func every(t *testing.T, count uint64, check func(t *testing.T, q *Question)) {
	for _, k := range Skills() {
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			for n := range count {
				seed := n
				if n%2 == 1 {
					seed = n * 0x9e3779b97f4a7c15 // far apart, of every size
				}
				q := k.Question(seed)
				if q == nil {
					t.Fatalf("%s asks nothing", ID(k.Name, seed))
				}
				if check(t, q); t.Failed() {
					t.Fatalf("in %s", q.ID())
				}
			}
		})
	}
}

func count(t *testing.T, n uint64) uint64 {
	if testing.Short() {
		return n / 20
	}
	return n
}

// The rules for questions.
func TestRules(t *testing.T) {
	every(t, count(t, 300), func(t *testing.T, q *Question) {
		key := q.Answer.Key()
		for i := range q.Traps {
			trap := &q.Traps[i]
			if trap.Value.Key() == key {
				t.Errorf("a trap is the answer %s", key)
			}
			if trap.Miss == "" && trap.Slip.ID == "" {
				t.Errorf("nothing explains the trap %s", trap.Value.Key())
			}
		}
		seen := map[string]bool{}
		for _, o := range q.Options {
			if seen[o.Key()] {
				t.Errorf("option %s stands there twice", o.Key())
			}
			seen[o.Key()] = true
		}
		switch q.Kind {
		case Choice:
			checkChoice(t, q)
		case Order:
			if !sameValues(q.Options, q.Answer.(List)) || List(q.Options).Key() == key {
				t.Errorf("options %v are no shuffling of %v", q.Options, q.Answer)
			}
		}
		if q.Ref == "" {
			t.Error("no source")
		}
		if q.Level != LevelOf(q.Seed) {
			t.Errorf("level %d", q.Level)
		}
	})
}

func checkChoice(t *testing.T, q *Question) {
	if len(q.Options) < least || len(q.Options) > most {
		t.Errorf("%d options", len(q.Options))
	}
	for i, o := range q.Options {
		if n, ok := size(o); ok && n >= 1 && n <= uint64(len(q.Options)) && n != uint64(i+1) {
			t.Errorf("option %d says %v, which reads as the number of another", i+1, o)
		}
		if !alike(o, q.Answer) {
			t.Errorf("option %#v is of another form than %#v", o, q.Answer)
		}
		if _, ok := size(o); ok && i > 0 && bySize(q.Options[i-1], o) >= 0 {
			t.Errorf("options %v are not sorted", q.Options)
		}
	}
	if indexOf(q.Options, q.Answer) < 0 {
		t.Errorf("the answer %v is none of the options %v", q.Answer, q.Options)
	}
}

// alike tells whether two options have one form and unit.
func alike(a, b Value) bool {
	switch a := a.(type) {
	case Number:
		b, ok := b.(Number)
		return ok && a.Unit == b.Unit
	case Hex:
		b, ok := b.(Hex)
		return ok && a.Digits == b.Digits
	case Octets:
		b, ok := b.(Octets)
		return ok && len(a) == len(b)
	case Flags:
		_, ok := b.(Flags)
		return ok
	case Literal:
		_, ok := b.(Literal)
		return ok
	case Label:
		_, ok := b.(Label)
		return ok
	case FieldName:
		_, ok := b.(FieldName)
		return ok
	}
	return false
}

func sameValues(a, b []Value) bool {
	for _, v := range a {
		if indexOf(b, v) < 0 {
			return false
		}
	}
	return len(a) == len(b)
}

// Every text renders in both languages, says what the answer is only where it
// may, and uses no word that gives a choice away.
func TestTexts(t *testing.T) {
	languages := []*locales.Localizer{locales.New(locales.Korean), locales.New(locales.English)}
	every(t, count(t, 60)+6, func(t *testing.T, q *Question) {
		for _, l := range languages {
			texts := []string{q.Ask.In(l), q.Hint[0].In(l), q.Hint[1].In(l), q.Why.In(l), q.Answer.In(l)}
			for _, o := range append(q.Options, q.Partners...) {
				texts = append(texts, o.In(l))
			}
			for i := range q.Traps {
				texts = append(texts, q.Traps[i].Why(l))
			}
			texts = append(texts, l.T("quiz."+q.Skill.Name+".name"), l.T("quiz.kind."+string(q.Kind)))
			for _, s := range texts {
				if s == "" || strings.Contains(s, "⟦") || strings.Contains(s, "<no value>") {
					t.Errorf("%s: %q", l.Lang(), s)
				}
			}
			if q.Kind == Choice {
				checkWords(t, q, l)
			}
		}
	})
}

var givesAway = []string{"모두 정답", "항상", "절대", "언제나", "무조건", "all of the above", "always", "never"}

func checkWords(t *testing.T, q *Question, l *locales.Localizer) {
	longest, key := 0, utf8.RuneCountInString(q.Answer.In(l))
	for _, o := range q.Options {
		text := o.In(l)
		for _, word := range givesAway {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: option %q says %q", l.Lang(), text, word)
			}
		}
		if o.Key() != q.Answer.Key() {
			longest = max(longest, utf8.RuneCountInString(text))
		}
	}
	if key > longest+longest/3+3 {
		t.Errorf("%s: the answer %q is the obvious longest", l.Lang(), q.Answer.In(l))
	}
}

// The answer's place is even: over many questions of a choice, no place has far
// more or fewer answers than its share.
func TestPlaces(t *testing.T) {
	var all [most]int
	total := 0
	for _, k := range Skills() {
		for seed := range uint64(240) {
			q := k.Question(seed)
			if q.Kind != Choice || len(q.Options) != most {
				continue
			}
			all[indexOf(q.Options, q.Answer)]++
			total++
		}
	}
	for place, n := range all {
		if share := float64(n) / float64(total); share < 0.17 || share > 0.33 {
			t.Errorf("place %d has %.0f%% of %d answers", place+1, 100*share, total)
		}
	}
}

// A question follows from its name alone, in whatever order they are made.
func TestSameNameSameQuestion(t *testing.T) {
	l := locales.New(locales.Korean)
	for _, k := range Skills() {
		for seed := range count(t, 20) + 2 {
			a := k.Question(seed)
			k.Question(seed + 7)
			b := k.Question(seed)
			if a.Document(l).digest() != b.Document(l).digest() {
				t.Fatalf("%s is not the same twice", a.ID())
			}
		}
	}
}

// unsound are the skills that show frames which something is wrong with.
var unsound = map[string]bool{"packet.fault": true, "packet.ip-checksum": true, "packet.fcs": true}

// What a question shows is sound: the frames decode without a problem, and hold
// the fields that it is about.
func TestFramesAreSound(t *testing.T) {
	every(t, count(t, 150), func(t *testing.T, q *Question) {
		for _, a := range q.About {
			var f proto.Frame
			f.Decode(&q.Frames[a.Frame].Packet, proto.CheckAll)
			if _, ok := find(&f, a.Field); !ok {
				t.Errorf("frame %d has no %s", a.Frame, a.Field.ID)
			}
		}
		if !provable(q) {
			t.Error("nothing in its frames proves the answer")
		}
		if unsound[q.Skill.Name] {
			return
		}
		for i := range q.Frames {
			var f proto.Frame
			f.Decode(&q.Frames[i].Packet, proto.CheckAll)
			if problems := f.Problems(); len(problems) > 0 {
				t.Errorf("frame %d: %v", i, problems[0].Code)
			}
		}
	})
}

// provable tells whether bytes of a frame prove the answer of a question.
func provable(q *Question) bool {
	return slices.ContainsFunc(q.About, func(a Place) bool {
		from, to := span(&q.Frames[a.Frame].Packet, a.Field)
		return to > from
	})
}

func (d Document) digest() string {
	text, err := json.Marshal(d)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Every misconception that has a message is behind some wrong answer, and every
// trap's misconception has its message.
func TestEveryMisconceptionIsATrap(t *testing.T) {
	l := locales.New(locales.Korean)
	used := map[string]bool{}
	for _, k := range Skills() {
		for seed := range uint64(240) {
			q := k.Question(seed)
			for _, trap := range q.Traps {
				used[trap.Miss] = true
			}
			for _, term := range q.Terms {
				used[term.Trap.Miss] = true
			}
		}
	}
	delete(used, "")
	for _, id := range misconceptions {
		if !used[id] {
			t.Errorf("%s is behind no wrong answer", id)
		}
		delete(used, id)
		if !l.Has("quiz.miss."+id) || !l.Has("quiz.fact."+id) {
			t.Errorf("%s has no messages", id)
		}
	}
	for id := range used {
		t.Errorf("%s is no misconception of the list", id)
	}
}

var misconceptions = strings.Fields(`
seq-counts-segments syn-consumes-none fin-consumes-none ack-consumes-one ack-is-last-byte
synack-acks-own third-has-syn synack-two-packets flags-are-numbers syn-opens-port syn-no-data
isn-zero seq-only-grows mss-min mss-is-mtu mss-counts-options no-mss-1460 window-counts-packets
window-fixed scale-in-syn rwnd-is-cwnd offset-bytes ihl-bytes six-flags checksum-tcp-only
checksum-optional checksum-corrects checksum-one odd-pad-sent udp-zero ip-sum-covers-data
fcs-is-checksum padding-is-data mac-is-server arp-remote host-order close-always-four
fin-stops-receiving timewait-server timewait-leftover dns-udp-only dns-512-tcp dns-tcp-same
port-65535 psh-record descriptor-global accept-new-port max-65535-clients send-is-recv
two-way-enough one-at-a-time ack-per-segment window-server-only window-max-64k zero-window-dead
dupack-three mtu-has-eth segment-is-fragment switch-rewrites-mac arp-in-ip ttl-ttl root-knows
rst-is-fin closewait-timewait hub-reads-mac
`)
