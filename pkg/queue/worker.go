package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// Source is the queue of a plan, for a worker to take its examples from.
type Source struct {
	Address Address
	// Plan and Digest are those of [Job].
	Plan, Digest string
	// Seconds are how long the examples take, by position, 0 if unknown, and Previous the
	// last outcomes before the plan, by ID.
	Seconds  []float64
	Previous map[string]hub.Status
}

// Setting is the run of a worker.
type Setting struct {
	// Run is the ID of the run.
	Run string
	// Order has all examples of the plan in the order in which they are handed out, ready
	// to be run. Record returns an example as the log has it.
	Order   []*hub.Example
	Record  func(*hub.Example) *hub.Example
	Workers int
	Config  *config.Config
	Now     func() time.Time
	Warn    func(format string, args ...any)
	// Guard wraps goroutines, see [runner.Options].
	Guard func(func()) func()
}

// Worker is a run that takes its examples from a queue. The nil worker is that of a run
// which does not: its methods may be called, and do nothing.
//
// The runner asks for examples ([Worker.Feed]), the log says which lines it has written
// ([Worker.Lines]); beside them one goroutine renews the leases and another acknowledges
// results, after the log is on the disk.
type Worker struct {
	Setting
	source  *Source
	queue   *Queue
	sync    func() error
	unfit   bool // the setup of the run failed: nothing is taken
	ctx     context.Context
	stop    context.CancelFunc
	beside  sync.WaitGroup
	pending chan struct{} // there are results to acknowledge; has room for one
	settled chan struct{} // results were acknowledged; has room for one

	mu      sync.Mutex
	at      map[string]int
	held    map[int]*hold
	lines   []Result       // to be acknowledged
	written map[int]string // hashes of own results
	counted map[int]string // those that count
	refused map[int]Entry  // own results that do not, and what does
	err     error          // why nothing more can be done
}

// hold is an example that is leased, and not acknowledged.
type hold struct {
	// since is when its attempt started, or the one before it ended; zero while it waits.
	since time.Time
	// gone: it is not renewed any more, because another worker has it.
	gone bool
}

// Join joins the queue; nil for a nil source.
func (s *Source) Join(ctx context.Context, run Setting) (*Worker, error) {
	if s == nil {
		return nil, nil
	}
	job := Job{Plan: s.Plan, Digest: s.Digest}
	w := &Worker{
		Setting: run, source: s, pending: make(chan struct{}, 1), settled: make(chan struct{}, 1),
		at: map[string]int{}, held: map[int]*hold{}, written: map[int]string{}, counted: map[int]string{}, refused: map[int]Entry{},
	}
	for i, e := range run.Order {
		w.at[e.ID] = i
		job.Order = append(job.Order, e.ID)
	}
	var err error
	if w.queue, err = Join(ctx, s.Address, job, run.Run); err != nil {
		return nil, err
	}
	return w, nil
}

// Begin starts what goes on beside the examples. sync brings the log to the disk. It
// returns the examples that the run starts with: those of a worker come from the queue.
// setUp are the examples after the setup of the run; after a failed one the worker takes
// nothing, since it would fail all that it takes.
func (w *Worker) Begin(setUp []*hub.Example, sync func() error) []*hub.Example {
	if w == nil {
		return setUp
	}
	for i, e := range setUp {
		w.unfit = w.unfit || e != w.Order[i]
	}
	w.sync = sync
	w.ctx, w.stop = context.WithCancel(context.Background())
	for _, work := range []func(){w.beating, w.acknowledging} {
		w.beside.Go(w.Guard(work))
	}
	return nil
}

// Lines returns the function that gets the results in the log, see [runlog.Writer]; nil
// for a nil worker.
func (w *Worker) Lines() func(*hub.Result, string) {
	if w == nil {
		return nil
	}
	return func(res *hub.Result, hash string) {
		if res.Status == hub.StatusInterrupted {
			return // no outcome: another worker runs the example
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		position := w.at[res.ID]
		w.written[position] = hash
		w.lines = append(w.lines, Result{position, hash})
		notify(w.pending)
	}
}

// After wraps next so that the worker knows which examples run.
func (w *Worker) After(next func(hub.Event)) func(hub.Event) {
	if w == nil {
		return next
	}
	return func(e hub.Event) {
		next(e)
		if e.Type == hub.EventExampleFinished && e.Result.Status != hub.StatusInterrupted && !w.recorded(e.ID) {
			w.fail(errUnrecorded)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		h := w.held[w.at[e.ID]]
		switch {
		case e.ID == "" || h == nil:
		case e.Type == hub.EventExampleStarted, e.Type == hub.EventAttemptFinished:
			h.since = time.Now()
		case e.Type == hub.EventExampleFinished, e.Type == hub.EventExampleDeferred:
			h.since = time.Time{}
		}
	}
}

// errUnrecorded ends a worker whose log does not take results. The reason is a problem of
// the run anyway.
var errUnrecorded = errors.New("a result could not be recorded, so the queue does not count it, and this worker takes nothing more")

// recorded reports whether the log has the result of an example.
func (w *Worker) recorded(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, ok := w.written[w.at[id]]
	return ok
}

// fail records that the queue can be used no more.
func (w *Worker) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx.Err() == nil { // else it was stopped, which is no fault of the queue
		w.err = err
		w.stop()
	}
}

// failed reports whether fail was called.
func (w *Worker) failed() bool { return w.ctx.Err() != nil }

// beating renews the leases until the worker ends. One whose attempt takes longer than
// its limits allow is not renewed: something is wrong with the machine then.
func (w *Worker) beating() {
	tick := time.NewTicker(w.queue.LeaseTime() / 4)
	defer tick.Stop()
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-tick.C:
		}
		gone, err := w.queue.Beat(w.ctx, w.beats())
		if err != nil {
			w.fail(err)
			return
		}
		w.mu.Lock()
		for _, position := range gone {
			if h := w.held[position]; h != nil {
				h.gone = true
			}
		}
		w.mu.Unlock()
	}
}

// beats returns the positions to renew.
func (w *Worker) beats() (positions []int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for position, h := range w.held {
		limit := longest(w.Order[position], w.Config)
		if !h.gone && (h.since.IsZero() || limit == 0 || time.Since(h.since) < limit) {
			positions = append(positions, position)
		}
	}
	return positions
}

// longest returns how long an example may take from the start of an attempt to the start
// of the next, or to its end; 0 without a limit.
func longest(e *hub.Example, cfg *config.Config) time.Duration {
	s := e.Settings
	if s == nil || s.Timeout <= 0 {
		return 0
	}
	limit := s.Timeout + cfg.Run.Grace
	if e.Build != nil {
		build := cfg.Runners[e.Runner].BuildTimeout
		if build <= 0 {
			return 0
		}
		limit += build
	}
	if s.Retries.Max > 0 && s.Retries.Delay > 0 {
		if s.Retries.MaxDelay <= 0 && s.Retries.Backoff != hub.BackoffConstant {
			return 0
		}
		limit += max(s.Retries.Delay, s.Retries.MaxDelay)
	}
	return limit + time.Minute // for hub's own work
}

// pace is the shortest time between two acknowledgements. What is recorded meanwhile goes
// along.
const pace = 10 * time.Millisecond

// acknowledging acknowledges results until the worker ends.
func (w *Worker) acknowledging() {
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-w.pending:
		}
		if err := w.acknowledge(w.ctx); err != nil {
			w.fail(err)
			return
		}
		notify(w.settled)
		select {
		case <-w.ctx.Done():
			return
		case <-time.After(pace):
		}
	}
}

// acknowledge brings the log to the disk, and then acknowledges what is in it.
func (w *Worker) acknowledge(ctx context.Context) error {
	w.mu.Lock()
	lines := w.lines
	w.lines = nil
	w.mu.Unlock()
	if len(lines) == 0 {
		return nil
	}
	if err := w.sync(); err != nil {
		return fmt.Errorf("results were not acknowledged: %w", err)
	}
	count, err := w.queue.Acknowledge(ctx, lines)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.lines = append(lines, w.lines...) // End tries again, if the worker was stopped
		return err
	}
	for i, r := range lines {
		delete(w.held, r.Position)
		if count[i] == (Entry{r.Hash, w.Run}) {
			w.counted[r.Position] = r.Hash
		} else {
			w.refused[r.Position] = count[i]
		}
	}
	return nil
}

// notify wakes who waits for the channel, which has room for one.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// take notes the leases, and returns what the run gets. An example that another worker has
// taken over, and lost as well, may come back to one that still runs it: that goes on.
func (w *Worker) take(leases []Lease) []runner.Fed {
	w.mu.Lock()
	defer w.mu.Unlock()
	var fed []runner.Fed
	for _, l := range leases {
		e := w.Order[l.Position]
		if h := w.held[l.Position]; h != nil {
			h.gone = false
			continue
		}
		w.held[l.Position] = &hold{}
		one := runner.Fed{Example: e, Record: w.Record(e), Previous: w.source.Previous[e.ID]}
		if l.Lost() {
			one.Failure = &hub.Error{Type: hub.ErrLost, File: e.Path, Message: fmt.Sprintf(
				"%d workers that ran it were lost: they were killed, or gave no sign of life for %s; it may be what takes them down", MaxLeases, w.queue.LeaseTime())}
		}
		fed = append(fed, one)
	}
	return fed
}
