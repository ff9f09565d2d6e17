// Package project represents the repository that one invocation of hub works on: its
// configuration, its examples, where hub keeps its state, where hub may write, and
// what is secret.
package project

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/filecache"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Project is one repository with examples.
type Project struct {
	Config *config.Config
	// State is the folder that the user named for the state, absolute; empty: the
	// state is where the configuration says.
	State string
	// Guard decides where hub may write, Store keeps the state.
	Guard *place.Guard
	Store *status.Store
	// Catalog holds the examples, secrets masked; nil before [Project.Discover].
	Catalog *catalog.Catalog
	// Secrets are masked wherever hub writes a text; nil before [Project.Discover]
	// and [Project.FindSecrets].
	Secrets *mask.Patterns
	// Unmasked are the variables that are declared secret but have values too common
	// to be masked.
	Unmasked []string

	// files returns what is remembered of files. It is read when it is needed first: cleaning
	// does without. [staleness.Prints.Save] saves it.
	files     func() *filecache.Cache
	protected bool // all examples are
	resolver  *catalog.Resolver
	claim     place.Claim // of the state
}

// Open returns the project with this configuration. now is the clock of records. It is
// a usage error if hub must not keep its state where the configuration or the user
// says, or if the file there is not hub's.
func Open(cfg *config.Config, state string, now func() time.Time) (*Project, error) {
	p := &Project{Config: cfg, State: state, Guard: place.New(cfg.Root)}
	if state != "" {
		p.claim = place.Named
	}
	return p.open(now)
}

// OpenBelow is [Open] with the state in a folder of its own, at the slash path below the
// folder that the configuration chooses.
func OpenBelow(cfg *config.Config, below string, now func() time.Time) (*Project, error) {
	p := &Project{Config: cfg, Guard: place.New(cfg.Root)}
	p.State = filepath.Join(filepath.Dir(p.stateFile()), filepath.FromSlash(below))
	return p.open(now)
}

func (p *Project) open(now func() time.Time) (*Project, error) {
	cfg := p.Config
	p.Guard.Protect(place.Configuration, filepath.Join(cfg.Root, config.FileName))
	p.Guard.Protect(place.Baseline, filepath.Join(cfg.Root, baseline.FileName))
	if cfg.File != "" {
		p.Guard.Protect(place.Configuration, cfg.File)
	}
	p.Store = status.Open(p.stateFile(), now)
	p.Store.Root, p.Store.Guard, p.Store.Claim = cfg.Root, p.Guard, p.Claim()
	if err := p.checkState(); err != nil {
		return p, err
	}
	p.files = sync.OnceValue(func() *filecache.Cache {
		files := filecache.Load(filepath.Join(p.Store.CacheDir(), status.FilesName), cfg.Root, now)
		files.Folder = p.Store.Cache
		return files
	})
	return p, nil
}

// stateFile is the status file; all that hub keeps is beside it.
func (p *Project) stateFile() string {
	if p.State != "" {
		return filepath.Join(p.State, "status.json")
	}
	return place.Under(p.Config.Root, p.Config.Status.File)
}

// ReportsDir is the folder for reports without a path.
func (p *Project) ReportsDir() string {
	if p.State != "" {
		return filepath.Join(p.State, "reports")
	}
	return place.Under(p.Config.Root, p.Config.Reports.Dir)
}

// Claim returns who chose the places of the state and of [Project.ReportsDir].
func (p *Project) Claim() place.Claim { return p.claim }

func (p *Project) checkState() error {
	file := p.stateFile()
	where, given := "--state (HUB_STATE)", p.State
	if p.State == "" {
		where, given = ".hub", p.Config.Status.File
		if at := p.Config.At("status.file"); at != p.Config.At("") {
			where = at + ": status.file"
		}
	}
	if info, err := os.Stat(p.State); p.State != "" && err == nil && !info.IsDir() {
		return usage.Errorf("%s: %s is not a folder", where, given)
	}
	for _, path := range []string{filepath.Dir(file), file} {
		refusal, ok := errors.AsType[*place.Refusal](p.Guard.Check(path, p.Claim()))
		if !ok {
			continue // any other error comes up when the file is used
		}
		remedy := "name another folder"
		if p.State == "" {
			remedy = "name another file, or pass --state=DIR"
		}
		if refusal.Kind == place.Outside {
			dir := filepath.Dir(refusal.Real)
			if path != file {
				dir = refusal.Real
			}
			remedy = fmt.Sprintf("to keep it there, say so on the command line: %s (or HUB_STATE)", sanitize.ShellWord("--state="+dir))
		}
		return usage.Errorf("%s: hub does not keep its state in %s: %s; %s", where, given, refusal.Error(), remedy)
	}
	if foreign, ok := errors.AsType[*status.ForeignError](p.Store.Foreign()); ok {
		return usage.Errorf("%s: %w", where, foreign)
	}
	return nil
}

// FindSecrets decides what is secret, without examples before [Project.Discover].
// environ is the environment. It returns warnings about what is not masked.
func (p *Project) FindSecrets(environ []string) (warnings []string) {
	var found redact.Found
	if p.Catalog == nil {
		found = redact.Find(p.Config, environ, nil)
	} else {
		found = redact.Find(p.Config, environ, p.Catalog.Examples)
	}
	p.Unmasked, p.Secrets = found.Weak, mask.Compile(found.Values)
	return found.Warnings
}

// Discover finds the examples and what is secret about them, masks that in the
// catalog, and forbids writing to examples. Errors are those of [catalog.Discover].
func (p *Project) Discover(environ []string) (warnings []string, err error) {
	c, err := catalog.Discover(p.Config, p.files())
	if err != nil {
		return nil, err
	}
	warnings = p.take(c, environ)
	p.protected = true
	return warnings, nil
}

// Resolve is Discover for the examples of these references alone, see
// [catalog.Resolver.Resolve]; gone says why some are no examples any more.
func (p *Project) Resolve(refs []catalog.Ref, environ []string) (gone map[int]string, warnings []string, err error) {
	c, gone, err := p.resolve(refs)
	if err != nil {
		return nil, nil, err
	}
	return gone, p.take(c, environ), nil
}

// ResolveMore makes more examples after [Project.Resolve], which are not in Catalog, and
// masks in them what was secret then. It is for one goroutine.
func (p *Project) ResolveMore(refs []catalog.Ref) (examples []hub.Example, gone map[int]string, err error) {
	c, gone, err := p.resolve(refs)
	if err != nil {
		return nil, nil, err
	}
	for i := range c.Examples {
		redact.Example(p.Secrets, &c.Examples[i])
	}
	return c.Examples, gone, nil
}

func (p *Project) resolve(refs []catalog.Ref) (c *catalog.Catalog, gone map[int]string, err error) {
	if p.resolver == nil {
		if p.resolver, err = catalog.NewResolver(p.Config, p.files()); err != nil {
			return nil, nil, err
		}
	}
	return p.resolver.Resolve(refs)
}

// take makes c the catalog.
func (p *Project) take(c *catalog.Catalog, environ []string) (warnings []string) {
	p.Catalog = c
	warnings = p.FindSecrets(environ)
	for i := range p.Catalog.Findings {
		p.Catalog.Findings[i].Message = p.Secrets.String(p.Catalog.Findings[i].Message)
	}
	for i := range p.Catalog.Examples {
		redact.Example(p.Secrets, &p.Catalog.Examples[i])
	}
	p.protect(p.Catalog)
	return warnings
}

// ProtectExamples forbids writing to examples, for a command that has not called
// [Project.Discover]. If the examples cannot be found, it refuses a file in a source.
// After [Project.Resolve] it does not look for all examples, and refuses a file that may
// be one. more: there are protected files that were not protected before.
func (p *Project) ProtectExamples(file place.File) (more bool, err error) {
	switch {
	case p.protected:
		return false, nil
	case p.resolver != nil:
		if p.resolver.MayBeExample(file.Path) {
			return false, &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: "a file that may be an example"}
		}
		return false, nil
	}
	cat, err := catalog.Discover(p.Config, p.files())
	if err == nil {
		p.protect(cat)
		p.protected = true
		return true, nil
	}
	for _, s := range p.Config.Sources {
		if dir, rerr := place.Resolve(place.Under(p.Config.Root, s.Path)); rerr == nil {
			if rel, rerr := filepath.Rel(dir, file.Path); rerr == nil && filepath.IsLocal(rel) {
				return false, &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: fmt.Sprintf("a file of a source whose examples are not known (%v)", err)}
			}
		}
	}
	return false, nil
}

func (p *Project) protect(cat *catalog.Catalog) {
	all := cat.Examples
	p.Guard.ProtectAll(place.Files{
		Len:   len(all),
		File:  func(i int) string { return all[i].File },
		Inode: cat.Inode,
		Name:  func(i int) string { return "the example " + sanitize.Line(all[i].ID) },
	})
	var first []int // examples in each folder; they follow each other
	last := ""
	for i := range all {
		if dir := filepath.Dir(all[i].File); dir != last {
			last = dir
			first = append(first, i)
		}
	}
	p.Guard.ProtectAll(place.Files{
		Len:  len(first),
		File: func(i int) string { return filepath.Join(filepath.Dir(all[first[i]].File), catalog.SidecarName) },
		Name: func(i int) string { return "the metadata of the example " + sanitize.Line(all[first[i]].ID) },
	})
}

// Prints returns what takes fingerprints of the project's examples until ctx ends, and
// keeps them in the cache. o has what depends on the command.
func (p *Project) Prints(ctx context.Context, o staleness.Options) *staleness.Prints {
	o.Root, o.Runners, o.Secrets = p.Config.Root, p.Config.Runners, p.Secrets
	o.Files, o.CacheDir, o.Cache = p.files(), p.Store.CacheDir(), p.Store.Cache
	return staleness.New(ctx, o)
}

// Sampled returns a function that warns of a file of which only samples are hashed.
// It is named relative to dir.
func Sampled(dir string, warn func(format string, args ...any)) func(file string, size int64) {
	return func(file string, size int64) {
		warn("%s has %d MiB: only its size and 64 MiB spread evenly over it are compared; a change elsewhere goes unnoticed", sanitize.Line(place.Relative(dir, file)), size>>20)
	}
}
