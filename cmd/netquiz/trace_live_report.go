package main

import "time"

// liveReport is what a real request tells of each stage. What this system does
// not tell is left out.
type liveReport struct {
	URL      string        `json:"url"`
	Name     *liveName     `json:"name,omitempty"` // nil: the URL holds an address
	Socket   *liveSocket   `json:"socket,omitempty"`
	Connect  *liveConnect  `json:"connect,omitempty"`
	TLS      *liveTLS      `json:"tls,omitempty"`
	Request  *liveRequest  `json:"request,omitempty"`
	Response *liveResponse `json:"response,omitempty"`
	Close    *liveClose    `json:"close,omitempty"`
	Forecast *forecast     `json:"simulated,omitempty"`
}

type liveName struct {
	Configured []string `json:"configured,omitempty"` // servers in resolv.conf
	Asked      []string `json:"asked,omitempty"`      // none: the hosts file knew
	Addresses  []string `json:"addresses"`
	Seconds    float64  `json:"seconds"`
}

type liveSocket struct {
	Descriptor *int   `json:"descriptor,omitempty"`
	Local      string `json:"local"`
	Remote     string `json:"remote"`
	Interface  string `json:"interface,omitempty"`
	MTU        int    `json:"mtu,omitempty"`
	MAC        string `json:"mac,omitempty"`
	Loopback   bool   `json:"loopback,omitempty"`
	NextHop    string `json:"next_hop,omitempty"`
	NextMAC    string `json:"next_hop_mac,omitempty"`
}

type liveConnect struct {
	Seconds float64 `json:"seconds"`
	*kernelFacts
}

// kernelFacts are what the kernel knows of a TCP connection once it stands.
type kernelFacts struct {
	MSS        int     `json:"mss"`           // of what it sends
	OwnMSS     int     `json:"announced_mss"` // of what it takes
	SendScale  int     `json:"send_scale"`    // −1: no window scale
	OwnScale   int     `json:"receive_scale"`
	Timestamps bool    `json:"timestamps"`
	SACK       bool    `json:"sack"`
	RTT        float64 `json:"rtt"` // seconds
	CWnd       int     `json:"cwnd"`
}

type liveTLS struct {
	Seconds float64   `json:"seconds"`
	Version string    `json:"version"`
	Cipher  string    `json:"cipher"`
	Name    string    `json:"certificate_name"`
	Issuer  string    `json:"issuer"`
	Until   time.Time `json:"valid_until"`
}

type liveRequest struct {
	Bytes int64 `json:"bytes"`
}

type liveResponse struct {
	Status    int     `json:"status"`
	Body      int64   `json:"body"`
	Bytes     int64   `json:"bytes"`      // of the connection, head and TLS included
	FirstByte float64 `json:"first_byte"` // seconds since the request was written
	Seconds   float64 `json:"seconds"`    // since then until the last byte
	*kernelTraffic
}

// kernelTraffic is what the kernel has counted of a TCP connection.
type kernelTraffic struct {
	SegmentsIn  int     `json:"segments_in"`
	SegmentsOut int     `json:"segments_out"`
	SentAgain   int     `json:"sent_again"`
	RTT         float64 `json:"rtt"`            // seconds
	Window      int     `json:"receive_window"` // −1: not known
}

type liveClose struct {
	First   string   `json:"first,omitempty"` // "client", "server"; "": not known
	States  []string `json:"states,omitempty"`
	Seconds float64  `json:"seconds"`
}
