package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// mutant is one change of one operator.
type mutant struct {
	id           int // from 1; the value of the switch
	file         string
	line, column int
	function     string // around it, "" outside
	text         string // of the expression or statement, in one line
	from, to     token.Token
	kinds        []string // what gremlins calls it; - to + is two of them
	constant     bool     // it must be known to the compiler, and so has no switch
	offset       int      // of the operator in its file
	viable       bool     // false: it would not compile
	nth          int      // of those alike in their function, from 1
}

// key tells mutants apart in the list of survivors, whatever lines they stand in.
func (m *mutant) key() string {
	key := fmt.Sprintf("%s %s: %s   %s", m.file, m.function, m.text, m.to)
	if m.nth > 1 {
		key += fmt.Sprintf(" (%d)", m.nth)
	}
	return key
}

// change is an operator and what becomes of it.
type change struct {
	to    token.Token
	kinds []string
}

const (
	arithmetic = "ARITHMETIC_BASE"
	boundary   = "CONDITIONALS_BOUNDARY"
	negation   = "CONDITIONALS_NEGATION"
	increment  = "INCREMENT_DECREMENT"
	negatives  = "INVERT_NEGATIVES"
)

// changes are gremlins' default operators.
var changes = map[token.Token][]change{
	token.ADD: {{token.SUB, []string{arithmetic}}},
	token.SUB: {{token.ADD, []string{negatives, arithmetic}}},
	token.MUL: {{token.QUO, []string{arithmetic}}},
	token.QUO: {{token.MUL, []string{arithmetic}}},
	token.REM: {{token.MUL, []string{arithmetic}}},
	token.EQL: {{token.NEQ, []string{negation}}},
	token.NEQ: {{token.EQL, []string{negation}}},
	token.LSS: {{token.LEQ, []string{boundary}}, {token.GEQ, []string{negation}}},
	token.LEQ: {{token.LSS, []string{boundary}}, {token.GTR, []string{negation}}},
	token.GTR: {{token.GEQ, []string{boundary}}, {token.LEQ, []string{negation}}},
	token.GEQ: {{token.GTR, []string{boundary}}, {token.LSS, []string{negation}}},
	token.INC: {{token.DEC, []string{increment}}},
	token.DEC: {{token.INC, []string{increment}}},
}

// operator is the operator of a node and where it stands; false if gremlins
// would not look at it.
func operator(n ast.Node) (token.Token, token.Pos, bool) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return n.Op, n.OpPos, true
	case *ast.UnaryExpr:
		return n.Op, n.OpPos, true
	case *ast.IncDecStmt:
		return n.Tok, n.TokPos, true
	}
	return 0, 0, false
}

// find adds the mutants of a file to the package.
func (p *source) find(f *ast.File, name string) {
	function := ""
	var inside []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			if _, ok := inside[len(inside)-1].(*ast.FuncDecl); ok {
				function = ""
			}
			inside = inside[:len(inside)-1]
			return true
		}
		inside = append(inside, n)
		if d, ok := n.(*ast.FuncDecl); ok {
			function = d.Name.Name
		}
		op, pos, ok := operator(n)
		if !ok {
			return true
		}
		at := p.fset.Position(pos)
		for _, c := range changes[op] {
			m := mutant{
				id: len(p.mutants) + 1, file: name, line: at.Line, column: at.Column, function: function,
				text: p.text(name, n), from: op, to: c.to, kinds: c.kinds, offset: at.Offset, nth: 1,
			}
			for p.keys[m.key()] {
				m.nth++
			}
			p.keys[m.key()] = true
			m.constant, m.viable = p.judge(n, c.to)
			p.mutants = append(p.mutants, m)
			p.at[n] = append(p.at[n], m.id)
		}
		return true
	})
}

// judge tells whether the node's value is a constant, and whether the change
// could compile.
func (p *source) judge(n ast.Node, to token.Token) (isConstant, viable bool) {
	e, ok := n.(ast.Expr)
	if !ok {
		return false, true
	}
	value := p.info.Types[e]
	if b, ok := value.Type.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return value.Value != nil, false // no strings are taken from each other
	}
	if b, ok := n.(*ast.BinaryExpr); ok && to == token.QUO {
		if y := p.info.Types[b.Y].Value; y != nil && constant.Sign(y) == 0 {
			return value.Value != nil, false
		}
	}
	return value.Value != nil, true
}

// text is the source of a node, in one line.
func (p *source) text(name string, n ast.Node) string {
	from, to := p.fset.Position(n.Pos()).Offset, p.fset.Position(n.End()).Offset
	return strings.Join(strings.Fields(string(p.files[name][from:to])), " ")
}
