package main

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// system returns the CI system that hub runs in.
func (a *App) system() ci.System {
	s, _ := ci.Systems().Detect(a.getenv)
	return s
}

// inPipeline reports whether stdout and stderr are read by some CI system.
func (a *App) inPipeline() bool {
	_, pipeline := ci.Systems().Detect(a.getenv)
	return pipeline
}

// jsonOut is stdout for JSON, escaped where it may end in the log of a pipeline.
func (a *App) jsonOut() io.Writer {
	if a.inPipeline() {
		return sanitize.JSONLogWriter{Writer: a.Stdout}
	}
	return a.Stdout
}

// fence returns what to print around outputs in the log of the system that hub
// runs in.
func (a *App) fence() (begin, end string) { return a.system().Fence() }

// ciSystem returns the system of --ci: the one that hub runs in for auto, the
// named one, or none.
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

// announce shows a run in a CI system. Targets are the reports that were written.
func (a *App) announce(run *hub.Run, targets []target, system ci.System, root string, log io.Writer) error {
	reports := announce.Reports{Markdown: func() ([]byte, error) { return markdown(run) }}
	for _, t := range targets {
		if t.path == "-" {
			continue
		}
		switch t.Name {
		case "junit":
			reports.JUnit = t.path
		case "json":
			reports.JSON = t.path
		case "markdown":
			reports.Summary = t.path
		}
	}
	return announce.Run(run, reports, announce.Target{System: system, Root: root, Log: log, Environ: a.Environ, Dir: a.Dir, Now: time.Now})
}

func markdown(run *hub.Run) ([]byte, error) {
	reporter, ok := reporters.Find("markdown")
	if !ok {
		return nil, errors.New("there is no markdown reporter")
	}
	var b bytes.Buffer
	_, err := reporter.Write(&b, run)
	return b.Bytes(), err
}
