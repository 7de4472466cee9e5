package quiz

import (
	"netquiz/locales"
)

// Paper is a round that was marked as an exam, in one language.
type Paper struct {
	Score  int          `json:"score"` // of 100
	Pass   int          `json:"pass"`
	Passed bool         `json:"passed"`
	Right  int          `json:"right"`
	Asked  int          `json:"asked"`
	Stages []PaperStage `json:"stages"` // of which anything was asked, in the order of the talk
	Items  []PaperItem  `json:"questions"`
}

// PaperStage is how an exam went in one stage.
type PaperStage struct {
	Stage string `json:"stage"`
	Asked int    `json:"asked"`
	Right int    `json:"right"`
}

// PaperItem is a question of an exam and what was answered.
type PaperItem struct {
	Document
	Given any    `json:"given"` // null: not answered
	Right bool   `json:"right"`
	Miss  string `json:"miss,omitempty"`
	Why   string `json:"why,omitempty"` // why the answer is wrong, if it is a known way

	Question *Question `json:"-"`
	Said     string    `json:"-"` // the answer given, for people; "" if there is none
}

// Mark marks an exam: given are the answers by the questions' places, nil where
// there is none. Whoever gets pass of 100 or more has passed.
func Mark(questions []*Question, given []Value, pass int, l *locales.Localizer) Paper {
	p := Paper{Pass: pass, Asked: len(questions), Stages: []PaperStage{}, Items: []PaperItem{}}
	byStage := map[string]*PaperStage{}
	for i, q := range questions {
		item := PaperItem{Document: q.Document(l), Question: q}
		stage := byStage[q.Skill.Stage()]
		if stage == nil {
			stage = &PaperStage{Stage: q.Skill.Stage()}
			byStage[stage.Stage] = stage
		}
		stage.Asked++
		if given[i] != nil {
			v := q.Mark(given[i])
			item.Given, item.Right, item.Said = plain(given[i], l), v.Right, given[i].In(l)
			if v.Trap != nil {
				item.Miss, item.Why = v.Trap.Miss, v.Trap.Why(l)
			}
		}
		if item.Right {
			p.Right++
			stage.Right++
		}
		p.Items = append(p.Items, item)
	}
	for _, stage := range Stages {
		if s := byStage[stage]; s != nil {
			p.Stages = append(p.Stages, *s)
		}
	}
	if p.Asked > 0 {
		p.Score = (200*p.Right + p.Asked) / (2 * p.Asked)
	}
	p.Passed = p.Score >= pass
	return p
}
