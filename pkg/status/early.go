package status

import (
	"hash/maphash"
	"maps"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Early computes the new entries of the status while a run is in progress, so that little
// is left to do after the last example. It changes nothing in the file. When the run is
// folded, an entry is used if the result that it was made from is still the same, and
// computed otherwise; the resulting status is the same as without an Early.
//
// From the first result until the run is folded, the file may be read, but must not be
// changed.
type Early struct {
	file   *File
	names  runNames // those of the file, with that of the run
	run    hub.Run  // the header
	how    folding
	safely func(func()) func()
	seed   maphash.Seed

	mu       sync.Mutex
	idle     sync.Cond // there is no goroutine
	waiting  []*hub.Result
	working  bool // there is a goroutine
	stopped  bool
	planned  map[string]int // positions in the plan; of the goroutine, as the next field
	finished []early        // by position
}

// early is an entry that was made early, and the mark of the result that is part of it.
// The entry is nil if the result changes nothing, or if none was made: then there is no mark.
type early struct {
	of    mark
	entry *Entry
}

// batch is how many results are collected before a goroutine is started.
const batch = 16

// Early returns an Early for the run that the holder of the lock is about to record in f.
// header includes the sequence of the run. safely wraps the functions of goroutines.
func (l *Lock) Early(f *File, header *hub.RunHeader, safely func(func()) func()) *Early {
	return newEarly(f, header, l.store.Root, safely)
}

func newEarly(f *File, header *hub.RunHeader, root string, safely func(func()) func()) *Early {
	names := maps.Clone(f.names)
	names.add(header.Sequence, header.ID)
	e := &Early{file: f, names: names, run: hub.Run{RunHeader: *header}, how: folding{root: root, maker: &maker{}}, safely: safely, seed: maphash.MakeSeed()}
	e.idle.L = &e.mu
	return e
}

// After wraps next so that results are added after it was called. They must not be changed
// from then on. A nil Early adds none.
func (e *Early) After(next func(hub.Event)) func(hub.Event) {
	if e == nil {
		return next
	}
	return func(event hub.Event) {
		next(event)
		if event.Type == hub.EventExampleFinished {
			e.add(event.Result)
		}
	}
}

// add adds a result of the run. It does not block.
func (e *Early) add(res *hub.Result) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.waiting = append(e.waiting, res); e.working || e.stopped || len(e.waiting) < batch {
		return
	}
	e.working = true
	go e.safely(e.work)()
}

// work makes entries until few results wait.
func (e *Early) work() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for len(e.waiting) >= batch && !e.stopped {
		list := e.waiting
		e.waiting = nil
		e.mu.Unlock()
		sound := true
		for i := 0; sound && i < len(list); i++ {
			sound = e.fold(list[i])
		}
		e.mu.Lock()
		e.stopped = e.stopped || !sound
	}
	e.working = false
	e.idle.Broadcast()
}

// fold makes the entry of one example. It reports whether all runs in it had names: names
// are given in catalog order.
func (e *Early) fold(res *hub.Result) bool {
	if e.planned == nil {
		e.planned, e.finished = make(map[string]int, len(e.run.Plan)), make([]early, len(e.run.Plan))
		for i := range e.run.Plan {
			e.planned[e.run.Plan[i].ID] = i
		}
	}
	at, planned := e.planned[res.ID]
	switch {
	case !planned, !res.Ended(), res.RunID != "":
		return true
	case res.Error != nil && res.Error.Type == hub.ErrNoResult: // it ends with the run
		return true
	case len(res.Attempts) == 0: // its entry depends on whether one before it has named the run
		return true
	}
	known := len(e.names)
	entry := e.how.maker.next(e.file.Examples[res.ID], e.names, e.run.ID, &e.run, &e.run.Plan[at], res, e.how)
	if len(e.names) > known {
		return false
	}
	e.finished[at] = early{markOf(e.seed, res), entry}
	return true
}

// take ends the work, and returns e if it has entries of this run, else nil.
func (e *Early) take(run *hub.Run) *Early {
	if e == nil {
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stopped = true
	for e.working {
		e.idle.Wait()
	}
	if run.ID != e.run.ID || run.Sequence != e.run.Sequence || !run.Started.Equal(e.run.Started) {
		return nil
	}
	return e
}

// of returns the entry that was made from a result, after take; false if there is none.
func (e *Early) of(res *hub.Result) (*Entry, bool) {
	if e == nil {
		return nil, false
	}
	at, planned := e.planned[res.ID]
	if !planned || e.finished[at].of == (mark{}) || e.finished[at].of != markOf(e.seed, res) {
		return nil, false
	}
	return e.finished[at].entry, true
}

// mark tells a result from any other: the place of its attempts, which no other can get as
// long as the mark is there, and a random hash of all else. A result itself is much larger.
type mark struct {
	attempts *hub.Attempt
	rest     uint64
}

func markOf(seed maphash.Seed, res *hub.Result) mark {
	parts := struct {
		id, run, reason, doubtful, print string
		status                           hub.Status
		baseline                         hub.Standing
		second                           int64
		nano, worker, attempts           int
		took                             float64
		flaky                            bool
		leaked, dependsOn                uint64
		has                              [3]bool
		err                              hub.Error
		allowed                          hub.AllowFailure
		past                             hub.Past
	}{
		id: res.ID, run: res.RunID, reason: res.Reason, doubtful: res.Doubtful, print: res.Fingerprint,
		status: res.Status, baseline: res.Baseline, second: res.Started.Unix(), nano: res.Started.Nanosecond(),
		worker: res.Worker, attempts: len(res.Attempts), took: res.Seconds, flaky: res.Flaky,
		leaked: hashed(seed, res.Leaked), dependsOn: hashed(seed, res.DependsOn),
		has: [3]bool{res.Error != nil, res.AllowedFailure != nil, res.Past != nil},
	}
	if res.Error != nil {
		parts.err = *res.Error
	}
	if res.AllowedFailure != nil {
		parts.allowed = *res.AllowedFailure
	}
	if res.Past != nil {
		parts.past = *res.Past
	}
	m := mark{rest: maphash.Comparable(seed, parts)}
	if len(res.Attempts) > 0 {
		m.attempts = &res.Attempts[0]
	}
	return m
}

func hashed(seed maphash.Seed, list []string) uint64 {
	sum := uint64(len(list))
	for _, text := range list {
		sum = maphash.Comparable(seed, struct {
			before uint64
			text   string
		}{sum, text})
	}
	return sum
}
