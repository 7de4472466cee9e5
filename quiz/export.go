package quiz

import (
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"netquiz/locales"
	"netquiz/proto/view"
)

// Forms are the forms that questions are exported in.
var Forms = []string{"anki", "csv", "md", "html"}

// Export writes questions with their answers in one of Forms. The error is that
// of w.
func Export(w io.Writer, form string, questions []*Question, l *locales.Localizer) error {
	switch form {
	case "anki":
		return exportAnki(w, questions, l)
	case "csv":
		return exportCSV(w, questions, l)
	case "md":
		return exportMarkdown(w, questions, l)
	}
	return exportHTML(w, questions, l)
}

// sheetWidth is how many columns frames take on a sheet.
const sheetWidth = 76

// drawn are the frames of a question as lines of text.
func (q *Question) drawn(l *locales.Localizer) string {
	var text []byte
	for i := range q.Frames {
		text = q.Frames[i].Append(text, view.Style{Width: sheetWidth, L: l}, i+1, nil)
	}
	return string(text)
}

// choices are the options of a question, numbered, and what to match them with.
func (q *Question) choices(l *locales.Localizer) []string {
	var lines []string
	for i, o := range q.Options {
		mark := strconv.Itoa(i + 1)
		if q.Kind == Match {
			mark = string(rune('a' + i))
		}
		lines = append(lines, mark+") "+o.In(l))
	}
	for i, o := range q.Partners {
		lines = append(lines, fmt.Sprintf("→ %d) %s", i+1, o.In(l)))
	}
	return lines
}

// explained is the answer with its explanation and source.
func (q *Question) explained(l *locales.Localizer) string {
	if q.Kind == Build { // which shows one of many answers
		return l.T("quiz.because", "Why", q.Why.In(l), "Ref", q.Ref)
	}
	return q.Answer.In(l) + ": " + l.T("quiz.because", "Why", q.Why.In(l), "Ref", q.Ref)
}

// exportAnki writes notes for Anki's text import: header lines, then a note a line
// with the fields guid, front, back and tags. Equal questions have equal guids,
// so that importing again updates them.
func exportAnki(w io.Writer, questions []*Question, l *locales.Localizer) error {
	if _, err := io.WriteString(w, "#separator:tab\n#html:true\n#notetype:Basic\n#deck:netquiz\n#guid column:1\n#tags column:4\n"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = '\t'
	for _, q := range questions {
		front := paragraph(q.Ask.In(l))
		if drawn := q.drawn(l); drawn != "" {
			front += "<pre>" + inOneLine(drawn) + "</pre>"
		}
		for _, c := range q.choices(l) {
			front += paragraph(c)
		}
		back := ""
		if q.Kind != Build {
			back = "<p><b>" + html.EscapeString(q.Answer.In(l)) + "</b></p>"
		}
		back += paragraph(l.T("quiz.because", "Why", q.Why.In(l), "Ref", q.Ref))
		for i := range q.Frames {
			back += "<pre>" + q.MarkedHTML(i) + "</pre>"
		}
		tags := fmt.Sprintf("netquiz::%s netquiz::level%d", strings.ReplaceAll(q.Skill.Name, ".", "::"), q.Level)
		if err := out.Write([]string{"netquiz-" + q.ID(), front, back, tags}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func paragraph(text string) string { return "<p>" + html.EscapeString(text) + "</p>" }

// inOneLine is text of several lines for <pre>, in one line.
func inOneLine(text string) string {
	return strings.ReplaceAll(html.EscapeString(strings.TrimRight(text, "\n")), "\n", "<br>")
}

// exportCSV writes a table with a line a question (RFC 4180), frames in
// hexadecimal and options apart by " | ".
func exportCSV(w io.Writer, questions []*Question, l *locales.Localizer) error {
	out := csv.NewWriter(w)
	out.Write([]string{"id", "topic", "skill", "level", "kind", "prompt", "frames", "choices", "answer", "explain", "ref", "lesson"})
	for _, q := range questions {
		d := q.Document(l)
		var options []string
		for _, o := range q.Options {
			options = append(options, o.In(l))
		}
		out.Write([]string{
			d.ID, d.Topic, d.Skill, strconv.Itoa(d.Level), string(d.Kind), d.Prompt, strings.Join(d.Frames, " "),
			strings.Join(options, " | "), q.Answer.In(l), d.Explain, d.Ref, d.Lesson,
		})
	}
	out.Flush()
	return out.Error()
}

// exportMarkdown writes a sheet of questions, and behind it one of answers.
func exportMarkdown(w io.Writer, questions []*Question, l *locales.Localizer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", l.T("quiz.sheet.questions"))
	for n, q := range questions {
		fmt.Fprintf(&b, "\n## %d. %s\n\n%s\n", n+1, l.T("quiz.stage."+q.Skill.Stage()), escapedMarkdown(q.Ask.In(l)))
		if drawn := q.drawn(l); drawn != "" {
			fmt.Fprintf(&b, "\n```text\n%s```\n", drawn)
		}
		if choices := q.choices(l); choices != nil {
			b.WriteString("\n")
			for _, c := range choices {
				fmt.Fprintf(&b, "- %s\n", escapedMarkdown(c))
			}
		}
	}
	fmt.Fprintf(&b, "\n# %s\n\n", l.T("quiz.sheet.answers"))
	for n, q := range questions {
		fmt.Fprintf(&b, "%d. %s `%s`\n", n+1, escapedMarkdown(q.explained(l)), q.ID())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// escapedMarkdown keeps text from being taken for markup.
func escapedMarkdown(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "[", `\[`, "#", `\#`).Replace(text)
}

// exportHTML writes a page to print: questions, then answers on a sheet of their
// own with the bytes that prove them.
func exportHTML(w io.Writer, questions []*Question, l *locales.Localizer) error {
	var b strings.Builder
	fmt.Fprintf(&b, sheetHead, l.Lang(), html.EscapeString(l.T("quiz.sheet.questions")))
	for n, q := range questions {
		fmt.Fprintf(&b, "<section><h2>%d. %s</h2>%s", n+1, html.EscapeString(l.T("quiz.stage."+q.Skill.Stage())), paragraph(q.Ask.In(l)))
		if drawn := q.drawn(l); drawn != "" {
			fmt.Fprintf(&b, "<pre>%s</pre>", html.EscapeString(drawn))
		}
		for _, c := range q.choices(l) {
			b.WriteString(paragraph(c))
		}
		b.WriteString("</section>\n")
	}
	fmt.Fprintf(&b, "<h1 class=\"answers\">%s</h1>\n", html.EscapeString(l.T("quiz.sheet.answers")))
	for n, q := range questions {
		fmt.Fprintf(&b, "<section><p><b>%d.</b> %s <small>%s</small></p>", n+1, html.EscapeString(q.explained(l)), html.EscapeString(q.ID()))
		for i := range q.Frames {
			fmt.Fprintf(&b, "<pre>%s</pre>", q.MarkedHTML(i))
		}
		b.WriteString("</section>\n")
	}
	b.WriteString("</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

const sheetHead = `<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>netquiz</title>
<style>
body { font-family: system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
pre { font-size: .85rem; overflow-x: auto; background: #f4f4f4; padding: .5rem; }
h2 { font-size: 1rem; margin: 0; }
section { break-inside: avoid; margin: 1.2rem 0; }
mark { background: #ffd54a; }
.answers { break-before: page; }
</style>
</head>
<body>
<h1>%s</h1>
`
