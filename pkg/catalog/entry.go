package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
)

// entry is an entry file and the content of its first bytes.
type entry struct {
	candidate
	head        head.Head
	tree        []byte            // of the front matter, see facts
	interpreter *head.Interpreter // nil without a #! line
	err         error             // why it cannot be read
	alone       bool              // its folder has no other entry file
	beside      bool              // another entry file represents its folder
	empty       bool              // it contains only white space
	output      *outputComment    // of a Go program; nil without one
	inode       [2]uint64         // of the file, and its device; zero: unknown
}

// verdict is the result of reading a candidate.
type verdict int

const (
	noEntry verdict = iota
	isEntry
	// unknown: it cannot be read, and its name does not make it an entry.
	unknown
	// gone: it has just been removed.
	gone
	// transcript of a shell session.
	transcript
)

// find walks the source and reads the candidates. Files in seen belong to an
// earlier source; find adds its own. A nil seen says that there is no other source.
func (s *source) find(sources []source, runners *runnerTable, seen map[string]bool) ([]entry, Shape, []Problem) {
	w := &walker{source: s, sources: sources, runners: runners, hits: make([]bool, len(s.include))}
	found, n := w.walkAll(), 0
	for _, list := range found {
		n += len(list)
	}
	entries := make([]entry, 0, n)
	for i, list := range found {
		for _, c := range list {
			if !seen[c.real] {
				entries = append(entries, entry{candidate: c})
			}
		}
		found[i] = nil // later entries reuse the memory
	}
	verdicts := make([]verdict, len(entries))
	parallel.Each(len(entries), func() func(int) {
		t := tools{runners: runners, buf: make([]byte, head.Size), lines: map[string]*head.Interpreter{}}
		return func(i int) { verdicts[i] = entries[i].read(&t) }
	})
	shape := Shape{Path: s.shown("")}
	slices.Sort(w.support)
	for _, rel := range w.support {
		if dir, folder := strings.CutSuffix(rel, "/"); folder {
			shape.Folders = append(shape.Folders, s.printable(dir))
		} else {
			shape.Support = append(shape.Support, s.printable(rel))
		}
	}
	kept := entries[:0]
	for i, v := range verdicts {
		switch v {
		case isEntry:
			kept = append(kept, entries[i])
		case transcript:
			shape.Transcripts = append(shape.Transcripts, s.printable(entries[i].rel))
		case unknown:
			w.problem(entries[i].rel, true, "the file cannot be read, so it is unknown whether it is an example: %v", reason(entries[i].err))
		}
	}
	w.judge(len(entries) > 0 && len(kept) == 0)
	if s.guessed {
		kept = shape.programs(kept)
	}
	if len(shape.Strays) > 0 {
		w.problem("", false, "%s left out, because every other example has a folder with %s: %s; to run them, list them under sources in hub.yaml",
			are(len(shape.Strays), "program"), strings.Join(shape.Include, ", "), strings.Join(shape.Strays, ", "))
	}
	if seen != nil {
		for i := range kept {
			seen[kept[i].real] = true
		}
	}
	if n := len(shape.Transcripts); n > 0 && len(s.include) > 0 {
		w.problem("", false, "%s left out: the first line begins with \"$ \", so the file records a shell session", are(n, "transcript"))
	}
	return kept, shape, w.problems
}

// judge reports globs and conditions that matched nothing. It reports nothing
// if folders could not be read, because matches may be in them.
func (w *walker) judge(noneLeft bool) {
	for _, p := range w.problems {
		if p.Incomplete {
			return
		}
	}
	for i, hit := range w.hits {
		if hit {
			continue
		}
		w.problems = append(w.problems, Problem{
			Path:    w.at(fmt.Sprintf("include[%d]", i)),
			Message: fmt.Sprintf("the glob %q matches no file in %s%s", w.include[i].glob, w.shown(""), w.suggest(w.include[i])),
		})
	}
	if w.includeIf != nil && noneLeft {
		w.problems = append(w.problems, Problem{
			Path:    w.at("include-if"),
			Message: fmt.Sprintf("no file has a first line that matches %q", w.includeIf),
		})
	}
}

// suggest returns the extension of an existing file if the glob asks for a
// similar one that does not exist.
func (w *walker) suggest(p pattern) string {
	ext := path.Ext(p.glob)
	if ext == "" || slices.Contains(w.exts, ext) {
		return ""
	}
	if near := nearest.To(ext, slices.Sorted(slices.Values(w.exts))); near != "" {
		return fmt.Sprintf(" (did you mean *%s?)", near)
	}
	return ""
}

// tools are what one goroutine reads candidates with.
type tools struct {
	runners *runnerTable
	buf     []byte
	lines   map[string]*head.Interpreter // by #! line; nil: none
}

// shebang returns the interpreter of a #! line; nil for any other first line.
func (t *tools) shebang(first []byte) *head.Interpreter {
	if !bytes.HasPrefix(first, []byte("#!")) {
		return nil
	}
	i, ok := t.lines[string(first)]
	if !ok {
		if parsed, is := head.Shebang(first); is {
			i = &parsed
		}
		t.lines[string(first)] = i
	}
	return i
}

// read finds out what the first bytes of the candidate say, and decides whether it is
// an entry file.
func (e *entry) read(t *tools) verdict {
	name := path.Base(e.rel)
	var x reading
	err := e.broken
	if err == nil {
		x, err = e.source.reader.facts(e.path, t.buf, e.source.includeIf != nil)
	}
	if err != nil {
		return e.unreadable(t.runners, name, err)
	}
	defer x.keep()
	e.inode = [2]uint64{x.id.Device, x.id.Inode}
	if re := e.source.includeIf; re != nil && !re.Match(x.first) {
		return noEntry
	}
	if e.interpreter = t.shebang(x.first); e.interpreter == nil {
		if i, ok := head.Bare(x.first); ok && t.runners.sameRunner(name, i) {
			e.interpreter = &i
		}
	}
	if e.include < 0 && !e.known(t.runners, name) {
		return noEntry
	}
	if err := x.parse(); err != nil {
		return e.unreadable(t.runners, name, err)
	}
	if e.include < 0 && e.interpreter == nil && path.Ext(name) == ".go" && !x.isGoProgram() {
		return noEntry
	}
	if x.transcript && !t.runners.configured(name) && !e.named(name) {
		return transcript
	}
	e.head, e.tree, e.empty, e.output = x.head, x.tree, x.empty, x.output
	return isEntry
}

// unreadable decides whether a candidate that cannot be read is an entry file.
func (e *entry) unreadable(runners *runnerTable, name string, err error) verdict {
	if e.broken == nil && errors.Is(err, fs.ErrNotExist) {
		return gone
	}
	e.err = err
	if e.source.includeIf != nil || e.include < 0 && !e.known(runners, name) {
		return unknown
	}
	return isEntry
}

// known reports whether the file has a runner, without an include that names
// it: the source's own runner if that has file names or #! lines, else any.
func (e *entry) known(runners *runnerTable, name string) bool {
	byName, named := runners.byName(name)
	byLine, lined := "", false
	if e.interpreter != nil {
		// A #! line marks a file as a program, whether or not a runner has that
		// interpreter.
		byLine, _ = runners.byInterpreter(*e.interpreter)
		lined = true
	}
	r, configured := runners.runners[e.source.Runner]
	if !configured || len(r.Match)+len(r.Interpreters) == 0 {
		return named || lined
	}
	return named && byName == e.source.Runner || lined && byLine == e.source.Runner ||
		runners.matches(e.source.Runner, name)
}
