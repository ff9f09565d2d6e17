package classify

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// Languages is a table of languages, prepared for classification. It is safe for
// concurrent use.
type Languages struct {
	read  []language // in the order of trial
	noise []string
	signs []string
	crash func() *regexp.Regexp
	quote []string // lines above a report that is only quoted
}

// quoted reports whether the line above a report says that the program only quotes it.
func (all *Languages) quoted(above string) bool {
	above = strings.TrimRight(above, "\n")
	line := strings.TrimSpace(above[strings.LastIndexByte(above, '\n')+1:])
	return slices.Contains(all.quote, line)
}

// language describes how programs of one language, or of several that share a runtime,
// report errors. names are names of runners and extensions of files.
type language struct {
	lang.Errors
	names []string
}

// NewLanguages prepares a table.
func NewLanguages(table lang.Table) *Languages {
	common := lang.Any()
	var all Languages
	var crashes []string
	for _, row := range table {
		all.noise = append(all.noise, row.Noise...)
		if row.Crash.Line != "" {
			all.signs = append(all.signs, row.Crash.Signs...)
			crashes = append(crashes, row.Crash.Line)
			all.quote = append(all.quote, row.Crash.Quoted...)
		}
		if row.Errors.Name == common.Name {
			continue
		}
		i := slices.IndexFunc(all.read, func(l language) bool { return l.Name == row.Errors.Name })
		if i < 0 {
			i = len(all.read)
			all.read = append(all.read, language{row.Errors, slices.Clone(row.Errors.Names)})
		}
		all.read[i].names = append(all.read[i].names, append(row.Extensions(), strings.ToLower(row.Name))...)
	}
	last := []language{{Errors: common}}
	for _, l := range all.read {
		if len(l.Otherwise) > 0 {
			last = append(last, language{Errors: lang.Errors{Rules: l.Otherwise}})
		}
	}
	all.read = append(all.read, last...)
	all.crash = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("(?m)^(?:" + strings.Join(crashes, "|") + ")")
	})
	return &all
}

// builtin returns hub's own languages. They are prepared on the first failure, since
// most commands never need them.
var builtin = sync.OnceValue(func() *Languages { return NewLanguages(lang.All()) })

func (f Facts) languages() *Languages {
	if f.Languages != nil {
		return f.Languages
	}
	return builtin()
}

// own returns the index of the attempt's language, by the name of its runner, or else
// by the extension of its file; -1 if neither matches.
func (all *Languages) own(f Facts) int {
	by := func(name string) int {
		return slices.IndexFunc(all.read, func(l language) bool { return slices.Contains(l.names, name) })
	}
	if i := by(strings.ToLower(f.Runner)); i >= 0 {
		return i
	}
	return by(lang.Extension(f.File))
}

// diagnose classifies the output of a failed attempt by its own language, then by the
// others, since a program may start programs in other languages. It returns nil if
// nothing is recognised.
func (all *Languages) diagnose(f Facts, t text) *hub.Error {
	own := all.own(f)
	if own >= 0 {
		if e := all.read[own].diagnose(f, t); e != nil {
			return e
		}
	}
	if e := usageError(f, t); e != nil {
		return e
	}
	for i := range all.read {
		if i != own {
			if e := all.read[i].diagnose(f, t); e != nil {
				return e
			}
		}
	}
	return unknownCause(f, t)
}
