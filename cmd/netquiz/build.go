package main

import "github.com/urfave/cli/v2"

var (
	templates = []string{
		"syn", "syn-ack", "ack", "data", "fin-ack", "rst", "arp-request", "arp-reply", "dns-query", "dns-response",
		"icmp-echo", "icmp-reply", "udp", "http-get", "http-response",
	}
	buildForms = []string{"hex", "xxd", "raw", "pcap", "pcapng", "json", "c", "go", "python", "base64", "tree", "layout"}
)

func buildCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:         "build",
		Aliases:      []string{"만들기"},
		ArgsUsage:    "[TEMPLATE|HEX]…",
		Description:  "netquiz build syn\nnetquiz build syn --mss 1200 -o tree\nnetquiz build dns-query --name example.com -w query.pcap",
		BashComplete: suggest(templates...),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "src", Usage: "IP[:PORT]"},
			&cli.StringFlag{Name: "dst", Usage: "IP[:PORT]"},
			&cli.StringFlag{Name: "src-mac", Usage: "MAC"},
			&cli.StringFlag{Name: "dst-mac", Usage: "MAC"},
			&cli.StringFlag{Name: "flags", Usage: "SYN,ACK"},
			between("seq", 0, 0, 1<<32-1),
			between("ack", 0, 0, 1<<32-1),
			between("window", 0, 0, 1<<16-1),
			between("mss", 0, 0, 1<<16-1),
			between("wscale", 0, 0, 1<<8-1),
			&cli.BoolFlag{Name: "sack-perm"},
			&cli.StringFlag{Name: "timestamp", Usage: "V,E"},
			between("ttl", 0, 0, 1<<8-1),
			between("vlan", 0, 0, 1<<12-1),
			&cli.StringFlag{Name: "payload", Usage: "TEXT"},
			&cli.StringFlag{Name: "payload-hex", Usage: "HEX"},
			&cli.StringFlag{Name: "payload-file", Usage: "FILE"},
			&cli.StringFlag{Name: "name", Usage: "DOMAIN"},
			&cli.StringSliceFlag{Name: "set", Usage: "FIELD=VALUE", KeepSpace: true},
			&cli.StringFlag{Name: "from-json", Usage: "FILE|-"},
			&cli.BoolFlag{Name: "fix"},
			&cli.BoolFlag{Name: "keep"},
			&cli.BoolFlag{Name: "no-fcs"},
			&cli.BoolFlag{Name: "no-pad"},
			choose("o", "hex", buildForms),
			&cli.StringFlag{Name: "w", Usage: "FILE"},
			&cli.BoolFlag{Name: "force"},
		},
	}
}
