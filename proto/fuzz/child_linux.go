package fuzz

import (
	"bytes"
	"os"
	"strconv"
	"time"
)

// guardEvery is how often a target is looked at.
const guardEvery = 20 * time.Millisecond

// guard ends a target that holds more memory than it may, and what a target that
// ended has left running: it may hold the pipe open, so that the end is not seen.
func (c *child) guard() {
	tick := time.NewTicker(guardEvery)
	defer tick.Stop()
	status := "/proc/" + strconv.Itoa(c.cmd.Process.Pid) + "/statm"
	page := uint64(os.Getpagesize())
	for {
		select {
		case <-c.ended:
			return
		case <-tick.C:
		}
		text, err := os.ReadFile(status)
		if err != nil {
			return
		}
		fields := bytes.Fields(text)
		if len(fields) < 2 {
			return
		}
		resident, err := strconv.ParseUint(string(fields[1]), 10, 64)
		switch {
		case err == nil && resident*page > c.target.memory():
			c.greedy.Store(true)
		case err != nil || resident > 0:
			continue
		}
		c.kill()
		return
	}
}
