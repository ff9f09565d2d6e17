package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// ReportFlags choose reports.
type ReportFlags struct {
	Report commaList `placeholder:"FORMAT[:PATH],…" help:"Write reports: ${formats}; PATH, relative to the current folder, defaults to a file in reports.dir; - is stdout. Examples, hub.yaml, git's own files and tracked files that hub did not write are not replaced."`
}

// target is one report to be written.
type target struct {
	reporters.Reporter
	path  string // "-" is stdout
	claim place.Claim
	where string // of the path, for messages
	// note is what was said of the report when it was written, for people.
	note string
}

// targets checks the flag, or takes the configured default.
func (f *ReportFlags) targets(app *App, cfg *config.Config, byDefault bool) ([]target, error) {
	specs, where := f.Report, "--report"
	if len(specs) == 0 && byDefault {
		specs, where = cfg.Reports.Default, "reports.default"
	}
	var out []target
	for i, spec := range specs {
		name, path, given := strings.Cut(spec, ":")
		r, ok := reporters.Find(name)
		if !ok {
			place := where
			if at := cfg.At(fmt.Sprintf("reports.default[%d]", i)); where != "--report" && at != "" {
				place = at + ": " + where
			}
			return nil, usage.Errorf("%s: %w", place, &usage.Unknown{What: "report format", Value: name, Known: reporters.Names()})
		}
		t := target{Reporter: r, path: path, claim: place.Named, where: where}
		switch {
		case given && path == "":
			return nil, usage.Errorf("%s=%s: the path is empty", where, spec)
		case path == "-":
		case given && where == "--report":
			t.path = place.Under(app.Dir, path)
		case given && app.State == "":
			t.path, t.claim = place.Under(app.Dir, path), place.Configured
			t.where = position(cfg, fmt.Sprintf("reports.default[%d]", i))
		case given:
			t.path = filepath.Join(app.reportsDir(cfg), filepath.Base(filepath.FromSlash(path)))
		default:
			t.path, t.claim = filepath.Join(app.reportsDir(cfg), r.File), app.claim()
			t.where = position(cfg, "reports.dir")
		}
		out = append(out, t)
	}
	return out, distinct(out, "", "")
}

// distinct checks that no two of what a run writes go to the same place. stdout
// says what else goes there; empty: nothing.
func distinct(reports []target, events, stdout string) error {
	taken := map[string]string{}
	if stdout != "" {
		taken["-"] = stdout
	}
	if other, ok := taken[events]; ok {
		return usage.Errorf("--events and %s cannot both go to %s", other, shownPlace(events))
	}
	if events != "" {
		taken[events] = "--events"
	}
	for _, t := range reports {
		if other, ok := taken[t.path]; ok {
			return usage.Errorf("the %s report and %s cannot both go to %s", t.Name, other, shownPlace(t.path))
		}
		taken[t.path] = "the " + t.Name + " report"
	}
	return nil
}

// position is a key of the configuration with its place in the file.
func position(cfg *config.Config, key string) string {
	if at := cfg.At(key); at != "" {
		return at + ": " + key
	}
	return key
}

func shownPlace(path string) string {
	if path == "-" {
		return "stdout"
	}
	return path
}

// writeReports writes all reports side by side, and returns those that were
// written. The error names each that could not be.
func (a *App) writeReports(ctx context.Context, run *hub.Run, targets []target) ([]target, error) {
	errs := a.writeEach(ctx, run, targets)
	var written []target
	for i, t := range targets {
		if errs[i] == nil {
			written = append(written, t)
		}
	}
	return written, errors.Join(errs...)
}

// writeEach writes reports side by side, and returns in their order why each
// could not be written, nil where it was: one that fails costs only itself. Those
// that were have their note then. When ctx ends, a reader who takes nothing is waited for no longer; files are
// written.
func (a *App) writeEach(ctx context.Context, run *hub.Run, targets []target) []error {
	errs := make([]error, len(targets))
	var writing sync.WaitGroup
	for i, t := range targets {
		writing.Go(a.safely(func() {
			var note string
			write := func() (err error) {
				note, err = a.writeReport(run, t)
				return err
			}
			var err error
			if t.hasReader() {
				err = asyncwriter.Do(ctx, asyncwriter.Grace, write)
			} else {
				err = write()
			}
			if err != nil {
				errs[i] = fmt.Errorf("the %s report could not be written to %s: %w", t.Name, t.path, err)
				return // it may still be tried, by whom nobody waits for
			}
			targets[i].note = a.bounded(run, t, note)
		}))
	}
	writing.Wait()
	return errs
}

// bounded adds to the note of a report what its readers in this pipeline do not
// take of it, which no writer can mend.
func (a *App) bounded(run *hub.Run, t target, note string) string {
	limit := a.system().JUnit
	if limit == nil || !strings.HasPrefix(t.Name, "junit") || len(run.Results) <= limit.Results {
		return note
	}
	if note != "" {
		note += "; "
	}
	return note + fmt.Sprintf("it has %d results, and %s takes %d a file; run shards (--shard=I/N) and upload the report of each", len(run.Results), limit.Reader, limit.Results)
}

// hasReader reports whether the report goes to somebody who reads it (stdout, a
// pipe, a device) and not into a file. Only who names such a thing on the command
// line means it: what an example puts in the place of a configured report is no
// reader.
func (t target) hasReader() bool {
	return t.path == "-" || t.claim == place.Named && place.HasReader(t.path)
}

// writeReport writes one report, and returns its note.
func (a *App) writeReport(run *hub.Run, t target) (note string, err error) {
	if t.path == "-" {
		if !a.inPipeline() {
			return buffered(a.Stdout, t, run)
		}
		var text bytes.Buffer
		if note, err = t.Write(&text, run); err != nil {
			return "", err
		}
		_, err := a.Stdout.Write(t.ForLog(text.Bytes()))
		return note, err
	}
	// What is not a file (a pipe, a device) is written to, not replaced.
	if t.hasReader() {
		f, err := os.OpenFile(t.path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return "", err
		}
		note, err := buffered(f, t, run)
		return note, errors.Join(err, f.Close())
	}
	// Asked again: an example may have swapped a folder for a link.
	file, err := a.guard.File(t.path, t.claim)
	if err != nil {
		return "", err
	}
	// Not durable: after a power failure the run log can render it again.
	err = file.Replace(false, func(w io.Writer) (err error) {
		note, err = buffered(w, t, run)
		return err
	})
	return note, err
}

func buffered(w io.Writer, t target, run *hub.Run) (note string, err error) {
	b := bufio.NewWriter(w)
	if note, err = t.Write(b, run); err != nil {
		return "", err
	}
	return note, b.Flush()
}
