// Command netquiz teaches how a web request travels, with real packets: it
// builds, decodes, traces and fuzzes them, and asks questions about them.
package main

import "os"

func main() {
	os.Exit(run(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
