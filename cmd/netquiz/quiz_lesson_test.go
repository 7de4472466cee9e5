package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"netquiz/lessons"
	"netquiz/locales"
	"netquiz/quiz"
)

// The step that a skill sends its learners to exists, in every language.
func TestSkillsNameStepsThatExist(t *testing.T) {
	for _, k := range quiz.Skills() {
		if k.Step == 0 {
			continue
		}
		for _, lang := range []locales.Lang{locales.Korean, locales.English} {
			l, err := lessons.Load(lang, k.Stage())
			if err != nil || k.Step > len(l.Steps) {
				t.Errorf("%s: there is no step %s: %v", k.Name, k.Lesson(), err)
			}
		}
	}
}

// The skills that a lesson's checks ask for exist.
func TestLessonsAskForSkillsThatExist(t *testing.T) {
	for _, stage := range stageNames() {
		l, err := lessons.Load(locales.Korean, stage)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range l.Steps {
			for _, b := range step.Blocks {
				check, ok := b.(lessons.Check)
				for i := 0; ok && i < len(check.Skills); i++ {
					if quiz.Find(check.Skills[i]) == nil {
						t.Errorf("%v: there is no skill %s", check.At(), check.Skills[i])
					}
				}
			}
		}
	}
}

// The command that is given as the answer to a frame to be built builds it.
func TestCommandsBuildWhatIsAsked(t *testing.T) {
	program, err := exec.LookPath("netquiz")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range quiz.Skills() {
		for seed := range uint64(2 * quiz.Levels) {
			q := k.Question(seed)
			if q.Kind != quiz.Build {
				continue
			}
			command := q.Answer.(quiz.Made).Command
			cmd := exec.Command(program, "quiz", "--id", q.ID(), "--data-dir", t.TempDir(), "--lang", "ko")
			cmd.Stdin = strings.NewReader(command + "\n")
			if out, err := cmd.Output(); err != nil || !bytes.HasPrefix(out, []byte("맞았어요!")) {
				t.Errorf("%s: %s: %v\n%s", q.ID(), command, err, out)
			}
		}
	}
}
