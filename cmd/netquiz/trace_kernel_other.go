//go:build !linux

package main

import "net/netip"

// What only Linux tells without rights is not known here.

func (w *liveConn) descriptor() (number *int) {
	w.control(func(fd int) { number = &fd })
	return number
}

func (w *liveConn) state() string             { return "" }
func (w *liveConn) facts() *kernelFacts       { return nil }
func (w *liveConn) traffic() *kernelTraffic   { return nil }
func nameServers() []string                   { return nil }
func nextHop(netip.Addr) (netip.Addr, string) { return netip.Addr{}, "" }
