package sim

import (
	"errors"
	"fmt"
)

// Why a connection is gone.
var (
	ErrRefused = errors.New("sim: connection refused")   // RST answered the SYN
	ErrReset   = errors.New("sim: connection reset")     // RST came
	ErrTimeout = errors.New("sim: connection timed out") // no answer to any retransmission
)

// OptionError is an option outside its bounds.
type OptionError struct {
	Option      string // name of the field: "Client.MSS"
	Value       float64
	Least, Most float64
}

func (e *OptionError) Error() string {
	return fmt.Sprintf("sim: %s: %v is not in %v to %v", e.Option, e.Value, e.Least, e.Most)
}
