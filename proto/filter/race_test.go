//go:build race

package filter

// The race detector makes sync.Pool forget things, so that allocations cannot be
// counted under it.
func init() { racing = true }
