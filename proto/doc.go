// Package proto is the codec: it reads and writes frames, exact to the bit.
//
// The bytes are the only truth. A header is a typed view over them (type TCP
// []byte); what a field is called, where it lies and what it means stands once,
// in the Table of its protocol. Frame.Decode finds the headers of a frame and
// what is wrong with them; it keeps offsets and never copies, never fails and
// never allocates. Append lays out headers from Specs, Seal fills in lengths
// and sums.
//
// A Layer is one protocol's header in a frame, and layers lie side by side
// without a gap. A Part is one Table laid over some of a layer's bytes: the
// fixed header first, then an option, an extension or a record at a time. A
// Span is one field of one part; the spans of a frame hold each of its bits
// exactly once, in order.
//
// To add a protocol, write one file:
//  1. its Proto constant (proto.go) and its bit diagram, view and Table;
//  2. decode: check every length against the bytes there are, add the layer,
//     report problems, and name the protocol that follows;
//  3. parts, if it has more than the fixed header;
//  4. its Spec, and seal if it has lengths or sums;
//  5. register it in an init function, with the numbers that announce it.
//
// The laws in laws_test.go hold for it from then on.
package proto
