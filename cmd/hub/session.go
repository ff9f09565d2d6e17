package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// sessionOptions says how a selection is run.
type sessionOptions struct {
	command     string
	plain       bool // no footer, no colour unless asked for
	workers     int
	timeout     *time.Duration // for all examples
	retries     *int           // for all examples
	stopOnError bool
	maxFailures int
	flakyFails  bool
	require     []hub.Requirement
	reports     []target
	events      string
	emptyCode   int // the exit code when nothing is selected
	filters     []string
	system      *ci.System  // to be told what the run came to; nil: none
	stream      bool        // show output live
	terminal    bool        // hand over the terminal
	answer      bool        // stdout is for an answer that follows the run
	saveOutput  bool        // keep whole outputs
	update      bool        // write the golden files
	identity    ci.Identity // where in a pipeline it is
}

// session is one run from selection to exit code.
type session struct {
	app     *App
	cfg     *config.Config
	catalog *catalog.Catalog
	sessionOptions
	named  []hub.Example // chosen by name; nil: by selection
	prints *staleness.Prints
	// known is what was remembered before the run, and orphans what of it has no
	// example; ran is the run. All are set by run.
	known   *status.File
	orphans []string
	ran     *hub.Run
	// waiter waits for what hub lacks while it judges.
	waiter want.Waiter
	// asks: something is run, so that runners are asked for their versions.
	asks bool
	// rekeyed: records were matched to examples that have other IDs now.
	rekeyed bool
	// uncontained says why what examples leave behind cannot be found; empty: it is.
	uncontained string
}

// run selects, runs, records, reports and judges.
func (s *session) run(ctx context.Context, request selection.Request) error {
	ctx, done := s.app.signals(ctx)
	defer done()
	s.asks = true
	store := s.app.store(s.cfg)
	lock, err := s.app.lock(ctx, store, lockWait)
	if ctx.Err() != nil && err != nil {
		return &exitError{signalCode(interruptedBy(ctx)), err}
	}
	if err != nil {
		return err
	}
	defer func() {
		if err := lock.Unlock(); err != nil {
			s.app.warn("releasing the lock: %v", err)
		}
	}()
	known, notes, err := lock.Fold()
	if err != nil {
		return err
	}
	s.app.notes(notes)
	adopted := known.Adopt(s.catalog.Examples)
	s.rekeyed, s.known, s.orphans = adopted.Rekeyed > 0, known, adopted.Orphans
	selected, err := s.choose(ctx, known, request)
	if err != nil {
		return err
	}
	s.emptyCode = s.empty(selected, known)
	run, late, err := s.execute(ctx, store, lock, known, selected, request.Shard)
	if err != nil {
		return err
	}
	s.ran = run
	s.app.tellTroubles(run, late)
	return exitOnly(runCode(run, len(late) > 0, s.terminal))
}

// choose selects, with the flags that hold for all examples laid over each.
func (s *session) choose(ctx context.Context, known *status.File, r selection.Request) (selection.Selection, error) {
	for _, e := range slices.Concat(pointers(s.catalog.Examples), pointers(s.named)) {
		if s.timeout != nil {
			e.Settings.Timeout = *s.timeout
		}
		if s.retries != nil {
			e.Settings.Retries.Max = *s.retries
		}
	}
	from := s.catalog.Examples
	if s.named != nil {
		from = s.named
	}
	s.prints = s.app.fingerprints(ctx, s.cfg, s.asks)
	r.Proof = s.proof()
	sel, err := selection.Select(from, known, s.prints.Stale(known, s.cfg.Status.MaxAge, s.app.Now()).Reason, r)
	if err = errors.Join(err, s.prints.Err()); err != nil {
		return sel, err
	}
	if s.named != nil {
		sel.Left = unnamed(s.catalog.Examples, s.named)
	}
	for i := range sel.Chosen {
		if e := &sel.Chosen[i]; e.Skip == "" && e.Invalid == nil {
			e.Skip, e.SkipKinds = runner.Unmet(e, s.cfg.Root, s.app.Environ)
		}
	}
	return sel, nil
}

// proof is what the digest of the run's plan covers besides the plan.
func (s *session) proof() *selection.Proof {
	flaky := config.FlakyPass
	if s.flakyFails {
		flaky = config.FlakyFail
	}
	failOn := map[string][]string{}
	for i := range s.catalog.Examples {
		name := s.catalog.Examples[i].Runner
		failOn[name] = s.cfg.Runners[name].FailOnOutput
	}
	return &selection.Proof{
		Policies: selection.Policies(string(flaky), string(s.cfg.Run.Doubtful), s.require, failOn),
		Hide:     s.app.secrets.String,
	}
}

func pointers(examples []hub.Example) []*hub.Example {
	out := make([]*hub.Example, len(examples))
	for i := range examples {
		out[i] = &examples[i]
	}
	return out
}

// unnamed are the examples that were not named.
func unnamed(all, named []hub.Example) []selection.Left {
	var left []selection.Left
	for _, e := range all {
		if !slices.ContainsFunc(named, func(n hub.Example) bool { return n.ID == e.ID }) {
			left = append(left, selection.Left{Example: e, Reason: "not named"})
		}
	}
	return left
}

// humanOut is where lines for people go: stdout, unless a report or the events
// take that.
func (s *session) humanOut() io.Writer {
	if s.events == "-" || s.stream || s.terminal || s.answer {
		return s.app.Stderr
	}
	for _, t := range s.reports {
		if t.path == "-" {
			return s.app.Stderr
		}
	}
	return s.app.Stdout
}

func line(text string) string { return sanitize.Line(text) }
