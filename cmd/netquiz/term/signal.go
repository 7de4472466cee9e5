package term

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Interrupts returns a context that ends with cause [ErrInterrupted] at the
// first SIGINT or SIGTERM. What waits on it puts the terminal back in order,
// cursor and echo included, and keeps what was done so far; a second signal
// kills. Nothing catches SIGPIPE: writing to a closed pipe ends the process
// silently, as the runtime does by default.
func Interrupts(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals)
		select {
		case <-signals:
			cancel(ErrInterrupted)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
