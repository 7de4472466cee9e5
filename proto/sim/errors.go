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

// Why a name led to no address.
var (
	ErrNoName    = errors.New("sim: no such name")        // NXDOMAIN
	ErrNoAddress = errors.New("sim: name has no address") // of that IP version
	ErrNoAnswer  = errors.New("sim: no name server answered")
)

// HostError is a host that cannot be: a name with an empty label, with one of
// more than 63 bytes, or of more than 253 bytes (RFC 1035 §2.3.4), or an address
// that is no single host's or lies in the client's own or another simulated network.
type HostError struct{ Host string }

func (e *HostError) Error() string { return fmt.Sprintf("sim: %q cannot be a web server", e.Host) }

// PathError is a path that no request line can hold.
type PathError struct{ Path string }

func (e *PathError) Error() string { return fmt.Sprintf("sim: %q is no path", e.Path) }

// OptionError is an option outside its bounds.
type OptionError struct {
	Option      string // name of the field: "Client.MSS"
	Value       float64
	Least, Most float64
}

func (e *OptionError) Error() string {
	return fmt.Sprintf("sim: %s: %v is not in %v to %v", e.Option, e.Value, e.Least, e.Most)
}
