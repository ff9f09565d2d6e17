package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// agentTime and agentHaste bound how long the agent of a CI system may take;
// the latter when hub has been told to end, and will soon be killed.
const agentTime, agentHaste = 30 * time.Second, 3 * time.Second

// announcement says how a run is announced to the CI system.
type announcement struct {
	// system is what [App.ciSystem] made of --ci.
	system ci.System
	// root is the project's root, which the paths of a run are relative to.
	root string
	// out is where people read: stdout, or stderr when a report or the events
	// take stdout. The systems read both. Never a stream that one of them takes.
	out io.Writer
}

// ciSystem is the system whose protocol is spoken: the one that hub runs in
// for auto, the named one, or none.
func (a *App) ciSystem(flag string) (ci.System, error) {
	if flag == "" || flag == "auto" {
		return ci.Detect(a.getenv), nil
	}
	if s, ok := ci.Named(flag); ok {
		return s, nil
	}
	return ci.System{}, usage.Errorf("--ci: %w", &usage.Unknown{What: "CI system", Value: flag, Known: slices.Concat([]string{"auto"}, ci.Names(), []string{ci.None})})
}

// announce tells the CI system what a run came to, in its own protocol: in the
// log, and where the system has further places, there. Targets are the reports
// that were written; nothing else of them is read. It is called when they are, and
// once more when the verdict is another after that: what is last in the places of a
// system counts. Everything is tried; the error tells all that failed.
func (a *App) announce(run *hub.Run, targets []target, to announcement) error {
	r := protocolReport(run, a.checkout(to))
	for _, t := range targets {
		if t.path == "-" {
			continue
		}
		switch t.Name {
		case "junit":
			r.JUnit = t.path
		case "json":
			r.JSON = t.path
		case "markdown":
			r.Summary = t.path
		}
	}
	var errs []error
	if text := ci.Log(to.system.Name, r, ci.Token()); text != "" {
		if _, err := io.WriteString(to.out, text); err != nil {
			errs = append(errs, fmt.Errorf("telling %s in the log: %w", to.system.Title, err))
		}
	}
	switch to.system.Name {
	case ci.GitHub:
		if file := a.getenv("GITHUB_STEP_SUMMARY"); file != "" {
			errs = append(errs, appendTo("GITHUB_STEP_SUMMARY", file, func(held int64) ([]byte, error) {
				text, err := summary(run)
				return ci.StepSummary(text, held), err
			}))
		}
		if file := a.getenv("GITHUB_OUTPUT"); file != "" {
			errs = append(errs, appendTo("GITHUB_OUTPUT", file, func(int64) ([]byte, error) {
				return []byte(ci.Outputs(r, "hub_"+ci.Token())), nil
			}))
		}
	case ci.Buildkite:
		errs = append(errs, a.annotate(run, r))
	}
	return errors.Join(errs...)
}

// summary is the run as Markdown.
func summary(run *hub.Run) ([]byte, error) {
	markdown, ok := reporters.Find("markdown")
	if !ok {
		return nil, errors.New("there is no markdown reporter")
	}
	var b bytes.Buffer
	_, err := markdown.Write(&b, run)
	return b.Bytes(), err
}

// appendTo appends to the file that a variable of the system names. The text
// begins on a line of its own; held is what the file has before it. Who names a
// pipe there is waited for no longer than an agent in haste.
func appendTo(variable, file string, text func(held int64) ([]byte, error)) error {
	err := func() error {
		f, err := plainfile.Append(file)
		if err != nil {
			return err
		}
		// A pipe may have a reader who takes nothing; what is no pipe has no deadline.
		_ = f.SetWriteDeadline(time.Now().Add(agentHaste))
		info, err := f.Stat()
		if err != nil {
			return errors.Join(err, f.Close())
		}
		var lead []byte
		if info.Size() > 0 {
			lead = []byte("\n")
		}
		data, err := text(info.Size() + int64(len(lead)))
		if err == nil && len(data) > 0 {
			_, err = f.Write(append(lead, data...))
		}
		return errors.Join(err, f.Close())
	}()
	if err != nil {
		return fmt.Errorf("writing to %s, the file that %s names: %w", file, variable, err)
	}
	return nil
}

// annotate shows the summary above the build, when there is an agent for that.
// The scope is that of the job, so that shards do not replace each other's, and
// a job that runs again does replace its own.
func (a *App) annotate(run *hub.Run, r ci.Report) error {
	agent, err := programs.LookPath("buildkite-agent", a.getenv("PATH"))
	if err != nil {
		return nil
	}
	text, err := summary(run)
	if err != nil {
		return fmt.Errorf("annotating the build: %w", err)
	}
	limit := agentTime
	if run.End.Reason == hub.EndInterrupted {
		limit = agentHaste
	}
	err = ci.Annotate(r, text, a.getenv("BUILDKITE_STEP_ID")+"-"+a.getenv("BUILDKITE_PARALLEL_JOB"), func(args []string, stdin []byte) error {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		var said bytes.Buffer
		cmd := exec.CommandContext(ctx, agent, args...)
		cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = a.Environ, a.Dir, bytes.NewReader(stdin), &said, &said
		cmd.WaitDelay = time.Second
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%w: %s", errors.Join(ctx.Err(), err), line(said.String()))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("annotating the build by %s: %w", agent, err)
	}
	return nil
}

// checkout returns the function that makes of a path of a run one that the
// system finds in what it checked out; empty for what lies outside of that.
func (a *App) checkout(to announcement) func(string) string {
	base := a.getenv(map[string]string{ci.GitHub: "GITHUB_WORKSPACE", ci.Azure: "BUILD_SOURCESDIRECTORY"}[to.system.Name])
	if base == "" {
		base = to.root
	}
	base = resolved(base)
	root := resolved(to.root)
	return func(file string) string {
		path := filepath.FromSlash(file)
		if file == "" || !filepath.IsAbs(path) && !filepath.IsLocal(path) {
			return ""
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(root, path)
		}
		rel, err := filepath.Rel(base, path)
		if err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		return filepath.ToSlash(rel)
	}
}

// resolved is the folder without symbolic links, as far as there are none that
// cannot be followed.
func resolved(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// protocolReport says of a run what the log protocols tell.
func protocolReport(run *hub.Run, place func(string) string) ci.Report {
	c := run.Counts()
	r := ci.Report{
		Run: run.ID, Word: string(run.Verdict()), Good: run.Passed(),
		Verdict: fmt.Sprintf("%s  examples %d: completed %d, errors %d, skipped %d, flaky %d",
			strings.ToUpper(string(run.Verdict())), c.Total, c.Completed, c.Errors, c.Skipped, c.Flaky),
		Total: c.Total, Completed: c.Completed, Errors: c.Errors, Skipped: c.Skipped, Flaky: c.Flaky,
	}
	for _, t := range run.Troubles() {
		r.Problems = append(r.Problems, line(t.Message))
	}
	if run.End.Reason != hub.EndFinished {
		r.Broken = fmt.Sprintf("the run did not come to its own end (%s): %d of %d examples have no outcome",
			line(strings.TrimSpace(string(run.End.Reason)+" "+run.End.Signal)), c.Pending+c.Interrupted, c.Total)
	}
	for i := range run.Results {
		res := &run.Results[i]
		e := hub.Example{ID: res.ID}
		if i < len(run.Plan) && run.Plan[i].ID == res.ID {
			e = run.Plan[i]
		}
		r.Tests = append(r.Tests, protocolTest(&e, res))
		r.Notes = append(r.Notes, protocolNotes(&e, res, place)...)
	}
	return r
}

func protocolTest(e *hub.Example, res *hub.Result) ci.Test {
	t := ci.Test{Suite: line(e.Group), Name: line(e.ID), Outcome: ci.Ignored, Started: res.Started, Seconds: res.Seconds}
	if t.Suite == "" {
		t.Suite = "examples"
	}
	switch res.Status {
	case hub.StatusCompleted:
		t.Outcome = ci.Passed
	case hub.StatusError:
		if res.Gates() {
			t.Outcome = ci.Failed
		}
		t.Message, t.Output = why(res), sanitize.Text(ansi.Shown(res.Output()))
		if res.Error != nil && res.Error.File != "" {
			t.Place = line(where(res.Error))
		}
	case hub.StatusInterrupted:
		t.Message, t.Output = why(res), sanitize.Text(ansi.Shown(res.Output()))
	default:
		t.Message = why(res)
	}
	return t
}

// protocolNotes are what of a result somebody should look at.
func protocolNotes(e *hub.Example, res *hub.Result, place func(string) string) []ci.Note {
	var out []ci.Note
	note := func(level ci.Level, text string) {
		out = append(out, ci.Note{Level: level, Title: line(e.ID), Message: text, File: place(e.Path)})
	}
	switch {
	case res.Status == hub.StatusError:
		note(ci.Error, why(res))
		n := &out[0]
		if !res.Gates() {
			n.Level = ci.Warning
		}
		if res.Error == nil {
			break
		}
		switch at := place(res.Error.File); {
		case at != "":
			n.File, n.Line = at, res.Error.Line
		case res.Error.File != "":
			n.Message += " (at " + line(where(res.Error)) + ")"
		}
	case res.Status == hub.StatusInterrupted:
		note(ci.Warning, why(res))
	}
	if res.Doubtful != "" {
		note(ci.Warning, line("completed, and yet: "+res.Doubtful))
	}
	if len(res.Leaked) > 0 {
		note(ci.Warning, line("left processes behind: "+strings.Join(res.Leaked, ", ")))
	}
	if res.Flaky {
		note(ci.Notice, fmt.Sprintf("flaky: passed on attempt %d", len(res.Attempts)))
	}
	return out
}

// where is the place of a failure whose file is known.
func where(e *hub.Error) string {
	if e.Line < 1 {
		return e.File
	}
	return fmt.Sprintf("%s:%d", e.File, e.Line)
}

// why says in one line why an example did not pass.
func why(res *hub.Result) string {
	text := res.Reason
	switch res.Status {
	case hub.StatusError:
		failure := hub.Error{Type: hub.ErrUnknown, Message: "failed without a message"}
		if res.Error != nil {
			failure = *res.Error
		}
		text = string(failure.Type) + ": " + failure.Message
		if !res.Gates() {
			text = "allowed failure: " + text
		}
	case hub.StatusInterrupted:
		text = "interrupted: " + text
	case hub.StatusSkipped:
		text = "skipped: " + text
	default:
		text = "not run: " + text
	}
	return line(text)
}
