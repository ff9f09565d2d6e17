package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/seek"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// SkipCode is the exit code by which an example says that it cannot run here;
// the last line that it printed is the reason. The convention is automake's.
const SkipCode = 77

// Outcome is what a process left for judgement.
type Outcome struct {
	proc.Exit
	// Dir is where the process ran, Scratch its folder for temporary files.
	Dir     string
	Scratch string
	// Output is what was printed; when that is more than is kept, head and tail
	// of what a terminal would have shown of it. Dropped is how many bytes of
	// what was printed are not in Output.
	Output  string
	Dropped int64
	// Found says what of [Executor.Sought] is in an output that was not kept
	// whole, and Lines which of its lines are. Found is nil when nothing was
	// dropped: Output says it all.
	Found *seek.Found
	Lines []seek.Match
	// CRLF says, of a process that did not exit with 0, that a line near the top of
	// the entry file ends in CR LF.
	CRLF bool
}

// Judgement says what an outcome is: a failure, a skip by the example itself, a
// doubtful pass, or, when it is zero, a pass.
type Judgement struct {
	Failure *hub.Error
	// Skip and Doubt are reasons.
	Skip, Doubt string
}

// Judge judges an outcome.
type Judge func(e *hub.Example, o Outcome) Judgement

// Executor makes attempts with real processes. Its fields are set once, before
// the first attempt; its method [Executor.Attempt] is an [Exec] and safe for
// many goroutines.
type Executor struct {
	Supervisor *proc.Supervisor
	// Root is the project's root.
	Root string
	// Scratch is a folder for programs built and folders copied in this run.
	// The caller removes it afterwards.
	Scratch string
	// Folders are replaced in messages, as they differ from machine to machine.
	Folders []volatile.Folder
	// Temp is a folder in which each attempt gets one for its temporary files,
	// removed when it has ended. The caller removes Temp afterwards.
	Temp  string
	RunID string
	// Environ is hub's own environment; Withhold lists variables of it that
	// examples do not get, besides git's and hub's.
	Environ, Withhold []string
	// Secrets are what to mask in everything captured or streamed.
	Secrets   *mask.Patterns
	Grace     time.Duration
	OutputCap int64
	// Runners gives the build and the time it may take, by name.
	Runners map[string]config.Runner
	Judge   Judge
	// Sought is what is looked for in the output of an example; nil: nothing is.
	Sought func(e *hub.Example) Sought
	// JudgeBuild says why a build that failed did.
	JudgeBuild func(e *hub.Example, o Outcome) *hub.Error
	// Stream gets a copy of all output while it is printed, secrets masked;
	// nil means none. It must be safe for as many goroutines as there are workers.
	Stream io.Writer
	// Outputs keeps whole outputs, each after what its build printed; nil: they
	// are not kept.
	Outputs *Outputs
	// Terminal hands hub's own terminal to the example; nothing is captured.
	Terminal bool
	// Interrupt ends when hub gets an ending signal; nil: it never does.
	Interrupt context.Context
	// Now is the clock of the records: UTC, without a monotonic reading.
	Now func() time.Time

	once    sync.Once
	base    []string
	mu      sync.Mutex
	paths   map[[2]string]lookup
	builds  map[string]*build
	folders []folder // scratch folders that are free
	made    int      // scratch folders so far
}

type lookup struct {
	path string
	err  error
}

// Attempt makes one attempt: build if there is something to build, run, judge.
func (x *Executor) Attempt(ctx context.Context, e *hub.Example, number int, turn *proc.Turn) hub.Attempt {
	x.once.Do(x.prepare)
	output := x.Outputs.open(e.ID, number)
	a := x.attempt(ctx, e, number, turn, output)
	if a.Error.Lacks() || turn != nil && turn.Over && !turn.Taken {
		output.discard()
		return a
	}
	a.OutputFile = output.close()
	return a
}

func (x *Executor) attempt(ctx context.Context, e *hub.Example, number int, turn *proc.Turn, output *saved) hub.Attempt {
	a := hub.Attempt{Number: number, Started: x.Now(), ExitCode: -1}
	bin := ""
	if e.Build != nil {
		var failed *hub.Attempt
		if bin, failed = x.built(ctx, e, &a, output); failed != nil {
			return *failed
		}
	}
	dir, done, err := x.workdir(ctx, e)
	defer done()
	if ctx.Err() != nil {
		a.Canceled = true
		return a
	}
	if err != nil {
		a.Error = x.local(e, internal(e, err))
		return a
	}
	scratch, remove, err := x.scratch()
	if err != nil {
		a.Error = x.local(e, internal(e, err))
		return a
	}
	defer remove()
	env := x.environ(e, number, scratch)
	argv := expand(e.Argv, bin, "")
	path, err := x.interpreter(e, argv[0], dir, env)
	if err != nil {
		a.Error = missing(e, argv[0], err, "(runner "+e.Runner+")")
		return a
	}
	cmd := proc.Command{
		Path: path, Argv: argv, Dir: dir, Env: env,
		Timeout: e.Settings.Timeout, Grace: x.Grace, Turn: turn, Terminal: x.Terminal,
	}
	if e.Settings.Stdin != nil {
		cmd.Stdin = *e.Settings.Stdin
	}
	a.Started = x.Now()
	o := x.capture(ctx, e, cmd, func() Sought {
		if x.Sought == nil {
			return Sought{}
		}
		return x.Sought(e)
	}, output)
	o.Scratch = scratch
	if !o.Began.IsZero() {
		a.Started = o.Began.UTC().Round(0)
	}
	if failed := tooLarge(e, &cmd, o.Err); failed != nil {
		a.Error = failed
		return a
	}
	x.take(&a, e, o)
	return a
}

// capture runs cmd with its output masked, bounded, searched, and saved to output. e is
// the example that it runs; nil for other commands.
func (x *Executor) capture(ctx context.Context, e *hub.Example, cmd proc.Command, sought func() Sought, output *saved) Outcome {
	kept := newKeeper(x.OutputCap, sought)
	sink, end := without(e, x.Secrets, kept)
	if x.Stream != nil {
		sink = tee{sink, x.Stream}
	}
	if output != nil {
		sink = tee{sink, output}
	}
	masked := x.Secrets.Writer(sink)
	cmd.Output = masked
	o := Outcome{Exit: x.Supervisor.Run(ctx, cmd), Dir: cmd.Dir}
	_ = masked.Flush() // a keeper never fails, and neither does a tee
	end()
	o.Output, o.Dropped, o.Found, o.Lines = kept.end()
	return o
}

// nothing is what is sought in the output of what is no example.
func nothing() Sought { return Sought{} }

// tee captures, and streams or saves as well. The capture does not depend on the
// stream, for verdicts are made from it.
type tee struct {
	kept   io.Writer
	stream io.Writer
}

func (t tee) Write(p []byte) (int, error) {
	_, _ = t.stream.Write(p) // the stream's owner knows its error
	return t.kept.Write(p)
}

// take enters how the process ended into the attempt.
func (x *Executor) take(a *hub.Attempt, e *hub.Example, o Outcome) {
	a.Seconds, a.CPUSeconds, a.PeakMemory = Seconds(o.Elapsed), Seconds(o.CPU), o.Memory
	a.ExitCode, a.Signal = o.Code, o.Signal
	a.Output, a.DroppedBytes = o.Output, o.Dropped
	if e.Settings.Leaks != hub.LeaksIgnore {
		for _, p := range o.Leaked {
			a.Leaked = append(a.Leaked, x.Secrets.Cut(p.Name))
		}
	}
	switch {
	case o.Err != nil && !o.Canceled:
		a.Error = x.local(e, unstarted(e, o.Err))
		if o.TimedOut && errors.Is(o.Err, proc.ErrUnended) {
			a.Error.Type, a.Error.Message = hub.ErrTimeout, "timed out after "+e.Settings.Timeout.String()+", and "+a.Error.Message
		}
	case o.Canceled, x.Terminal && o.Signal == "SIGINT":
		// The latter is Ctrl-C at a terminal that was the example's own.
		a.Canceled = true
	case o.Code == SkipCode && !e.Settings.Expect.Exit.Have(SkipCode) && !o.TimedOut:
		if a.Skip = lastLine(o.Output); a.Skip == "" {
			a.Skip = fmt.Sprintf("exit code %d, with no explanation in the output", SkipCode)
		}
		x.localize(&a.Skip, e, o)
	default:
		o.CRLF = o.Code != 0 && crlf(e.File)
		if a.Error = relayed(e, o); a.Error == nil {
			j := x.Judge(e, o)
			a.Error, a.Skip, a.Doubtful = j.Failure, j.Skip, j.Doubt
			x.localize(&a.Skip, e, o)
			x.localize(&a.Doubtful, e, o)
			if a.Error != nil {
				x.localize(&a.Error.Message, e, o)
			}
		}
		switch {
		case a.Error == nil:
		case x.interrupted(o):
			a.Error, a.Canceled = nil, true
		default:
			a.Error.Message += x.noexecHint(o)
		}
	}
	if e.Settings.Leaks.Fail(len(a.Leaked)) && !a.Canceled {
		judgeLeak(a, e, o)
	}
}

// maxLeaky bounds the message of a failure with a leak, in characters, so that the end is
// part of it where messages are compared.
const maxLeaky = 300

// judgeLeak makes an error of a leak. A failure keeps its own, and says that there is a
// leak: it is another one than without, to a baseline, too. What hub itself has stopped
// could not end its processes.
func judgeLeak(a *hub.Attempt, e *hub.Example, o Outcome) {
	switch {
	case a.Error == nil:
		a.Skip, a.Doubtful = "", ""
		a.Error = hub.LeakError(e, a.Leaked)
	case !o.TimedOut && !o.Stopped:
		a.Error.Message = sanitize.Clip(a.Error.Message, maxLeaky) + " (and it left processes behind)"
	}
}

// lastLine is the last line that says anything, as plain text; empty when none
// does.
func lastLine(output string) string {
	text := strings.TrimSpace(ansi.Strip(ansi.Shown(output)))
	return hub.Printable(strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:]))
}

// Seconds is d in seconds, to the microsecond, as all records hold it.
func Seconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1e6
}

// expand fills in what is known when something was built, or is about to be.
func expand(argv []string, bin, builder string) []string {
	if bin == "" {
		return argv
	}
	known := []string{"{bin}", bin}
	if builder != "" {
		known = append(known, "{builder}", builder)
	}
	fill := strings.NewReplacer(known...)
	out := make([]string, len(argv))
	for i, arg := range argv {
		out[i] = fill.Replace(arg)
	}
	return out
}

// interpreter finds the program as lookPath does. One that a #! line pins must
// be fit to be started as well: the line is the example's, not hub's.
func (x *Executor) interpreter(e *hub.Example, name, dir string, env []string) (string, error) {
	path, err := x.lookPath(name, dir, env)
	if err == nil && name == e.Interpreter {
		err = programs.Executable(path)
	}
	return path, err
}

// lookPath finds the program that the child would find, and caches it.
func (x *Executor) lookPath(name, dir string, env []string) (string, error) {
	if strings.ContainsAny(name, `/`+string(filepath.Separator)) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		_, err := os.Stat(name)
		return name, err
	}
	key := [2]string{name, lookupEnv(env, "PATH")}
	x.mu.Lock()
	defer x.mu.Unlock()
	found, ok := x.paths[key]
	if !ok {
		found.path, found.err = programs.LookPath(key[0], key[1])
		if !want.Of(found.err) {
			x.paths[key] = found
		}
	}
	return found.path, found.err
}
