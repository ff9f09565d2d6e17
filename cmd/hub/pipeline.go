package main

import (
	"slices"

	"github.com/alecthomas/kong"

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

// System is a flag that names a CI system, or none; nil for the one that hub runs in.
type System struct{ named *ci.System }

// Decode reads the flag.
func (s *System) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if s.named = nil; err != nil || text == "" || text == "auto" {
		return err
	}
	systems := ci.Systems()
	found, ok := systems.Named(text)
	if !ok {
		return usage.Errorf("--ci: %w", &usage.Unknown{What: "CI system", Value: text, Known: slices.Concat([]string{"auto"}, systems.Names(), []string{ci.None})})
	}
	s.named = &found
	return nil
}

// identity is where in a pipeline hub runs, as the CI system says, safe to record.
func (a *App) identity(p *project.Project) ci.Identity {
	here := ci.Systems().Identify(a.getenv)
	for _, text := range []*string{&here.Pipeline, &here.Axis, &here.Job} {
		*text = p.Secrets.String(line(*text))
	}
	return here
}
