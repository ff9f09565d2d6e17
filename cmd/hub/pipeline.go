package main

import (
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/project"
)

// system returns the CI system that hub runs in.
func (a *App) system() ci.System {
	s, _ := ci.Systems().Detect(a.getenv)
	return s
}

// inPipeline reports whether stdout and stderr are the log of some CI system.
func (a *App) inPipeline() bool {
	_, pipeline := ci.Systems().Detect(a.getenv)
	return pipeline
}

// identity is where in a pipeline hub runs, as the CI system says, safe to record.
func (a *App) identity(p *project.Project) ci.Identity {
	here := ci.Systems().Identify(a.getenv)
	for _, text := range []*string{&here.Pipeline, &here.Axis, &here.Job} {
		*text = p.Secrets.String(line(*text))
	}
	return here
}
