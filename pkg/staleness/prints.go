// Package staleness finds the examples whose last pass is out of date: something
// that it depended on has changed, cannot be read or was not recorded, or the pass is
// too old.
//
// A [Prints] takes the current fingerprints of examples (package fingerprint), which
// include the versions of the programs that run them. [Prints.Stale] compares them
// with the recorded ones; it holds the rule.
package staleness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Options are what fingerprints depend on besides the examples.
type Options struct {
	// Root is the project's root.
	Root    string
	Runners map[string]config.Runner
	// Environ is hub's own environment (NAME=value).
	Environ []string
	// Secrets are masked in versions, before they are stored, and in reasons.
	Secrets *mask.Patterns
	// Files remembers what was found out about files; nil: nothing.
	Files *filecache.Cache
	// CacheDir holds cached versions; Cache opens it for writing.
	CacheDir string
	Cache    func() (*os.Root, error)
	// Supervisor runs the version commands of runners. If it is nil, none is started,
	// since the program may belong to the project; the last known version is used, as
	// long as the program is the same file.
	Supervisor func() (*proc.Supervisor, error)
	// Watch measures the version commands; nil: nothing does.
	Watch *stopwatch.Watch
	// Warn prints a line for people.
	Warn func(format string, args ...any)
	// Sampled is called once for each file that is too large to be hashed whole, with
	// its size in bytes: a change outside the samples goes unnoticed. May be nil.
	Sampled func(file string, size int64)
}

// Prints takes the current fingerprints of examples. Its methods are safe for
// concurrent use.
type Prints struct {
	Options
	ctx      context.Context // ends reading
	answers  *fingerprint.Versions
	mu       sync.Mutex // guards the fields below
	versions map[string]*version
	sampled  map[string]bool
	unknown  error // the first error that left open whether an example is stale
}

// New returns a Prints. It stops reading files when ctx ends.
func New(ctx context.Context, o Options) *Prints {
	p := &Prints{
		Options: o, ctx: ctx, versions: map[string]*version{}, sampled: map[string]bool{},
		answers: fingerprint.LoadVersions(filepath.Join(o.CacheDir, status.VersionsName)),
	}
	p.answers.Folder = o.Cache
	return p
}

// Save writes the caches of files and versions, without what contains secrets.
func (p *Prints) Save() error {
	var hidden func(head []byte) bool
	if !p.Secrets.Empty() {
		hidden = func(head []byte) bool { return p.Secrets.String(string(head)) != string(head) }
	}
	return errors.Join(p.Files.Save(hidden), p.answers.Save())
}

// Take returns the fingerprint of an example for its result, and the parts of it. If
// something cannot be read or queried, or not before ctx ends, both are empty, and the
// result never counts as up to date. The error says that hub lacked a resource.
func (p *Prints) Take(ctx context.Context, e *hub.Example) (print string, parts []string, err error) {
	in, _, err := p.inputs(ctx, e) // a run knows the version
	if err == nil {
		print, parts, err = fingerprint.Take(*e, in)
	}
	switch {
	case want.Of(err):
		return "", nil, err
	case err != nil:
		return "", nil, nil
	}
	return print, parts, nil
}

// Content returns the portable fingerprint of an example and its parts, see
// [fingerprint.Inputs]. If something cannot be read, both are empty. The error says that
// ctx ended, or that hub lacked a resource.
func (p *Prints) Content(ctx context.Context, e *hub.Example) (print string, parts []string, err error) {
	print, parts, err = fingerprint.Take(*e, p.portable(ctx))
	switch {
	case ctx.Err() != nil:
		return "", nil, context.Cause(ctx)
	case want.Of(err):
		return "", nil, err
	case err != nil:
		return "", nil, nil
	}
	return print, parts, nil
}

// Differs says what of the example is not as in the parts that [Prints.Content] returned,
// perhaps on another machine. Files inside the project are named by their paths from its
// root.
func (p *Prints) Differs(ctx context.Context, e *hub.Example, parts []string) (Why, error) {
	changes, err := fingerprint.Changes(*e, p.portable(ctx), parts)
	if err != nil {
		return Why{}, err
	}
	why := Why{Cause: CauseChanged, Reason: "its files differ"}
	if len(changes) > 0 {
		why.name(e, changes)
	}
	return why, nil
}

func (p *Prints) portable(ctx context.Context) fingerprint.Inputs {
	return fingerprint.Inputs{Context: ctx, Cache: p.Files, Sampled: p.sample, Portable: true, Hide: p.Secrets.String}
}

// Err returns an error if hub lacked descriptors, processes or memory to check every
// example, or was stopped before it had. What [Prints.Stale] said must not be used then.
func (p *Prints) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.unknown == nil {
		return nil
	}
	err := fmt.Errorf("cannot determine what is stale: %w", p.unknown)
	if remedy := want.Remedy(err); remedy != "" {
		err = fmt.Errorf("%w; %s", err, remedy)
	}
	return err
}

// note keeps the first error that left open whether an example is stale.
func (p *Prints) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.unknown == nil {
		p.unknown = err
	}
}

// inputs returns the inputs of the example's fingerprint; versionKnown is false if
// the version of its runner is missing from them. The error is that of
// [Prints.version].
func (p *Prints) inputs(ctx context.Context, e *hub.Example) (in fingerprint.Inputs, versionKnown bool, err error) {
	in = fingerprint.Inputs{Context: ctx, Env: p.getenv, Cache: p.Files, Sampled: p.sample}
	in.RunnerVersion, versionKnown, err = p.version(ctx, e)
	return in, versionKnown, err
}

func (p *Prints) getenv(name string) string {
	value, _ := hub.LookupVariable(p.Environ, name)
	return value
}

func (p *Prints) sample(file string, size int64) {
	if p.Sampled == nil {
		return
	}
	p.mu.Lock()
	again := p.sampled[file]
	p.sampled[file] = true
	p.mu.Unlock()
	if !again {
		p.Sampled(file, size)
	}
}
