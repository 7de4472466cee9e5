package sim

// End is how TCP is set up at one end of a connection. The zero End is an
// ordinary one.
type End struct {
	MSS           int  // announced, in bytes, 64 to 65495; 0: what the link's MTU allows
	NoMSS         bool // announce none, so that the other end sends 536 bytes at most (IPv6: 1220)
	Buffer        int  // receive buffer in bytes, 1 to 1 GiB; 0: 65535
	Scale         int  // window scale announced, 0 to 14; more or less if Buffer cannot be told so
	NoScale       bool // announce none; the window is at most 65535 then
	NoSACK        bool
	NoTimestamps  bool
	NoDelayedACK  bool // acknowledge every segment at once
	InitialWindow int  // first congestion window in segments, 1 to 10; 0: 10 (RFC 6928)
	StopAndWait   bool // send one segment, wait for its ACK; acknowledge each at once
	ReadRate      int  // bytes a second that the application reads; 0: all at once
}

// defaultBuffer is the largest window that needs no scale.
const defaultBuffer = 65535
