package runner

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Around runs setups and teardowns: of the run, whose group is "", and of
// groups. Its methods may be called from many goroutines, those of one group
// one after the other.
type Around struct {
	// Executor says with what everything is run.
	*Executor
	// Env is what run.env adds.
	Env hub.Env
	// Steps are the setups and teardowns by group.
	Steps map[string]config.Around

	raised map[string]*raised
	waiter want.Waiter
}

// raised is what the setup of a group has made.
type raised struct {
	scratch  string
	done     func()
	services []*service
}

// service is a background step that runs.
type service struct {
	step   hub.Step
	cancel context.CancelFunc
	ended  chan struct{} // closed after outcome is set
	out    Outcome
}

// Setup runs the steps of a group's setup up to the first that fails, whose
// error is returned too. Background steps run on afterwards. When ctx ends,
// the step under way is stopped, and that is a failure.
func (a *Around) Setup(ctx context.Context, group string) ([]hub.Step, *hub.Error) {
	a.once.Do(a.prepare)
	r, err := a.raise(group)
	if err != nil {
		return nil, &hub.Error{Type: hub.ErrSetup, Message: volatile.Folders(a.Folders, fmt.Sprintf("%s could not begin: %v", title(hub.PhaseSetup, group), err)), Want: wantOf(err)}
	}
	var done []hub.Step
	for _, s := range a.Steps[group].Setup {
		step := hub.Step{Phase: hub.PhaseSetup, Group: group, Command: s.Command, Background: s.Background, Started: a.Now()}
		var failure string
		var o Outcome
		if s.Background {
			failure, o = a.serve(ctx, r, s, &step)
			if failure == "" {
				continue // Teardown reports it
			}
		} else {
			failure, o = a.do(ctx, r, s, &step)
		}
		if failure != "" {
			step.Error, step.Stopped = a.stepError(step, failure), ctx.Err() != nil || a.interrupted(o)
			step.Error.Want = wantOf(lackOf(o.Exit))
			return append(done, step), step.Error
		}
		done = append(done, step)
	}
	return done, nil
}

// Teardown runs all steps of a group's teardown, whatever becomes of each, and
// then stops what Setup left in the background, last first. Only a second
// signal to hub cuts it short.
func (a *Around) Teardown(ctx context.Context, group string) []hub.Step {
	a.once.Do(a.prepare)
	r, err := a.raise(group)
	if err != nil {
		return []hub.Step{{Phase: hub.PhaseTeardown, Group: group, Started: a.Now(), ExitCode: -1,
			Error: &hub.Error{Type: hub.ErrSetup, Message: volatile.Folders(a.Folders, fmt.Sprintf("%s could not begin: %v", title(hub.PhaseTeardown, group), err))}}}
	}
	defer r.done()
	var done []hub.Step
	for _, s := range a.Steps[group].Teardown {
		step := hub.Step{Phase: hub.PhaseTeardown, Group: group, Command: s.Command, Started: a.Now()}
		failure, o := a.do(ctx, r, s, &step)
		if failure != "" {
			step.Error = a.stepError(step, failure)
		}
		done = append(done, step)
		if o.Canceled {
			break
		}
	}
	for _, s := range slices.Backward(r.services) {
		step := s.stop(a)
		// The signal that ended the run reached it as well.
		step.Stopped = step.Error != nil && a.Interrupt != nil && a.Interrupt.Err() != nil
		done = append(done, step)
	}
	return done
}

// raise returns what is known of a group that is set up, and begins it.
func (a *Around) raise(group string) (*raised, error) {
	a.mu.Lock()
	r := a.raised[group]
	a.mu.Unlock()
	if r != nil {
		return r, nil
	}
	dir, done, err := a.scratch()
	if err != nil {
		return nil, err
	}
	r = &raised{scratch: dir, done: done}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.raised == nil {
		a.raised = map[string]*raised{}
	}
	a.raised[group] = r
	return r, nil
}

// do runs a step to its end and waits for what it waits for. It returns why it
// failed, empty when it did not, and how it ended: Canceled by hub's doing.
func (a *Around) do(ctx context.Context, r *raised, s config.Step, step *hub.Step) (failure string, o Outcome) {
	begin := time.Now()
	defer func() { step.Seconds = Seconds(time.Since(begin)) }()
	if len(s.Command) > 0 {
		cmd, failure, err := a.command(r, s, step)
		if failure != "" {
			return failure, Outcome{Exit: proc.Exit{Err: err}}
		}
		cmd.Timeout = s.Timeout
		a.patiently(ctx, func() proc.Exit {
			o = a.listen(ctx, cmd)
			return o.Exit
		})
		take(step, o)
		for _, p := range o.Leaked {
			step.Leaked = append(step.Leaked, a.Secrets.Cut(p.Name))
		}
		if failure = ending(o, s.Timeout); failure != "" {
			return failure, o
		}
	}
	if s.WaitFor == (config.WaitFor{}) {
		return "", o
	}
	failure, lack := a.await(ctx, s, nil)
	o.Canceled = ctx.Err() != nil
	if lack != nil {
		o.Err = lack
	}
	return failure, o
}

// serve starts a background step and waits until it is ready. It returns why it
// failed, empty when it did not, and how it ended then.
func (a *Around) serve(ctx context.Context, r *raised, s config.Step, step *hub.Step) (failure string, o Outcome) {
	a.patiently(ctx, func() proc.Exit {
		failure, o = a.serveOnce(ctx, r, s, step)
		if failure == "" {
			return proc.Exit{}
		}
		return o.Exit
	})
	return failure, o
}

// serveOnce is serve, which tries it again while hub lacks something.
func (a *Around) serveOnce(ctx context.Context, r *raised, s config.Step, step *hub.Step) (failure string, o Outcome) {
	at, err := taken(ctx, s.WaitFor)
	if err != nil {
		o.Err = lackingProbe(err)
		return o.Err.Error(), o
	}
	if at != "" {
		return at + " answers already, before this was started: something else has taken the port", o
	}
	cmd, failure, err := a.command(r, s, step)
	if failure != "" {
		o.Err = err
		return failure, o
	}
	// Not ctx: what ends the run must not end the service before its teardown.
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	v := &service{step: *step, cancel: cancel, ended: make(chan struct{})}
	go func() {
		defer close(v.ended)
		v.out = a.listen(own, cmd)
	}()
	failure, lack := a.await(ctx, s, v)
	if failure == "" {
		r.services = append(r.services, v)
		return "", o
	}
	cancel()
	<-v.ended
	take(step, v.out)
	step.Seconds = Seconds(v.out.Elapsed)
	o = v.out
	if lack != nil {
		o.Err, o.Canceled = lack, false // hub stopped it for that
	}
	return failure, o
}

// stop ends a service. That it had ended before is its error, also when this hub learns
// that only now.
func (v *service) stop(a *Around) hub.Step {
	v.cancel()
	<-v.ended
	if !v.out.Canceled {
		why := ending(v.out, 0)
		if why == "" {
			why = "exit code 0"
		}
		v.step.Error = a.stepError(v.step, "exited before hub stopped it: "+why)
	}
	take(&v.step, v.out)
	v.step.Seconds = Seconds(v.out.Elapsed)
	return v.step
}

// command is the process of a step, or why its program was not found, and by which
// error.
func (a *Around) command(r *raised, s config.Step, step *hub.Step) (proc.Command, string, error) {
	step.ExitCode = -1
	env := a.variables(a.Env, nil, []string{"HUB=1", "HUB_RUN_ID=" + a.RunID, "HUB_SCRATCH=" + r.scratch}, r.scratch)
	path, err := a.lookPath(s.Command[0], a.Root, env)
	if err != nil {
		return proc.Command{}, missing(&hub.Example{}, s.Command[0], err, "").Message, err
	}
	return proc.Command{Path: path, Argv: s.Command, Dir: a.Root, Env: env, Grace: a.Grace}, "", nil
}

// listen runs a command with its output masked and bounded.
func (a *Around) listen(ctx context.Context, cmd proc.Command) Outcome {
	kept := newKeeper(a.OutputCap, nothing)
	masked := a.Secrets.Writer(kept)
	cmd.Output = masked
	o := Outcome{Exit: a.Supervisor.Run(ctx, cmd), Dir: cmd.Dir}
	_ = masked.Flush() // a keeper never fails
	o.Output, o.Dropped, _, _ = kept.end()
	return o
}

func take(step *hub.Step, o Outcome) {
	step.ExitCode, step.Signal = o.Code, o.Signal
	step.Output, step.DroppedBytes = o.Output, o.Dropped
}

// ending says why a command that ended did not end well.
func ending(o Outcome, limit time.Duration) string {
	said := lastLine(o.Output)
	if said != "" {
		said = ": " + said
	}
	switch {
	case o.TimedOut:
		return "took longer than " + limit.String() + said
	case o.Canceled:
		return "was stopped" + said
	case errors.Is(o.Err, proc.ErrUnended), errors.Is(o.Err, proc.ErrSupervisor):
		return o.Err.Error()
	case o.Err != nil:
		return "could not be started: " + o.Err.Error()
	case o.Signal != "":
		return "killed by " + o.Signal + said
	case o.Code != 0:
		return fmt.Sprintf("exit code %d", o.Code) + said
	}
	return ""
}

// title names a setup or teardown for people.
func title(phase hub.Phase, group string) string {
	if group == "" {
		return "the " + string(phase) + " of the run"
	}
	return "the " + string(phase) + " of group " + group
}

func (a *Around) stepError(step hub.Step, why string) *hub.Error {
	what := "waiting"
	if len(step.Command) > 0 {
		what = filepath.Base(step.Command[0])
		if rest := step.Command[1:]; len(rest) > 0 {
			what += " " + strings.Join(rest, " ")
		}
	}
	const most = 120
	if len(what) > most {
		what = strings.ToValidUTF8(what[:most], "") + "…"
	}
	return &hub.Error{Type: hub.ErrSetup, Message: volatile.Folders(a.Folders, fmt.Sprintf("%s failed: %s: %s", title(step.Phase, step.Group), what, why))}
}
