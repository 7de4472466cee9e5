package quiz

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Stages are the parts of the course, in the order of the talk. The last one
// asks about all the others.
var Stages = []string{"dns", "socket", "handshake", "segment", "packet", "window", "close", "summary"}

// Skill is one thing to be able to do, and what asks about it.
type Skill struct {
	Name    string // "handshake.ack-number"
	Place   int    // in its stage, in the order of the talk, from 1
	Step    int    // of the stage's lesson, which explains it; 0: all of it
	Ref     string // "RFC 9293 §3.5"
	Setting *Setting
	Needs   Needs // of the scenes of a capture
	// Make asks about a scene. What it asks follows from the scene, the random
	// numbers and the level alone; false: there is nothing to ask about here.
	Make func(s *Scene, r *rand.Rand, level int) (Question, bool)

	salt uint64
}

// Stage is the part of the course that the skill belongs to.
func (k *Skill) Stage() string {
	stage, _, _ := strings.Cut(k.Name, ".")
	return stage
}

// Lesson is the step of the course that explains the skill: "handshake#5".
func (k *Skill) Lesson() string { return lesson(k, k.Step) }

var registered []*Skill

func register(k Skill) {
	h := fnv.New64a()
	h.Write([]byte(k.Name))
	k.salt = h.Sum64()
	registered = append(registered, &k)
}

// Skills are all skills, in the order of the talk.
var Skills = sync.OnceValue(func() []*Skill {
	all := slices.Clone(registered)
	slices.SortFunc(all, func(a, b *Skill) int {
		return cmp.Or(cmp.Compare(slices.Index(Stages, a.Stage()), slices.Index(Stages, b.Stage())),
			cmp.Compare(a.Place, b.Place), cmp.Compare(a.Name, b.Name))
	})
	return all
})

// Find is the skill with this name, nil if there is none.
func Find(name string) *Skill {
	for _, k := range Skills() {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Of are the skills of some stages, in the order of the talk; of all stages if
// none is given or summary is among them.
func Of(stages ...string) []*Skill {
	if len(stages) == 0 || slices.Contains(stages, "summary") {
		return Skills()
	}
	return slices.DeleteFunc(slices.Clone(Skills()), func(k *Skill) bool { return !slices.Contains(stages, k.Stage()) })
}

// Levels is how many levels there are, from 1 on.
const Levels = 3

// LevelOf is the level of the questions with a seed.
func LevelOf(seed uint64) int { return 1 + int(seed%Levels) }

// SeedFor is the seed nearest above s whose questions have a level.
func SeedFor(s uint64, level int) uint64 {
	base := s - s%Levels
	if base > ^uint64(0)-Levels {
		base -= Levels
	}
	return base + uint64(level-1)
}

// ID is the name of a question: skill#seed, the seed in hexadecimal.
func ID(skill string, seed uint64) string { return skill + "#" + strconv.FormatUint(seed, 16) }

// ParseID takes the name of a question apart. It is false if there is no such
// skill (which is then nil) or the seed is no hexadecimal number of 64 bits.
func ParseID(id string) (*Skill, uint64, bool) {
	name, digits, found := strings.Cut(strings.TrimSpace(id), "#")
	k := Find(name)
	seed, err := strconv.ParseUint(strings.TrimPrefix(digits, "0x"), 16, 64)
	return k, seed, found && k != nil && err == nil
}

// tries is how often a generator may find nothing to ask in a scene of its own
// setting before there is no question. That a few do for every seed is tested.
const tries = 100

// Question is the skill's question with a seed. It is nil only for a skill whose
// setting has nothing to ask about.
func (k *Skill) Question(seed uint64) *Question {
	level := LevelOf(seed)
	for try := range uint64(tries) {
		r := rand.New(rand.NewPCG(seed, k.salt+try))
		if q := k.ask(k.Setting.Scene(r, level), seed, level, r); q != nil {
			return q
		}
	}
	return nil
}

// aboutTries is how often a generator may draw from a given scene and find
// nothing to ask.
const aboutTries = 6

// About is the skill's question with a seed about a given scene, nil if the scene
// has nothing to ask about.
func (k *Skill) About(s *Scene, seed uint64) *Question {
	if k.Needs&s.lacks != 0 {
		return nil
	}
	for try := range uint64(aboutTries) {
		if q := k.ask(s, seed, LevelOf(seed), rand.New(rand.NewPCG(seed, k.salt+try))); q != nil {
			q.Scene = s
			return q
		}
	}
	return nil
}

func (k *Skill) ask(s *Scene, seed uint64, level int, r *rand.Rand) *Question {
	q, ok := k.Make(s, r, level)
	if !ok || !q.finish(k, seed, level, r) {
		return nil
	}
	return &q
}
