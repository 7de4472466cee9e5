// Package sim is a network of simulated hosts that talk in real frames.
//
// It is a discrete-event simulation: a virtual clock, one seed, no sleep. A
// Node (a host, a switch, a router) owns no clock either; it is told the time
// with everything that happens to it, so a host runs against other simulated
// nodes as well as against a real kernel. A Network joins nodes by links that
// delay, lose, reorder and duplicate, and observes one port of one node, as a
// capture there would. A Scene is a network in which something worth watching
// happens: a whole web request.
//
// Every frame is built and read by package proto. Beside it stands why it was
// sent (Reason) and how both ends stood at that moment (Socket).
//
// Times are durations since the start of the simulation.
package sim
