package catalog

import (
	"runtime"
	"slices"
	"sync"
)

// branch is a folder below, of which the candidates come before others of its folder.
type branch struct {
	*walker
	found, problems int // how many of this folder come before
}

// walkAll walks the source, and returns the candidates, in lists that follow one
// another.
func (w *walker) walkAll() [][]candidate {
	w.places = make(chan struct{}, runtime.GOMAXPROCS(0)-1)
	var beside sync.WaitGroup
	w.walk("", &beside)
	beside.Wait()
	return w.gather(nil)
}

// branchTo walks a folder below: beside this one if there is a place, else at once.
func (w *walker) branchTo(rel string, beside *sync.WaitGroup) {
	b := &walker{source: w.source, runners: w.runners, sources: w.sources, places: w.places, hits: slices.Clone(w.hits)}
	w.below = append(w.below, branch{b, len(w.found), len(w.problems)})
	select {
	case w.places <- struct{}{}:
		beside.Go(func() {
			b.walk(rel, beside)
			<-w.places
		})
	default:
		b.walk(rel, beside)
	}
}

// gather takes over what the branches found, in the order in which one walker would
// have found it, and appends the candidates to those of all.
func (w *walker) gather(all [][]candidate) [][]candidate {
	var problems []Problem
	var support []string
	at := branch{}
	for _, b := range w.below {
		all = b.gather(append(all, w.found[at.found:b.found]))
		problems = append(append(problems, w.problems[at.problems:b.problems]...), b.walker.problems...)
		support = append(support, b.walker.support...)
		for i, hit := range b.hits {
			w.hits[i] = w.hits[i] || hit
		}
		for _, ext := range b.exts {
			w.sees(ext)
		}
		at = b
	}
	all = append(all, w.found[at.found:])
	w.problems = append(problems, w.problems[at.problems:]...)
	w.support = append(support, w.support...)
	w.found, w.below = nil, nil
	return all
}
