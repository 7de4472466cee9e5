package lessons

import "fmt"

// Pos is a place in a lesson's file. Lines and columns count from 1, columns
// in bytes as the Go tools count them.
type Pos struct {
	File         string // "ko/handshake.md"
	Line, Column int
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// At is the place where a block begins.
func (p Pos) At() Pos { return p }

// Lesson is one stage of the course in one language.
type Lesson struct {
	Stage string
	Title string
	Talk  string // the sentences of the talk that this stage covers, one a line
	Steps []Step
}

// Step is one screen: one idea under one heading.
type Step struct {
	Pos
	Number int // from 1, as in `learn handshake#4`
	Title  string
	Blocks []Block // at least one
}

// Block is one of Prose, Run, Guess, Try and Check.
type Block interface {
	At() Pos
	block()
}

// Prose is Markdown to be shown: paragraphs, drawings, lists, quotes.
type Prose struct {
	Pos
	Markdown string
}

// Run is a live block: commands whose output is shown when the step is read.
type Run struct {
	Pos
	Commands []Command // at least one
}

// Command is one command line, without the program's own name.
type Command struct {
	Pos
	Line string     // as written
	Pipe [][]string // its stages, each a command and its arguments
}

// Guess asks before it tells. Its texts are Markdown, its choices plain.
type Guess struct {
	Pos
	Prompt  string
	Choices []Choice // at least two
	Key     int      // index of the right one
	Reveal  string   // shown after the answer, right or wrong
}

// Choice is one answer to pick.
type Choice struct {
	Text string
	Miss string // the misconception behind it; "" when it has none
}

// Expect says what the learner of a Try hands in.
type Expect string

// What a Try can ask for.
const (
	Frame  Expect = "frame"  // a command line; its first frame is the answer
	Bytes  Expect = "bytes"  // hex
	Number Expect = "number" // in any notation
	Order  Expect = "order"  // the items' numbers from 1, in order: "2 1 3"
)

// Try is a task solved by hand. Its task, hints and replies are Markdown.
type Try struct {
	Pos
	Task       string
	Given      Command // its first frame is shown and is `given` in conditions; empty Line: none
	Expect     Expect
	Items      []string  // what to put in order, as shown; for Order alone
	Answers    []string  // right ones, at least one; the first is the one to show
	Hints      [3]string // concept, worked steps, answer
	Conditions []Condition
	Wrong      []Wrong
}

// Condition must hold for a frame handed in. Conditions are asked in order;
// the first that fails gives the reply.
type Condition struct {
	Pos
	If   string // a filter expression; fields of the given frame as given.tcp.seq_raw
	Else string
}

// Wrong is a typical wrong answer and the reply it gets. For Frame the reply
// is the Else of the condition it fails first; for the others it is the
// reply to this very answer.
type Wrong struct {
	Pos
	Answer string
	Reply  string
	Miss   string // the misconception behind it; "" when it has none
}

// Check asks questions of these skills to close a stage.
type Check struct {
	Pos
	Skills []string // at least one: "handshake.flags"
	Count  int      // questions to ask, at least one
}

func (Prose) block() {}
func (Run) block()   {}
func (Guess) block() {}
func (Try) block()   {}
func (Check) block() {}
