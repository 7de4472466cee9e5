//go:build race

package capture

// The race detector makes sync.Pool forget things, so that allocations cannot be
// counted under it.
func init() { racing = true }
