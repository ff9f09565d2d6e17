package catalog

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config"
)

// runnerTable finds runners by file name and by interpreter.
type runnerTable struct {
	reader       *reader
	runners      map[string]config.Runner
	names        []string            // sorted
	exts         map[string]nameRule // "*.py" by ".py"
	whole        map[string]nameRule // "Makefile"
	globs        []nameRule          // other globs, best first
	interpreters map[string]string   // runner by program name
}

// nameRule is a glob of a runner's match.
type nameRule struct {
	glob, runner string
	own          bool // configured, not built in
}

// better orders rules: configured before built-in ones, then longer globs
// first, then by the runner's name.
func better(a, b nameRule) int {
	own := func(r nameRule) int {
		if r.own {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(own(a), own(b)), cmp.Compare(len(b.glob), len(a.glob)), cmp.Compare(a.runner, b.runner), cmp.Compare(a.glob, b.glob))
}

func newRunnerTable(runners map[string]config.Runner) *runnerTable {
	t := &runnerTable{runners: runners, exts: map[string]nameRule{}, whole: map[string]nameRule{}, interpreters: map[string]string{}}
	for name := range runners {
		t.names = append(t.names, name)
	}
	slices.Sort(t.names)
	builtin := config.BuiltinRunners()
	put := func(m map[string]nameRule, key string, r nameRule) {
		if old, ok := m[key]; !ok || better(r, old) < 0 {
			m[key] = r
		}
	}
	for _, name := range t.names {
		for _, glob := range runners[name].Match {
			rule := nameRule{glob: glob, runner: name, own: !slices.Contains(builtin[name].Match, glob)}
			ext, isExt := strings.CutPrefix(glob, "*")
			switch {
			case !strings.ContainsAny(glob, `*?[{\`):
				put(t.whole, glob, rule)
			case isExt && !strings.ContainsAny(ext, `*?[{\`) && strings.LastIndexByte(ext, '.') == 0:
				put(t.exts, ext, rule)
			default:
				t.globs = append(t.globs, rule)
			}
		}
		for _, program := range runners[name].Interpreters {
			if _, taken := t.interpreters[program]; !taken {
				t.interpreters[program] = name
			}
		}
	}
	// A runner is its own interpreter unless another one has the name.
	for _, name := range t.names {
		if _, taken := t.interpreters[name]; !taken {
			t.interpreters[name] = name
		}
	}
	slices.SortFunc(t.globs, better)
	return t
}

// rule returns the best rule for a file name.
func (t *runnerTable) rule(name string) (best nameRule, ok bool) {
	consider := func(r nameRule) {
		if !ok || better(r, best) < 0 {
			best, ok = r, true
		}
	}
	if r, found := t.whole[name]; found {
		consider(r)
	}
	if r, found := t.exts[path.Ext(name)]; found {
		consider(r)
	}
	for _, r := range t.globs {
		if doublestar.MatchUnvalidated(r.glob, name) {
			consider(r)
			break
		}
	}
	return best, ok
}

// byName returns the runner for a file name.
func (t *runnerTable) byName(name string) (runner string, ok bool) {
	r, ok := t.rule(name)
	return r.runner, ok
}

// configured reports whether the project's configuration has a runner for files
// with this name.
func (t *runnerTable) configured(name string) bool {
	r, ok := t.rule(name)
	return ok && r.own
}

// matches reports whether the runner is for files with this name, even if
// another one is better.
func (t *runnerTable) matches(runner, name string) bool {
	return slices.ContainsFunc(t.runners[runner].Match, func(glob string) bool {
		return doublestar.MatchUnvalidated(glob, name)
	})
}
