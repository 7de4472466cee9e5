// Package flow tells what a row of frames means.
//
// A Tracker is fed frame by frame. For each it yields a Row: the conversation
// the frame belongs to, the phase of a request (name, ARP, handshake, request,
// response, close), the step it is in that phase, sequence numbers counted from
// the start of the conversation, and events: what is remarkable about it, such
// as a retransmission, with the field that proves it.
//
// The events of TCP are those of Wireshark's tcp.analysis, decided by the same
// rules (analysis.go), except where a capture proves those wrong:
//
//   - a segment without data one below the next sequence number, sent into a
//     window of zero, is a zero-window probe (as Linux sends it), no keep-alive;
//   - the SYN+ACKs of a simultaneous open are no retransmissions;
//   - bytes that were seen before are retransmitted, never out of order, however
//     soon they come and in whatever pieces (path MTU discovery cuts them anew);
//   - a packet that is seen twice, because the capture listens in two places or
//     the network doubled it, is a duplicate packet and says nothing of TCP;
//   - an ACK that comes late, after one that acknowledges more, is no news; nor is
//     a segment a keep-alive while data is still to be acknowledged.
//
// Packets in fragments are put together, and mean what the whole means. DNS
// answers are tied to their queries and to the connections that use what they
// tell, ICMP errors to the conversation of the packet that they quote.
//
// A Tracker knows what an observer between the two ends can know. It takes it
// that what it sees arrives, and is kept, although a host throws away what was
// overtaken by newer timestamps (RFC 7323 §5.3): the states of both ends are those
// after the frame was sent and received, as in the figures of RFC 9293 §3.5 and §3.6.
//
// Memory is bounded: a conversation keeps a fixed number of ranges and times,
// 4 kB in all, and a Tracker a fixed number of conversations (MaxConversations),
// of which it forgets the one idle for longest, of packets in pieces
// (MaxReassemblies) and of names (MaxHosts).
package flow
