// Package tiny has an operator of each kind, for the tests of mutants.
package tiny

const Two = 1 + 1

type Small uint8

func Clamp(n, most int) int {
	if n > most {
		return most
	}
	return n
}

func Wrap(a, b Small) Small { return a - b }

func Halves(n int) (count int) {
	for n%2 == 0 && n != 0 {
		n /= 2
		count++
	}
	return count
}

func Area(w, h int) int { return w*h + 1<<w/4 - -h }

func Greeting(name string) string { return "hello, " + name }
