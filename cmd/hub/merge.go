package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
)

// MergeCmd joins the run logs of shards.
type MergeCmd struct {
	Path []string `arg:"" name:"path" help:"Run logs (*.ndjson) of the shards of one plan, or folders that hold them, at any depth."`
	ReportFlags
}

// Help is the long help.
func (MergeCmd) Help() string {
	return "The joined run is whole when the logs are of one plan, every shard has one and every log has its end. Of two attempts at a shard the later counts. Of logs of several CI pipelines those of the latest count alone, so that one that a cache brought back stands for no shard that is missing. " +
		"It has a log of its own, so that 'hub report --from=latest' renders it again; joining the same logs again changes nothing. " +
		"Without --report it writes what reports.default names. " +
		"Exit codes: those of the joined run, as 'hub ci' has them, where a shard that was killed makes it 1; 2 also for logs of several plans, or of no shards; 3 also when a shard is missing, or a teardown of one failed."
}

// Run joins them.
func (c *MergeCmd) Run(ctx context.Context, app *App) error {
	cfg, err := app.load()
	if err != nil {
		return err
	}
	targets, err := c.targets(app, cfg, true)
	if err == nil {
		err = app.mayWrite(cfg, targets, "")
	}
	if err != nil {
		return err
	}
	parts, files, err := c.parts(app)
	if err != nil {
		return err
	}
	store := app.store(cfg)
	lock, err := app.lock(ctx, store, lockWait)
	if err != nil {
		return err
	}
	defer func() {
		if err := lock.Unlock(); err != nil {
			app.warn("releasing the lock: %v", err)
		}
	}()
	joined, err := runlog.Join(parts)
	if mixed, ok := errors.AsType[*runlog.MixedError](err); ok {
		return &exitError{exitUsage, mixed}
	}
	if err != nil {
		return fmt.Errorf("the shards cannot be joined: %w", err)
	}
	c.tell(app, &joined)
	var troubles []error
	s := &session{app: app, cfg: cfg}
	if err := c.bringOutputs(s.outputs(store, joined.Run.ID), files, &joined); err != nil {
		troubles = append(troubles, fmt.Errorf("not every whole output could be saved: %w", err))
	}
	if err := c.remember(app, store, lock, &joined); err != nil {
		troubles = append(troubles, err)
	}
	written, err := app.writeReports(ctx, &joined.Run, targets)
	if err != nil {
		troubles = append(troubles, err)
	}
	if err := c.show(app, &joined, targets); err != nil {
		troubles = append(troubles, fmt.Errorf("what was printed is not complete: %w", err))
	}
	app.nameReports(written)
	if err := upset(&joined.Run); err != nil {
		troubles = append(troubles, err)
	}
	for _, index := range joined.Missing {
		troubles = append(troubles, missingShard(index, &joined))
	}
	for _, trouble := range troubles {
		tell(app.Stderr, trouble)
	}
	verdict := verdictCode(&joined.Run, emptyCode(joined.Parts))
	if len(troubles) > 0 && joined.Run.Verdict() != hub.VerdictInterrupted {
		verdict = exitTrouble
	}
	return exitOnly(verdict)
}

// missingShard says of what there is no log, or only one that does not count.
func missingShard(index int, joined *runlog.Joined) error {
	run := &joined.Parts[0].Log.Run
	for _, p := range slices.Backward(joined.Foreign) {
		if p.Log.Run.Shard.Index == index {
			return fmt.Errorf("shard %d of %d is missing: %s is of %s and the others of %s; where the shards of one plan are spread over pipelines, run each with the same --pipeline=ID",
				index, run.Shard.Total, p.Path, pipelineText(&p.Log.Run), pipelineText(run))
		}
	}
	return fmt.Errorf("shard %d of %d is missing: there is no log of it, and what it was to run is not known", index, run.Shard.Total)
}

func pipelineText(run *hub.Run) string {
	if run.Pipeline == "" {
		return "no pipeline"
	}
	return "pipeline " + reporters.Line(run.Pipeline)
}

// farApart is how long after each other the shards of one plan may well start,
// where nothing but the times tells: a day is more than jobs of the large
// systems wait and take, and less than what a cache or an old workspace holds.
const farApart = 24 * time.Hour

// warnApart warns of shards that might be of different pipelines, where their
// logs do not say of which they are.
func (c *MergeCmd) warnApart(app *App, joined *runlog.Joined) {
	first, last := &joined.Parts[0], &joined.Parts[0]
	for i := range joined.Parts {
		p := &joined.Parts[i]
		if p.Log.Run.Started.Before(first.Log.Run.Started) {
			first = p
		}
		if p.Log.Run.Started.After(last.Log.Run.Started) {
			last = p
		}
	}
	if first.Log.Run.Pipeline == "" && last.Log.Run.Started.Sub(first.Log.Run.Started) > farApart {
		app.warn("%s was begun at %s and %s at %s: make sure that both are of one pipeline, or give 'hub ci' a --pipeline=ID, by which this is known",
			first.Path, first.Log.Run.Started.UTC().Format(time.RFC3339), last.Path, last.Log.Run.Started.UTC().Format(time.RFC3339))
	}
}

// emptyCode is what it comes to that no shard had anything to run: each of them
// has judged that for itself, by its flags.
func emptyCode(parts []runlog.Part) int {
	if slices.ContainsFunc(parts, func(p runlog.Part) bool { return p.Log.Run.End.Reason == hub.EndEmpty }) {
		return exitEmpty
	}
	return exitGood
}

// parts reads the logs, and says where those of a path as it is shown lie. What
// is named must be the log of a shard; in a folder other logs are passed over.
func (c *MergeCmd) parts(app *App) (parts []runlog.Part, files map[string]string, err error) {
	files = map[string]string{}
	seen := map[string]bool{}
	add := func(path string, named bool) error {
		shown := app.shown(path)
		if seen[path] {
			return nil
		}
		seen[path] = true
		log, err := runlog.Read(path)
		switch {
		case err != nil:
			return err
		case log.Started && log.Run.Shard != nil:
			if log.Bad > 0 {
				app.warn("%s: %s could not be read", shown, count(log.Bad, "line"))
			}
			parts = append(parts, runlog.Part{Path: shown, Log: log})
			files[shown] = path
		case named && !log.Started:
			return usageError("%s is not a run log", shown)
		case named:
			return usageError("%s is the log of a run that is no shard", shown)
		case !log.Started:
			app.warn("%s is passed over: it is not a run log, or its first line is damaged", shown)
		case app.CLI.Verbose:
			app.warn("%s is passed over: it is the log of a run that is no shard", shown)
		}
		return nil
	}
	for _, arg := range c.Path {
		path := under(app.Dir, arg)
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, usageError("%s: there is no such file or folder", arg)
		case err != nil:
			return nil, nil, err
		case !info.IsDir():
			if err := add(path, true); err != nil {
				return nil, nil, err
			}
			continue
		}
		// A link to a folder is one, and WalkDir does not follow it.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, nil, err
		}
		err = filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".ndjson") {
				return add(file, false)
			}
			return nil
		})
		if err != nil {
			return nil, nil, fmt.Errorf("looking for run logs in %s: %w", arg, err)
		}
	}
	if len(parts) == 0 {
		return nil, nil, usageError("there are no run logs of shards in %s; 'hub ci --shard=I/N' writes them to the folder runs beside the status file", strings.Join(c.Path, ", "))
	}
	return parts, files, nil
}

// bringOutputs copies the whole outputs that lie beside the logs of the shards
// to beside that of the joined run. One that is not there is not named either.
func (c *MergeCmd) bringOutputs(to *runner.Outputs, files map[string]string, joined *runlog.Joined) error {
	beside := map[string]string{}
	for _, p := range joined.Parts {
		beside[p.Log.Run.ID] = filepath.Join(filepath.Dir(files[p.Path]), p.Log.Run.ID)
	}
	var errs []error
	for _, e := range joined.Events {
		if e.Result == nil {
			continue
		}
		for i := range e.Result.Attempts {
			a := &e.Result.Attempts[i]
			name := path.Base(a.OutputFile)
			if a.OutputFile == "" || !filepath.IsLocal(name) || name == "." {
				a.OutputFile = ""
				continue
			}
			err := copyNew(filepath.Join(beside[e.Result.RunID], name), to, name)
			if err != nil && !errors.Is(err, fs.ErrExist) {
				a.OutputFile = ""
				if !errors.Is(err, fs.ErrNotExist) {
					errs = append(errs, err)
				}
				continue
			}
			a.OutputFile = to.Shown + "/" + name
		}
	}
	joined.Replay()
	return errors.Join(errs...)
}

// copyNew copies a regular file to where there is none; fs.ErrExist when there is.
func copyNew(from string, to *runner.Outputs, name string) (err error) {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", from)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing can be lost
	dir, err := to.Folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	if _, err := dir.Lstat(name); err == nil {
		return fs.ErrExist
	}
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}

// remember gives the joined run a log, and folds it into the status.
func (c *MergeCmd) remember(app *App, store *status.Store, lock *status.Lock, joined *runlog.Joined) error {
	run := &joined.Run
	known, notes, err := lock.Fold()
	app.notes(notes)
	if err != nil {
		return fmt.Errorf("the status could not be read: %w", err)
	}
	if err := lock.SetRun(run.ID); err != nil {
		return err
	}
	sequence, err := lock.Sequence(known, run.ID)
	if err != nil {
		return err
	}
	joined.Number(sequence)
	if err := record(store.RunsDir(), run.ID, joined.Events); err != nil {
		return fmt.Errorf("the joined run could not be recorded: %w", err)
	}
	if err := lock.FoldRun(known, run); err != nil {
		return fmt.Errorf("the status could not be written; what the run log holds is folded in by the next run: %w", err)
	}
	return nil
}

// record writes a run that is over to its log. One of that ID that is whole is
// the same run, recorded before; one that is not is what a crash left of it.
func record(dir, id string, events []hub.Event) error {
	path := runlog.Path(dir, id)
	if log, err := runlog.Read(path); err == nil {
		if log.Closed && log.Bad == 0 {
			return nil
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	w, err := runlog.Create(dir, id)
	if err != nil {
		return err
	}
	return errors.Join(w.Append(events...), w.Close())
}

// tell says which logs count.
func (c *MergeCmd) tell(app *App, joined *runlog.Joined) {
	for _, p := range joined.Foreign {
		app.warn("shard %d/%d: %s does not count, it is of %s and the latest is of %s",
			p.Log.Run.Shard.Index, p.Log.Run.Shard.Total, p.Path, pipelineText(&p.Log.Run), pipelineText(&joined.Parts[0].Log.Run))
	}
	for _, p := range joined.Superseded {
		app.warn("shard %d/%d: %s does not count, there is a later attempt", p.Log.Run.Shard.Index, p.Log.Run.Shard.Total, p.Path)
	}
	for _, p := range joined.Parts {
		run := &p.Log.Run
		app.warn("shard %d/%d: %s, %s of %s (%s)", run.Shard.Index, run.Shard.Total, run.End.Reason, count(len(run.Plan), "example"), run.ID, p.Path)
	}
	for _, p := range joined.Killed {
		fmt.Fprintf(app.Stderr, "hub: shard %d of %d was killed, or is still running: %s has no end\n", p.Log.Run.Shard.Index, p.Log.Run.Shard.Total, p.Path)
	}
	c.warnApart(app, joined)
}

// show prints the failures and the verdict.
func (c *MergeCmd) show(app *App, joined *runlog.Joined, targets []target) error {
	out := app.Stdout
	for _, t := range targets {
		if t.path == "-" {
			out = app.Stderr
		}
	}
	console := reporters.NewConsole(reporters.ConsoleOptions{
		Out: out, Color: app.color(out), Quiet: !app.CLI.Verbose, Verbose: app.CLI.Verbose,
		Plan: joined.Run.Plan, Workers: joined.Run.Workers, Fence: app.fence,
	})
	for _, e := range joined.Events {
		console.Observe(e)
	}
	return console.Finish(&joined.Run)
}
