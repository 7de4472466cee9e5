package locales

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// Words by the last sound they are read with. Josa's pairs follow from it, so
// that a word stands here once and is tried with every pair.
var readings = map[final]map[string]string{
	open: {
		"Hangul":                 "포트 소켓인터페이스 체크섬바이트 3-way-handshake 윈도우 클라이언트",
		"digits 2 4 5 9":         "2 4 5 9 12 22 1,024 65,535 1.5 0.25 -4",
		"조 (10^12)":              "1,000,000,000,000 20000000000000",
		"letters":                "A B C D E F G H I J K O P Q S T U V W X Y Z",
		"acronyms":               "TCP IP ACK SACK NAT FCS DNS UDP HTTP MSS MTU ARP RST PSH URG ECE RTT RTO API CRC ID HEAD POST AAAA UTC",
		"lower-case acronyms":    "tcp ip ack udp dns http mss mtu arp ece id psh fcs",
		"acronyms read as words": "CIDR cidr",
		"IP versions":            "IPv4 IPv6 ICMPv6 ipv6 DHCPv6",
		"field ids":              "tcp.srcport ip.src ip.dst ip.id ip.proto tcp.flags.ack tcp.flags.push tcp.window_size_value dns.flags.response frame.number tcp.urgent_pointer eth.fcs.status",
		"flag lists":             "SYN+ACK FIN,ACK SYN,ACK [SYN,ACK]",
		"states":                 "TIME_WAIT TIME-WAIT CLOSE_WAIT ESTABLISHED SYN_SENT FIN_WAIT_2 CLOSED LAST_ACK",
		"hexadecimal":            "0x1F 0xff 0x2 0xA 0x0800c 0x1000000000002 ff:ff:ff:ff:ff:ff 02:00:00:00:00:ac 2001:db8::eb 0x0a",
		"addresses and ports":    "192.168.0.2 10.0.0.0/24 10.0.0.1:55 02:00:00:00:00:02 2001:db8::2",
		"units":                  "20ms 1,460B 1kB 2MB 5Mbps 3Hz 10m 5km 40% 30°",
		"commands and flags":     "quiz build decode trace ref fuzz stats --filter --window --count --no-pad --loss stack-size",
		"words":                  "port host client server flag query cache network link check loop header buffer byte bit value data router root",
		"mixed case":             "Linux Wireshark GitHub",
		"names":                  "example.org localhost a.pcapng a.gz L3 HTTP/2 802.1Q UTF-4",
		"jamo":                   "ㅏ ㅣ",
		"nothing to read":        "… ' - ()",
		"other scripts":          "é 漢",
	},
	shut: {
		"Hangul":                 "신 맥 순서번호값 체크섬 패킷 소켓",
		"digits 0 3 6":           "0 3 6 13 443 16 10 20 80 100 1,000 10,000 10000 1,000,000 100,000,000 0.10 1.000000000000 10000000000000000",
		"letters":                "M N",
		"acronyms":               "SYN FIN ISN ECN VPN RAM",
		"acronyms read as words": "MAC VLAN LAN GET PUT PING QUIC CNAME LISTEN CLOSING SNAP pcap PCAP JSON",
		"field ids":              "tcp.flags.syn tcp.flags.fin tcp.flags.reset ip.len tcp.hdr_len eth.type ip.version dns.qry.name ipv6.hlim vlan",
		"flag lists":             "SYN ACK,FIN ACK+SYN",
		"hexadecimal":            "0x10 0x06 0x1000000000000 02:00:00:00:00:03",
		"addresses and ports":    "192.168.0.10 10.0.0.3:80 10.0.0.0/16",
		"units":                  "2h 5min",
		"commands and flags":     "learn --set --json --frame --drop --vlan --lang --topic --exam --out",
		"words":                  "packet socket offset checksum padding frame name time type EtherType stack timeout format drop traffic web slot Ethernet Python",
		"names":                  "www.example.com example.net a.pcap a.json 802.3 HTTP/3 TLS1.3 L7",
		"brackets inside":        "(SYN) [FIN] ((MAC))",
		"jamo":                   "ㄱ ㅎ",
	},
	rieul: {
		"Hangul":              "스케일 한글 라벨 응답을",
		"digits 1 7 8":        "1 7 8 11 1,001 5,001 128 17 0.1 -7",
		"letters":             "L R",
		"acronyms":            "TTL URL HTML IHL CWR PTR SQL",
		"lower-case acronyms": "ttl html cwr ihl TSval TSecr",
		"field ids":           "ip.ttl tcp.options.mss_val tcp.flags.cwr",
		"hexadecimal":         "0x01 0x27 0xf8 02:00:00:00:00:01",
		"addresses and ports": "192.168.0.1 2001:db8::1 2001:db8:: 10.0.0.1:8",
		"commands and flags":  "--ttl --level --protocol --html",
		"words":               "label table file scale protocol handle",
		"names":               "HTTP/1.1 a.html example.kr RFC791 CLOSE-1",
		"jamo":                "ㄹ",
	},
}

func TestLastSound(t *testing.T) {
	for want, groups := range readings {
		for name, words := range groups {
			for word := range strings.FieldsSeq(words) {
				if got := lastSound(word); got != want {
					t.Errorf("%s: lastSound(%q) = %v, want %v", name, word, got, want)
				}
			}
		}
	}
}

func TestJosa(t *testing.T) {
	for _, c := range []struct{ name, word, pair, want string }{
		{"after a vowel", "ACK", "을/를", "를"},
		{"after a final", "MAC", "을/를", "을"},
		{"으로 after a final", "443", "으로/로", "으로"},
		{"로 after ㄹ", "TTL", "으로/로", "로"},
		{"로 after 일", "1", "으로/로", "로"},
		{"로 after 팔", "8", "으로/로", "로"},
		{"으로 after 십", "80", "으로/로", "으로"},
		{"을 after ㄹ", "TTL", "을/를", "을"},
		{"acronym IP", "IP", "을/를", "를"},
		{"acronym TCP", "TCP", "을/를", "를"},
		{"acronym FCS", "FCS", "을/를", "를"},
		{"acronym SYN", "SYN", "을/를", "을"},
		{"hexadecimal F", "0x1F", "을/를", "를"},
		{"hexadecimal 0", "0x10", "을/를", "을"},
		{"brackets are skipped", "순서 번호(SEQ)", "은/는", "는"},
		{"brackets in brackets", "순서 번호(SEQ(32비트))", "은/는", "는"},
		{"brackets with a space", "순서 번호 (SYN)", "은/는", "는"},
		{"quotes are skipped", "‘SYN’", "은/는", "은"},
		{"unit with a space", "20 ms", "으로/로", "로"},
		{"unit read in Korean", "5 m", "이/가", "가"},
		{"unit that is shut", "2 h", "이/가", "이"},
		{"이에요", "SYN", "이에요/예요", "이에요"},
		{"예요", "ACK", "이에요/예요", "예요"},
		{"이에요 after ㄹ", "1,001", "이에요/예요", "이에요"},
		{"과", "SYN", "과/와", "과"},
		{"와", "ACK", "과/와", "와"},
		{"one form is enough", "SYN", "를", "을"},
		{"one form of 으로", "TTL", "로", "로"},
		{"any pair", "syn", "이라고/라고", "이라고"},
		{"any pair with 으로", "TTL", "으로서/로서", "로서"},
		{"a particle that never changes", "SYN", "도", "도"},
		{"NFD Hangul", norm.NFD.String("번호값"), "은/는", "은"},
		{"empty word", "", "을/를", "를"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Josa(c.word, c.pair); got != c.want {
				t.Errorf("Josa(%q, %q) = %q, want %q", c.word, c.pair, got, c.want)
			}
		})
	}
}

// Whatever is filled in, exactly one of the two forms comes back.
func TestJosaIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[가-힣A-Za-z0-9.,:()+ ]*`)).Draw(t, "word")
		for _, pair := range []string{"은/는", "으로/로", "이에요/예요"} {
			closed, vowel, _ := strings.Cut(pair, "/")
			if got := Josa(word, pair); got != closed && got != vowel {
				t.Fatalf("Josa(%q, %q) = %q", word, pair, got)
			}
		}
	})
}

// What stands in brackets after a word never changes the particle.
func TestJosaSkipsBrackets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[가-힣A-Za-z0-9]{1,8}`).Draw(t, "word")
		inside := rapid.StringMatching(`[가-힣A-Za-z0-9 ]{0,8}`).Draw(t, "inside")
		if got, want := lastSound(word+"("+inside+")"), lastSound(word); got != want {
			t.Fatalf("%s(%s) reads %v, %s reads %v", word, inside, got, word, want)
		}
	})
}

func TestHangulSoundAgreesWithDecomposition(t *testing.T) {
	for r := rune(firstSyllable); r <= lastSyllable; r++ {
		jamo := norm.NFD.String(string(r))
		last, _ := utf8.DecodeLastRuneInString(jamo)
		want := shut
		switch {
		case utf8.RuneCountInString(jamo) == 2:
			want = open
		case last == 'ᆯ':
			want = rieul
		}
		if got := hangulSound(r); got != want {
			t.Fatalf("hangulSound(%c) = %v, want %v", r, got, want)
		}
	}
}
