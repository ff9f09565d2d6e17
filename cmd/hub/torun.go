package main

import (
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/project"
)

// warmed is how many supervisor processes are started before the examples are found:
// with fewer examples, the rest would be in vain.
const warmed = 2

// discoverToRun is [App.discover] for a command that runs examples, unless dry.
// The status is read and supervisor processes are started meanwhile: each takes as long.
func (a *App) discoverToRun(workers flags.Workers, dry bool) (*project.Project, error) {
	return a.work.DiscoverBeside(func(p *project.Project) { a.warmUp(p, workers, dry) })
}

// warmUp begins what takes as long as finding the examples.
func (a *App) warmUp(p *project.Project, workers flags.Workers, dry bool) {
	if dry {
		return
	}
	if headroom.Ample(a.reserved) { // else a run counts its resources first
		// First, for its processes need nothing of this one until they are ready.
		go a.safely(func() {
			if s, err := a.supervisor(); err == nil { // else the run says why not
				s.Warm(min(warmed, workers.Or(int(p.Config.Run.Workers))))
			}
		})()
	}
	go a.safely(p.Store.Ahead())()
}
