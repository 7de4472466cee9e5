package locales

import (
	"strings"
	"testing"
	"text/template/parse"
	"time"
)

// placeholders returns the names a message fills in, {{.Name}}, with a value of a
// kind the message can use.
func placeholders(t *testing.T, forms entry) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, text := range forms {
		for _, n := range templateNodes(t, text) {
			pipe, ok := n.(*parse.PipeNode)
			if !ok {
				continue
			}
			for i, cmd := range pipe.Cmds {
				into := cmd
				if len(cmd.Args) == 1 && i+1 < len(pipe.Cmds) {
					into = pipe.Cmds[i+1]
				}
				for _, arg := range cmd.Args {
					if field, ok := arg.(*parse.FieldNode); ok {
						name := field.Ident[0]
						if sample := sampleFor(into); found[name] == nil || sample != nil {
							found[name] = sample
						}
					}
				}
			}
		}
	}
	for name, value := range found {
		if value == nil {
			found[name] = "SYN"
		}
	}
	return found
}

// sampleFor returns a value cmd takes, or nil if any will do.
func sampleFor(cmd *parse.CommandNode) any {
	name, _ := cmd.Args[0].(*parse.IdentifierNode)
	if name == nil {
		return nil
	}
	switch name.Ident {
	case "num", "bytes", "size":
		return 1234
	case "dur":
		return 20 * time.Millisecond
	}
	for _, arg := range cmd.Args[1:] {
		switch arg := arg.(type) {
		case *parse.NumberNode:
			return 1234 // compared with a number
		case *parse.StringNode:
			if name.Ident == "printf" && strings.ContainsAny(arg.Text, "dxXob") && !strings.Contains(arg.Text, "%s") {
				return 1234
			}
		}
	}
	return nil
}

// templateNodes returns every node of a message's template.
func templateNodes(t *testing.T, text string) []parse.Node {
	t.Helper()
	builtins := map[string]any{"and": 1, "or": 1, "not": 1, "len": 1, "index": 1, "slice": 1, "print": 1, "printf": 1, "println": 1, "eq": 1, "ne": 1, "lt": 1, "le": 1, "gt": 1, "ge": 1}
	trees, err := parse.Parse("message", text, "{{", "}}", builtins, New(Korean).funcs())
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var all []parse.Node
	var walk func(n parse.Node)
	walk = func(n parse.Node) {
		all = append(all, n)
		switch n := n.(type) {
		case *parse.ListNode:
			for _, child := range n.Nodes {
				walk(child)
			}
		case *parse.ActionNode:
			walk(n.Pipe)
		case *parse.PipeNode:
			for _, cmd := range n.Cmds {
				for _, arg := range cmd.Args {
					walk(arg)
				}
			}
		case *parse.IfNode:
			walk(n.Pipe)
			walk(n.List)
			if n.ElseList != nil {
				walk(n.ElseList)
			}
		case *parse.RangeNode, *parse.WithNode, *parse.TemplateNode:
			t.Errorf("%q: a message fills in facts and may choose with if; lists are joined by the caller", text)
		}
	}
	if tree := trees["message"]; tree != nil && tree.Root != nil {
		walk(tree.Root)
	}
	return all
}
