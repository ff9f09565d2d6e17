package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// choice is the result of an example that counts; without a log there is none.
type choice struct {
	log *planLog
	i   int32 // of its results
}

func (c choice) found() *found { return &c.log.results[c.i] }

// weighed is what all logs together say.
type weighed struct {
	logs   []*planLog // of the plan, by path
	chosen []choice   // by position
	// before has a failure of an example that does not count: of an earlier attempt, or in
	// a log that proves nothing. A pass after it is flaky.
	before map[int32]choice
	tried  map[int32]hub.Error // likewise, of an attempt whose example has no result there
	// byPart has the logs that say something of a part; troubled are the logs whose
	// problems count.
	byPart     map[int][]*planLog
	troubled   []*planLog
	queued     bool        // some logs are of a queue's workers
	left, last []candidate // memory of choose
	// rolledBack are examples of which sealed logs name different results.
	rolledBack []int32
}

// candidate is a result of some log.
type candidate struct {
	choice
	at      int32
	path    int32 // position of the log
	attempt int64
	job     string
	// named: the queue counts it; proven: a sealed log proves it.
	named, proven bool
}

// weigh chooses the results that count, see the package.
func (s *Survey) weigh() *weighed {
	if s.weighed != nil {
		return s.weighed
	}
	w := &weighed{chosen: make([]choice, len(s.items)), before: map[int32]choice{}, tried: map[int32]hub.Error{}, byPart: map[int][]*planLog{}}
	for _, path := range sortedKeys(s.logs) {
		if l := s.logs[path]; l.ours {
			w.logs = append(w.logs, l)
		}
	}
	slices.SortStableFunc(w.logs, func(a, b *planLog) int {
		return cmp.Or(cmp.Compare(a.header.Attempt, b.header.Attempt), cmp.Compare(a.header.ID, b.header.ID), cmp.Compare(a.path, b.path))
	})
	named := s.named(w)
	n := 0
	for _, l := range w.logs {
		n += len(l.results)
	}
	all := make([]candidate, 0, n)
	for i, l := range w.logs {
		all = l.candidates(all, int32(i), named)
		s.note(w, l)
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.path, b.path), cmp.Compare(a.i, b.i))
	})
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].at == all[0].at {
			n++
		}
		w.choose(all[:n])
		all = all[n:]
	}
	s.trouble(w)
	s.weighed = w
	return w
}

// named returns the hashes of the results that queues count, by position.
func (s *Survey) named(w *weighed) map[int32][][sha256.Size]byte {
	out := map[int32][][sha256.Size]byte{}
	for _, l := range w.logs {
		if l.loss != Proven {
			continue
		}
		for _, r := range l.receipts {
			at, ok := s.at[r.ID]
			hash, err := hex.DecodeString(r.Hash)
			if !ok || err != nil || len(hash) != sha256.Size {
				continue
			}
			if sum := [sha256.Size]byte(hash); !slices.Contains(out[at], sum) {
				if out[at] = append(out[at], sum); len(out[at]) == 2 {
					w.rolledBack = append(w.rolledBack, at)
				}
			}
		}
	}
	slices.Sort(w.rolledBack)
	return out
}

// candidates appends the results of the log. path is its position.
func (l *planLog) candidates(all []candidate, path int32, named map[int32][][sha256.Size]byte) []candidate {
	for i := range l.results {
		f := &l.results[i]
		c := candidate{choice: choice{l, int32(i)}, at: f.at, path: path, attempt: l.header.Attempt, job: l.header.Job}
		if f.run > 0 {
			c.attempt, c.job = l.header.Parts[f.run-1].Attempt, l.header.Parts[f.run-1].Job
		}
		c.proven = l.loss == Proven && !f.refused
		if l.queued {
			c.named = slices.Contains(named[f.at], l.hashes[i])
			c.proven = c.proven || c.named
		}
		all = append(all, c)
	}
	return all
}

// note notes which parts the log speaks of, and the attempts in it that failed.
func (s *Survey) note(w *weighed, l *planLog) {
	switch {
	case l.queued:
		w.queued = true
	case l.part.To > 0:
		for i := l.part.Index; i <= min(l.part.To, len(s.first)-1); i++ {
			w.byPart[i] = append(w.byPart[i], l)
		}
	default:
		w.byPart[l.part.Index] = append(w.byPart[l.part.Index], l)
	}
	for at, err := range l.tried {
		w.tried[at] = err
	}
}

// choose chooses among the results of one example: a proven outcome, in the logs of a
// queue's workers one that it names, of these the last attempt if numbers show it, and of
// those left the worst.
func (w *weighed) choose(all []candidate) {
	left := append(w.left[:0], all...)
	w.left = left
	keep := func(f func(c *candidate) bool) {
		if slices.ContainsFunc(left, func(c candidate) bool { return f(&c) }) {
			left = slices.DeleteFunc(left, func(c candidate) bool { return !f(&c) })
		}
	}
	left = slices.DeleteFunc(left, func(c candidate) bool { return !c.proven || c.found().kind == noOutcome })
	keep(func(c *candidate) bool { return c.found().kind != lost })
	if slices.ContainsFunc(left, func(c candidate) bool { return c.named }) {
		left = slices.DeleteFunc(left, func(c candidate) bool { return c.log.queued && !c.named })
	}
	last := append(w.last[:0], left...)
	w.last = last
	keep(func(c *candidate) bool {
		return !slices.ContainsFunc(last, func(other candidate) bool { return other.after(c) })
	})
	at := all[0].at
	if len(left) > 0 {
		w.chosen[at] = slices.MaxFunc(left, func(a, b candidate) int { return cmp.Compare(a.found().kind, b.found().kind) }).choice
	}
	for i := range all {
		if all[i].choice != w.chosen[at] && all[i].found().red() {
			w.before[at] = all[i].choice
		}
	}
}

// after reports whether c is known to be a later attempt than other. Numbers count within
// one pipeline and job.
func (c *candidate) after(other *candidate) bool {
	return c.job == other.job && c.log.header.Pipeline == other.log.header.Pipeline && c.attempt > other.attempt && other.attempt > 0
}

// reddened reports whether a pass that counts is made a failure by what was before it.
func (w *weighed) reddened(s *Survey, at int32) bool {
	_, red := w.before[at]
	_, tried := w.tried[at]
	kind := w.chosen[at].found().kind
	return (red || tried) && (kind == skipped || (kind == passed || kind == passedSome) && slices.Contains(s.file.Header.Policies, flakyFails))
}

// trouble finds the logs whose problems besides examples count: all sealed logs, but
// earlier attempts of which no result counts.
func (s *Survey) trouble(w *weighed) {
	used := map[*planLog]bool{}
	for _, c := range w.chosen {
		if c.log != nil {
			used[c.log] = true
		}
	}
	for _, l := range w.logs {
		superseded := slices.ContainsFunc(w.byPart[l.part.Index], func(o *planLog) bool {
			a, b := candidate{choice: choice{log: o}, attempt: o.header.Attempt, job: o.header.Job}, candidate{choice: choice{log: l}, attempt: l.header.Attempt, job: l.header.Job}
			return o.loss == Proven && o.part == l.part && a.after(&b)
		})
		if used[l] || l.loss == Proven && !superseded {
			w.troubled = append(w.troubled, l)
		}
	}
}
