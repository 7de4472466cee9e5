package main

import (
	"bytes"
	"io"

	"netquiz/proto"
	"netquiz/proto/capture"
	"netquiz/quiz"
	"netquiz/quiz/record"
)

// conversations are those of a capture that questions can be asked about. Where it
// breaks off, that is said, and what came before is asked about.
func (e *env) conversations(name string) ([]*quiz.Scene, error) {
	in := &sources{e: e, names: []string{name}, fcs: proto.FCSUnknown}
	defer in.close()
	var g quiz.Gatherer
	var p proto.Packet
	for {
		err := in.next(&p)
		if err == nil {
			g.Add(&p)
			continue
		}
		scenes := g.Scenes()
		switch {
		case err != io.EOF && scenes == nil:
			return nil, err
		case err != io.EOF:
			e.report(err)
		case in.count == 0:
			return nil, usage("decode.no_frames")
		case scenes == nil:
			why := ""
			if reason, n := g.Passed(); n > 0 {
				why = e.text.Plural("quiz.from.why."+string(reason), n)
			}
			return nil, usage("quiz.from.nothing", "Path", name, "Frames", in.count, "Why", why).hinted("quiz.from.hint")
		}
		return scenes, nil
	}
}

// lacking says what conversations have not that each of some skills needs; nil if
// they may have it all.
func lacking(skills []*quiz.Skill, scenes []*quiz.Scene) error {
	if missing := quiz.Missing(skills, scenes); missing != 0 {
		return usage("quiz.from.lacks", "Ethernet", missing&quiz.Ethernet != 0, "IPv4", missing&quiz.IPv4 != 0).hinted("quiz.from.lacks_hint")
	}
	return nil
}

// keep keeps the frames that a question of a capture is about, so that it can be
// asked again without the capture.
func (p *play) keep(q *quiz.Question) (record.ID, error) {
	if q.Scene == nil {
		return record.ID{}, nil
	}
	if id, ok := p.kept[q.Scene]; ok {
		return id, nil
	}
	var frames bytes.Buffer
	out, err := capture.NewWriter(&frames, capture.PCAPNano)
	if err != nil {
		return record.ID{}, err
	}
	for _, packet := range q.Scene.Packets() {
		if err := out.Write(&packet); err != nil {
			return record.ID{}, err
		}
	}
	if err := out.Close(); err != nil {
		return record.ID{}, err
	}
	id, err := p.record.Keep(frames.Bytes())
	if err == nil {
		if p.kept == nil {
			p.kept = map[*quiz.Scene]record.ID{}
		}
		p.kept[q.Scene] = id
	}
	return id, err
}

// again is the question that an answer in the record was about, nil if its frames
// are not there or have nothing to ask about.
func (p *play) again(a record.Answer) (*quiz.Question, error) {
	k := quiz.Find(a.Skill)
	if a.Scene == (record.ID{}) {
		return k.Question(a.Seed), nil
	}
	scene, ok := p.scenes[a.Scene]
	if !ok {
		frames, found, err := p.record.Scene(a.Scene)
		if err != nil || !found {
			return nil, err
		}
		if scene, err = keptScene(frames); err != nil {
			return nil, err
		}
		if p.scenes == nil {
			p.scenes = map[record.ID]*quiz.Scene{}
		}
		p.scenes[a.Scene] = scene
	}
	return k.About(scene, a.Seed), nil
}

// keptScene is a scene as keep put it down.
func keptScene(frames []byte) (*quiz.Scene, error) {
	in, err := capture.NewReader(bytes.NewReader(frames), capture.PCAPNano)
	if err != nil {
		return nil, unreadable("netquiz.db", err)
	}
	var packets []proto.Packet
	for {
		var p proto.Packet
		if err := in.Next(&p); err == io.EOF {
			return quiz.SceneOf(packets), nil
		} else if err != nil {
			return nil, unreadable("netquiz.db", err)
		}
		p.Bytes = bytes.Clone(p.Bytes)
		packets = append(packets, p)
	}
}
