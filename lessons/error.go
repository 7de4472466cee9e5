package lessons

// Problem is a kind of mistake in a lesson's file.
type Problem string

// The mistakes that parsing finds. Subject in ParseError names what it is
// about: a key, a fence, a value.
const (
	NoFrontMatter       Problem = "no-front-matter"       // the first line is not +++
	UnclosedFrontMatter Problem = "unclosed-front-matter" // no second +++
	BadTOML             Problem = "bad-toml"              // Subject: what the TOML reader says
	MissingKey          Problem = "missing-key"
	UnknownKey          Problem = "unknown-key"
	WrongType           Problem = "wrong-type"  // of a key's value
	BadValue            Problem = "bad-value"   // right type, but out of bounds or at odds with another key
	StageNotFile        Problem = "stage-file"  // the front matter's stage is not the file's name
	TopHeading          Problem = "top-heading" // # is the front matter's title
	Underlined          Problem = "underlined-heading"
	UntitledStep        Problem = "untitled-step"
	EmptyStep           Problem = "empty-step"
	OutsideStep         Problem = "outside-step" // text before the first ##
	NoSteps             Problem = "no-steps"
	UnknownFence        Problem = "unknown-fence"
	UnclosedFence       Problem = "unclosed-fence"
	MisplacedFence      Problem = "misplaced-fence" // a live block that is indented, quoted or in a list
	UnclosedQuote       Problem = "unclosed-quote"
	EmptyCommand        Problem = "empty-command" // nothing to run, or nothing on one side of a |
)

// ParseError is the first mistake of a lesson's file and where it stands.
type ParseError struct {
	Pos
	Problem Problem
	Subject string
}

func (e *ParseError) Error() string {
	text := e.Pos.String() + ": " + string(e.Problem)
	if e.Subject != "" {
		text += ": " + e.Subject
	}
	return text
}
