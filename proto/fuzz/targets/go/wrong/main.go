// Command wrong does the same and trusts every length.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		b, _ := hex.DecodeString(in.Text())
		if len(b) < 34 || b[12] != 8 || b[13] != 0 {
			fmt.Println("ok")
			continue
		}
		ip := b[14:][:binary.BigEndian.Uint16(b[16:])]
		fmt.Printf("ok ip.ttl=%d ip.proto=%d\n", ip[8], ip[9])
	}
}
