package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// helpers is a file that goes with the rewritten ones: each operator as a
// function of its operands and the numbers of its mutants. None of gremlins'
// operators leaves an operand out, so that a call does what the operator did.
const helpers = `package %s

import (
	"cmp"
	"os"
	"strconv"
)

var mutantOn, _ = strconv.Atoi(os.Getenv("MUTANT"))

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

func mutantNot(id int) bool { return mutantOn == id }

func mutantAdd[T mutantNumber](x, y T, id int) T {
	if mutantOn == id {
		return x - y
	}
	return x + y
}

func mutantSub[T mutantNumber](x, y T, id int) T {
	if mutantOn == id {
		return x + y
	}
	return x - y
}

func mutantMul[T mutantNumber](x, y T, id int) T {
	if mutantOn == id {
		return x / y
	}
	return x * y
}

func mutantQuo[T mutantNumber](x, y T, id int) T {
	if mutantOn == id {
		return x * y
	}
	return x / y
}

func mutantRem[T mutantNumber](x, y T, id int) T {
	if mutantOn == id {
		return x * y
	}
	return x %% y
}

func mutantNeg[T mutantNumber](x T, id int) T {
	if mutantOn == id {
		return x
	}
	return -x
}

func mutantOne[T mutantNumber](id int) T {
	var one T = 1
	if mutantOn == id {
		return -one
	}
	return one
}

func mutantLess[T cmp.Ordered](x, y T, boundary, negation int) bool {
	switch mutantOn {
	case boundary:
		return x <= y
	case negation:
		return x >= y
	}
	return x < y
}

func mutantLeast[T cmp.Ordered](x, y T, boundary, negation int) bool {
	switch mutantOn {
	case boundary:
		return x < y
	case negation:
		return x > y
	}
	return x <= y
}

func mutantMore[T cmp.Ordered](x, y T, boundary, negation int) bool {
	return mutantLess(y, x, boundary, negation)
}

func mutantMost[T cmp.Ordered](x, y T, boundary, negation int) bool {
	return mutantLeast(y, x, boundary, negation)
}
`

var calls = map[token.Token]string{
	token.ADD: "mutantAdd", token.SUB: "mutantSub", token.MUL: "mutantMul", token.QUO: "mutantQuo", token.REM: "mutantRem",
	token.LSS: "mutantLess", token.LEQ: "mutantLeast", token.GTR: "mutantMore", token.GEQ: "mutantMost",
}

// edit puts text in place of n bytes at an offset.
type edit struct {
	at, n int
	text  string
}

// switched is the file with every mutant in it that needs not be constant.
func (p *source) switched(name string) []byte {
	var ends, begins []edit
	var inside []ast.Node
	ast.Inspect(p.syntax[name], func(n ast.Node) bool {
		if n == nil { // those that begin outside end outside
			ends = append(ends, p.after(inside[len(inside)-1])...)
			inside = inside[:len(inside)-1]
			return true
		}
		inside = append(inside, n)
		begins = append(begins, p.before(n)...)
		return true
	})
	edits := append(ends, begins...) // what ends where an operator stands does so before it
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out []byte
	at, b := 0, p.files[name]
	for _, e := range edits {
		out = append(append(out, b[at:e.at]...), e.text...)
		at = e.at + e.n
	}
	return append(out, b[at:]...)
}

// ids are the numbers of the node's switches, none if it has none.
func (p *source) ids(n ast.Node) []int {
	all := p.at[n]
	if len(all) == 0 || p.mutants[all[0]-1].constant || !p.mutants[all[0]-1].viable {
		return nil
	}
	return all
}

// before is what changes at the beginning of a node and at its operator.
func (p *source) before(n ast.Node) []edit {
	if p.ids(n) == nil {
		return nil
	}
	offset := func(pos token.Pos) int { return p.fset.Position(pos).Offset }
	switch n := n.(type) {
	case *ast.IncDecStmt:
		return nil
	case *ast.UnaryExpr:
		return []edit{{offset(n.OpPos), 1, "mutantNeg[" + p.typeOf(n) + "]("}}
	case *ast.BinaryExpr:
		if call := calls[n.Op]; call != "" {
			of := ast.Expr(n)
			if n.Op != token.ADD && n.Op != token.SUB && n.Op != token.MUL && n.Op != token.QUO && n.Op != token.REM {
				of = n.X
			}
			return []edit{{offset(n.Pos()), 0, call + "[" + p.typeOf(of) + "]("}, {offset(n.OpPos), len(n.Op.String()), ","}}
		}
		return []edit{{offset(n.Pos()), 0, "(("}}
	}
	return nil
}

// after is what changes at the end of a node.
func (p *source) after(n ast.Node) []edit {
	ids := p.ids(n)
	if ids == nil {
		return nil
	}
	end := p.fset.Position(n.End()).Offset
	var numbers strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&numbers, ", %d", id)
	}
	switch n := n.(type) {
	case *ast.IncDecStmt:
		return []edit{{end - 2, 2, fmt.Sprintf(" %c= mutantOne[%s](%d)", n.Tok.String()[0], p.typeOf(n.X), ids[0])}}
	case *ast.BinaryExpr:
		if calls[n.Op] == "" {
			return []edit{{end, 0, fmt.Sprintf(") != mutantNot(%d))", ids[0])}}
		}
	}
	return []edit{{end, 0, numbers.String() + ")"}}
}

// typeOf is the type of an expression as the package writes it.
func (p *source) typeOf(e ast.Expr) string {
	return types.TypeString(p.info.Types[e].Type, func(other *types.Package) string {
		if other.Path() == p.path {
			return ""
		}
		return other.Name()
	})
}

// alone is the file with one mutant in place of its operator.
func (p *source) alone(m *mutant) []byte {
	b := p.files[m.file]
	return slices.Concat(b[:m.offset], []byte(m.to.String()), b[m.offset+len(m.from.String()):])
}
