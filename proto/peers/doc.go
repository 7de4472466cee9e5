// Package peers holds netquiz's codec against others: benchmarks in one run
// and differential tests. It is a module of its own, so that what it compares
// with stays out of the product.
//
//	go test -bench . -benchmem
//	./before.sh 10c3374        # this tree beside an earlier commit, in turns
//	go run ./decode            # decode as a process against tcpdump and tshark
//	go run ./mutants           # how strong the tests of proto are
//
// The floor of a benchmark is the least that any codec with the same checks
// has to do: one FCS check over the frame and one ones' complement pass over
// what checksums cover; for building also one copy of the frame.
package peers
