// Package staleness says of which examples the last pass no longer counts, and
// why: what it depended on has changed, cannot be read or was not recorded, or it
// is too old.
//
// A [Prints] takes the fingerprints of examples as they are now (package
// fingerprint), with what is not in their files: the versions of the programs that
// run them. [Prints.Stale] compares them with those that are recorded; the rule for
// one entry is [status.Stale].
package staleness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Options are what fingerprints depend on besides the examples.
type Options struct {
	// Root is the project's root.
	Root    string
	Runners map[string]config.Runner
	// Environ is hub's own environment (NAME=value).
	Environ []string
	// Secrets are masked in versions, before these are kept, and in reasons.
	Secrets *mask.Patterns
	// CacheDir holds what was read and asked for before; Cache opens it for writing.
	CacheDir string
	Cache    func() (*os.Root, error)
	// Supervisor contains the version commands of runners. Nil: none is started, for
	// the program is the project's, and versions are known as they were last asked
	// for, as long as the program is the same file.
	Supervisor func() (*proc.Supervisor, error)
	// Warn reports a line for people.
	Warn func(format string, args ...any)
	// Sampled reports a file of which samples are hashed, with its size in bytes,
	// each once: a change elsewhere in it is not noticed. Nil: nobody need know.
	Sampled func(file string, size int64)
}

// Prints takes fingerprints of examples as they are now. Its methods are safe for
// many goroutines.
type Prints struct {
	Options
	ctx      context.Context // ends reading
	cache    *fingerprint.Cache
	answers  *fingerprint.Versions
	mu       sync.Mutex // guards what follows
	versions map[string]*asked
	sampled  map[string]bool
	lack     error // the first error by which hub lacked something
}

// New prepares to take fingerprints. Nothing is read any more when ctx ends.
func New(ctx context.Context, o Options) *Prints {
	p := &Prints{
		Options: o, ctx: ctx, versions: map[string]*asked{}, sampled: map[string]bool{},
		cache:   fingerprint.LoadCache(filepath.Join(o.CacheDir, status.FingerprintsName)),
		answers: fingerprint.LoadVersions(filepath.Join(o.CacheDir, status.VersionsName)),
	}
	p.cache.Folder, p.answers.Folder = o.Cache, o.Cache
	return p
}

// Save keeps what was read and asked for.
func (p *Prints) Save() error { return errors.Join(p.cache.Save(), p.answers.Save()) }

// Take returns the fingerprint of an example for its result, and what that is made
// of. What cannot be read, or not before ctx ends, has no fingerprint, and so never
// counts as unchanged. The error says that hub lacked something to take it.
func (p *Prints) Take(ctx context.Context, e *hub.Example) (print string, parts []string, lack error) {
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

// Err says why it could not be found out of every example whether it is stale: hub
// lacked descriptors, processes or memory. No answer may be given then.
func (p *Prints) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lack == nil {
		return nil
	}
	return fmt.Errorf("cannot determine what is stale: %w; %s", p.lack, want.Remedy(p.lack))
}

// lacks keeps the first error by which hub lacked something.
func (p *Prints) lacks(err error) {
	if err == nil || !want.Of(err) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lack == nil {
		p.lack = err
	}
}

// inputs is what a fingerprint of the example depends on; known is false when the
// version of its runner is missing from it, and lack says that hub lacked something
// to ask for that.
func (p *Prints) inputs(e *hub.Example) (in fingerprint.Inputs, known bool, lack error) {
	in = fingerprint.Inputs{Context: p.ctx, Env: p.getenv, Root: p.Root, Cache: p.cache, Sampled: p.sample}
	in.RunnerVersion, known, lack = p.version(e)
	return in, known, lack
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
