// Package sim is a network of simulated hosts that talk in real frames.
//
// It is a discrete-event simulation: a virtual clock, one seed, no sleep. A
// Node (a host, a switch, a router) owns no clock either; it is told the time
// with everything that happens to it, so a host runs against other simulated
// nodes as well as against a real kernel. A Network joins nodes by links that
// delay, lose, reorder and duplicate, and lets a Watch see what passes a port,
// as a capture there would. A Scene is a network in which something worth
// watching happens: a whole web request, from the name to the last ACK.
//
// Every frame is built and read by package proto. Beside it stand the Reason
// why it was sent, and the Socket at both ends at that moment.
//
// A Host has layers as a system has them, a file or two each: neighbours
// (arp.go, ndp.go), packets, routes and NAT (ip.go, icmp.go, nat.go), UDP, TCP, the socket
// table, and processes that call it: web client and server (web.go, http.go),
// resolvers and name servers (dns_*.go, names.go). Of TCP, tcp_state.go holds
// RFC 9293's diagram, conn.go the connection, tcp_input.go what an arriving
// segment does, tcp_send.go and tcp_receive.go the two halves, tcp_ack.go and
// tcp_loss.go what acknowledgments and their absence mean, congestion.go and
// rtt.go the two estimates.
//
// Times are durations since the start of the simulation. The same options give
// the same bytes at the same times.
package sim
