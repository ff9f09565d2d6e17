package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// prints takes fingerprints of examples as they are now. It serves many
// goroutines.
type prints struct {
	ctx     context.Context // ends reading
	app     *App
	root    string
	runners map[string]config.Runner
	// runs: the versions of programs may be asked for.
	runs bool
	// versions are asked for once each, by the command; mu guards the map, and lack.
	mu       sync.Mutex
	versions map[string]*asked
	// lack is the first error by which hub lacked something to find out whether an
	// example is stale.
	lack error
	// says: files of which samples are hashed are reported, each once; without it
	// only to those who ask for details. sampled, guarded by mu, holds them.
	says    bool
	sampled map[string]bool
	// cache saves reading what has not changed, answers what versions were asked
	// for.
	cache   *fingerprint.Cache
	answers *fingerprint.Versions
}

// fingerprints prepares to take fingerprints. Only what runs something asks for
// the versions of runners: the program that is started then is the project's.
// Everything else knows them as they were last asked for, as long as the program
// is the same file. Nothing is read any more when ctx ends.
func (a *App) fingerprints(ctx context.Context, cfg *config.Config, runs bool) *prints {
	store := a.store(cfg)
	p := &prints{
		ctx: ctx, says: runs, app: a, root: cfg.Root, runners: cfg.Runners, runs: runs, versions: map[string]*asked{},
		cache:   fingerprint.LoadCache(filepath.Join(store.CacheDir(), status.FingerprintsName)),
		answers: fingerprint.LoadVersions(filepath.Join(store.CacheDir(), status.VersionsName)),
	}
	p.cache.Folder, p.answers.Folder = store.Cache, store.Cache
	return p
}

// save keeps what was read and asked for.
func (p *prints) save() error { return errors.Join(p.cache.Save(), p.answers.Save()) }

// inputs is what a fingerprint of the example depends on; known is false when
// the version of its runner is missing from it, and lack says that hub lacked
// something to ask for that.
func (p *prints) inputs(e *hub.Example) (in fingerprint.Inputs, known bool, lack error) {
	in = fingerprint.Inputs{Context: p.ctx, Env: p.app.getenv, Root: p.root, Cache: p.cache, Sampled: p.sample}
	in.RunnerVersion, known, lack = p.version(e)
	return in, known, lack
}

// sample reports a file of which samples are hashed: a change elsewhere in it is
// not noticed, and that is to be known.
func (p *prints) sample(file string, size int64) {
	if !p.says && !p.app.CLI.Verbose {
		return
	}
	p.mu.Lock()
	again := p.sampled[file]
	if p.sampled == nil {
		p.sampled = map[string]bool{}
	}
	p.sampled[file] = true
	p.mu.Unlock()
	if !again {
		p.app.warn("%s has %d MiB: hub compares its size and 64 MiB spread evenly over it, and does not notice a change elsewhere in it", p.app.shown(file), size>>20)
	}
}

// take is what the result of an example depends on now, and what that is made
// of. What cannot be read, or not before ctx ends, has no fingerprint, and so
// never counts as unchanged. The error says that hub lacked something to take it.
func (p *prints) take(ctx context.Context, e *hub.Example) (string, []string, error) {
	in, _, lack := p.inputs(e) // a run knows the version
	in.Context = ctx
	if lack != nil {
		return "", nil, lack
	}
	print, parts, err := fingerprint.Take(*e, in)
	switch {
	case want.Of(err):
		return "", nil, err
	case err != nil:
		return "", nil, nil
	}
	return print, parts, nil
}

// maxChanges bounds how many changes of one example are named.
const maxChanges = 20

// staleness says why an example has no pass that counts; the zero value is that
// of one which has, or whose last result was no pass.
type staleness struct {
	cause  status.Cause
	reason string // one line
	// changes, at most maxChanges; files by their paths from the project's root
	// where they lie within it.
	changes []fingerprint.Change
}

// staleness returns the function that says why an example's pass no longer
// counts. It answers from memory when it is asked again.
func (a *App) staleness(cfg *config.Config, known *status.File, p *prints) func(hub.Example) staleness {
	now := a.Now()
	told := map[string]staleness{}
	return func(e hub.Example) staleness {
		entry, ok := known.Get(e.ID)
		if !ok || entry.Status != hub.StatusCompleted {
			return staleness{}
		}
		s, ok := told[e.ID]
		if !ok {
			s = p.stale(&e, entry, cfg.Status.MaxAge, now)
			told[e.ID] = s
		}
		return s
	}
}

// whether is the same for those who only ask whether and why.
func whether(stale func(hub.Example) staleness) func(hub.Example) string {
	return func(e hub.Example) string { return stale(e).reason }
}

func (p *prints) stale(e *hub.Example, entry status.Entry, maxAge time.Duration, now time.Time) staleness {
	in, known, lack := p.inputs(e)
	print, unreadable := fingerprint.Of(*e, in)
	p.lacks(lack)
	p.lacks(unreadable)
	var but []fingerprint.Change
	if !known && unreadable == nil {
		// What can be known without the version decides.
		if changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List()); err == nil {
			but = slices.DeleteFunc(changes, fingerprint.Change.OfVersion)
		}
		if len(but) == 0 && entry.Fingerprint != "" {
			print = entry.Fingerprint
		}
	}
	var s staleness
	s.cause, s.reason = status.Stale(entry, print, maxAge, now)
	switch s.cause {
	case status.CauseUnreadable:
		s.reason = line(p.app.secrets.String(fmt.Sprintf("%s: %v", s.reason, unreadable)))
	case status.CauseChanged:
		if len(but) > 0 {
			s.name(e, but)
			break
		}
		changes, err := fingerprint.Changes(*e, in, entry.DependsOn.List())
		if err != nil || len(changes) == 0 {
			break // that it changed stands, and is not to be named
		}
		s.name(e, changes)
	}
	return s
}

// lacks keeps the first error by which hub lacked something.
func (p *prints) lacks(err error) {
	if err == nil || !want.Of(err) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lack == nil {
		p.lack = err
	}
}

// Err says why hub could not find out of every example whether it is stale: it
// lacked descriptors, processes or memory. No answer may be printed then.
func (p *prints) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lack == nil {
		return nil
	}
	return fmt.Errorf("hub could not find out what is stale: %w; %s", p.lack, want.Remedy(p.lack))
}

// name puts the changes in words.
func (s *staleness) name(e *hub.Example, changes []fingerprint.Change) {
	const inReason = 3
	var words []string
	for i, c := range changes[:min(len(changes), maxChanges)] {
		if (c.What == "file" || c.What == "folder" && c.Name != ".") && !path.IsAbs(c.Name) && !filepath.IsAbs(e.Path) {
			if from := path.Join(path.Dir(e.Path), c.Name); from != ".." && !strings.HasPrefix(from, "../") {
				c.Name = from
			}
		}
		s.changes = append(s.changes, c)
		if i < inReason {
			words = append(words, c.String())
		}
	}
	if more := len(changes) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	s.reason = line(strings.Join(words, ", "))
}

// supervisor is the one that contains all processes of this hub.
func (a *App) supervisor() (*proc.Supervisor, error) {
	a.supervise.Do(func() { a.super, a.superErr = proc.NewSupervisor() })
	return a.super, a.superErr
}
