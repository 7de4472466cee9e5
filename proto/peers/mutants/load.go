package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// source is the package whose tests are measured: its files but for the tests.
type source struct {
	path    string // of the package
	dir     string
	fset    *token.FileSet
	files   map[string][]byte // by name
	syntax  map[string]*ast.File
	info    *types.Info
	mutants []mutant
	at      map[ast.Node][]int // the ids of a node's mutants
	keys    map[string]bool    // of all mutants
}

// load reads the package with the import path, and finds its mutants.
func load(path string) (*source, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}\n{{range .GoFiles}}{{.}}\n{{end}}", path).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", path, err)
	}
	names := strings.Fields(string(out))
	p := &source{
		path: path, dir: names[0], fset: token.NewFileSet(), files: map[string][]byte{}, syntax: map[string]*ast.File{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}, at: map[ast.Node][]int{}, keys: map[string]bool{},
	}
	names = names[1:]
	var all []*ast.File
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(p.dir, name))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(p.fset, name, b, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files[name], p.syntax[name] = b, f
		all = append(all, f)
	}
	imports, err := p.imports()
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: imports}
	if _, err := config.Check(path, p.fset, all, p.info); err != nil {
		return nil, err
	}
	for _, name := range names {
		p.find(p.syntax[name], name)
	}
	return p, nil
}

// imports reads the packages that the package imports from the build cache.
func (p *source) imports() (types.Importer, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", ".")
	list.Dir = p.dir
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -export: %w", err)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		exports[path] = file
	}
	return importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }), nil
}

// count is how many mutants there are, by gremlins' count.
func (p *source) count() (n int) {
	for i := range p.mutants {
		n += len(p.mutants[i].kinds)
	}
	return n
}
