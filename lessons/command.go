package lessons

import "strings"

// CommandError is a command line that cannot be split.
type CommandError struct {
	Problem Problem // UnclosedQuote or EmptyCommand
	Offset  int     // in bytes from the start of the line
}

func (e *CommandError) Error() string { return "lessons: " + string(e.Problem) }

// SplitCommand splits a command line at unquoted | into stages and at blanks
// into words. Single and double quotes group and nest no further; there are
// no escapes, variables or wildcards, so a line means the same everywhere.
// The error is a *CommandError.
func SplitCommand(line string) ([][]string, error) {
	var pipe [][]string
	var stage []string
	var word strings.Builder
	begun := false // an empty pair of quotes is a word too
	endWord := func() {
		if begun {
			stage = append(stage, word.String())
			word.Reset()
			begun = false
		}
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ', '\t':
			endWord()
		case '|':
			endWord()
			if len(stage) == 0 {
				return nil, &CommandError{EmptyCommand, i}
			}
			pipe, stage = append(pipe, stage), nil
		case '"', '\'':
			length := strings.IndexByte(line[i+1:], c)
			if length < 0 {
				return nil, &CommandError{UnclosedQuote, i}
			}
			word.WriteString(line[i+1 : i+1+length])
			begun = true
			i += length + 1
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	endWord()
	if len(stage) == 0 {
		return nil, &CommandError{EmptyCommand, len(line)}
	}
	return append(pipe, stage), nil
}
