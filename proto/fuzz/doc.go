// Package fuzz hunts for faults in a packet codec: the one of package proto, or
// somebody else's program.
//
// A Case is wholly given by a seed and a number: what it is made of, what was
// done to it, and what must come out. There are four ways to make one. Generate
// draws a Model, a chain of protocols with their values, and builds it; Attack
// changes one thing of such a frame; Mutate changes some of a real one; Raw is
// bytes alone. Nothing depends on time, on the number of workers or on what was
// found before, so a case replays by its number, and shards add up to one run.
//
// What a frame must decode to is read from its bytes a second time, by plain
// code that shares nothing with the codec: lengths byte by byte, sums word by
// word. A right round trip proves little where both ways hold the same fault.
//
// Of each shape of frames that a campaign saw it can keep one (KeepShapes), for
// later campaigns to begin with: never the running one, which would depend on what
// it found. Somebody else's program is a Target; what it says of a frame counts
// only when it is sure that it said it of that frame (exchange).
//
// To add a protocol, write one file: its Layer (what is drawn, what is built,
// what decoding must give back), its plain reading, and a register call.
package fuzz
