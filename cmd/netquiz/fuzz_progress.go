package main

import (
	"fmt"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	tty "golang.org/x/term"

	"netquiz/cmd/netquiz/term"
	"netquiz/proto/fuzz"
)

// progressEvery is how often a line of progress is written where there is no
// terminal.
const progressEvery = 10 * time.Second

// watched is a campaign that tells how far it is.
type watched interface{ Progress() fuzz.Progress }

// follow shows progress on standard error until the returned function is
// called: a line that is drawn over and over on a terminal, else one every ten
// seconds.
func (e *env) follow(c watched, o *fuzz.Options) (stop func()) {
	file, ok := e.err.(*os.File)
	if ok && tty.IsTerminal(int(file.Fd())) && os.Getenv("TERM") != "dumb" {
		return e.drawProgress(c, o)
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintln(e.err, e.progressLine("fuzz.progress.line", c.Progress(), o))
			case <-done:
				return
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

// drawProgress draws one line, which goes when the campaign ends.
func (e *env) drawProgress(c watched, o *fuzz.Options) (stop func()) {
	p := mpb.New(mpb.WithOutput(e.err), mpb.WithRefreshRate(200*time.Millisecond), mpb.WithAutoRefresh())
	line := decor.Any(func(s decor.Statistics) string {
		progress := c.Progress()
		if line := e.progressLine("fuzz.progress.line", progress, o); term.Width(line) < s.AvailableWidth {
			return line
		}
		return e.progressLine("fuzz.progress.short", progress, o)
	})
	bar := p.MustAdd(0, nil, mpb.BarRemoveOnComplete(), mpb.PrependDecorators(line))
	return func() {
		bar.Abort(true)
		p.Wait()
	}
}

// progressLine tells, in the words of id, what ran and what is left: time where
// time ends the campaign, else runs.
func (e *env) progressLine(id string, p fuzz.Progress, o *fuzz.Options) string {
	speed := uint64(float64(p.Runs) / max(p.Elapsed.Seconds(), 1e-3))
	left := ""
	switch {
	case o.Time > 0:
		left = e.text.T("fuzz.progress.time", "Left", e.text.Duration(max(o.Time-p.Elapsed, 0).Round(time.Second)))
	case speed > 0:
		rest := float64(o.Runs/max(o.Shards, 1)-min(p.Runs, o.Runs/max(o.Shards, 1))) / float64(speed)
		left = e.text.T("fuzz.progress.time", "Left", e.text.Duration(time.Duration(rest*1e9).Round(time.Second)))
	}
	return e.text.T(id, "Runs", p.Runs, "Speed", speed, "Shapes", p.Shapes, "Findings", p.Findings) + left
}
