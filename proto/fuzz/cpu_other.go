//go:build !unix

package fuzz

import "time"

// cpuTime is the time since the start, where nothing better is known.
func cpuTime() time.Duration { return time.Since(began) }
