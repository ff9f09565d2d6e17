package main

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/usage"
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

// ciSystem returns the system of --ci: the one that hub runs in for auto, the named
// one, or none.
func (a *App) ciSystem(flag string) (ci.System, error) {
	if flag == "" || flag == "auto" {
		return a.system(), nil
	}
	systems := ci.Systems()
	if s, ok := systems.Named(flag); ok {
		return s, nil
	}
	return ci.System{}, usage.Errorf("--ci: %w", &usage.Unknown{What: "CI system", Value: flag, Known: slices.Concat([]string{"auto"}, systems.Names(), []string{ci.None})})
}

// identity is where in a pipeline hub runs, as the CI system says, safe to record.
func (a *App) identity(p *project.Project) ci.Identity {
	here := ci.Systems().Identify(a.getenv)
	for _, text := range []*string{&here.Pipeline, &here.Axis, &here.Job} {
		*text = p.Secrets.String(line(*text))
	}
	return here
}
