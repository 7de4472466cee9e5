// Package capture takes packets in from the world and puts them out: captures
// (pcap, pcapng, either gzipped), dumps and code as text, and JSON.
//
// A Reader finds out by itself what its input is, and yields packets one by
// one: the first before the input ends, in memory that does not grow with it.
// What cannot be read is an *Error that says where and what; the frames before
// it are yielded first. A Writer takes packets one by one.
package capture
