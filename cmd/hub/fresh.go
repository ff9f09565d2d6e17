package main

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// versionTime bounds a runner's version command.
const versionTime = 10 * time.Second

// fingerprints returns the function that says what an example's result depends
// on now. Each runner's version is asked for once, when first needed. What
// cannot be read has no fingerprint, and so never counts as unchanged. The
// cache saves reading what has not changed; who may write saves it.
func (a *App) fingerprints(cfg *config.Config) (func(*hub.Example) string, *fingerprint.Cache) {
	cache := fingerprint.LoadCache(filepath.Join(a.store(cfg).CacheDir(), "fingerprints.json"))
	versions := map[string]func() string{}
	for name, r := range cfg.Runners {
		if len(r.Version) > 0 {
			versions[name] = sync.OnceValue(func() string { return a.runnerVersion(cfg, r.Version) })
		}
	}
	return func(e *hub.Example) string {
		in := fingerprint.Inputs{Env: a.getenv, Root: cfg.Root, Cache: cache}
		if v := versions[e.Runner]; v != nil {
			in.RunnerVersion = v()
		}
		print, err := fingerprint.Of(*e, in)
		if err != nil {
			return ""
		}
		return print
	}, cache
}

// runnerVersion is what the command prints; empty when it cannot be run.
func (a *App) runnerVersion(cfg *config.Config, argv []string) string {
	supervisor, err := a.supervisor()
	if err != nil {
		return ""
	}
	path, err := proc.LookPath(argv[0], a.getenv("PATH"))
	if err != nil {
		return ""
	}
	out := proc.NewCapture(4 << 10)
	exit := supervisor.Run(context.Background(), proc.Command{
		Path: path, Argv: argv, Dir: cfg.Root, Env: a.Environ, Output: out, Timeout: versionTime,
	})
	if exit.Err != nil || exit.Code != 0 {
		return ""
	}
	return strings.TrimSpace(out.String())
}

// staleness returns the function that says why an example's pass no longer
// counts; empty when it does, or when there is no pass.
func (a *App) staleness(cfg *config.Config, known *status.File, print func(*hub.Example) string) func(hub.Example) string {
	now := a.Now()
	return func(e hub.Example) string {
		entry, ok := known.Get(e.ID)
		if !ok || entry.Status != hub.StatusCompleted {
			return ""
		}
		return status.Stale(entry, print(&e), cfg.Status.MaxAge, now)
	}
}

// supervisor is the one that contains all processes of this hub.
func (a *App) supervisor() (*proc.Supervisor, error) {
	a.supervise.Do(func() { a.super, a.superErr = proc.NewSupervisor() })
	return a.super, a.superErr
}
