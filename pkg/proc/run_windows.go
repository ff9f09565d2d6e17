package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/windows"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Run starts c and returns when it and all its descendants have ended: at the
// latest after Timeout, Grace, twice [supervision.Linger] and, for what resists, two
// seconds. The request to end is Ctrl-Break, which programs without a console
// do not get.
func (s *Supervisor) Run(ctx context.Context, c Command) Exit {
	if ctx.Err() != nil {
		return canceledBeforeStart(ctx)
	}
	if c.Turn != nil && c.Turn.Wait != nil {
		if c.Turn.Wait(); ctx.Err() != nil || c.Turn.Over {
			return canceledBeforeStart(ctx)
		}
	}
	if !s.enter() {
		return failed(fmt.Errorf("starting %s: %w", c.Path, ErrClosed))
	}
	defer s.runs.Done()
	begin := time.Now()
	r := run{s: s, c: &c, ctx: ctx, begin: begin, done: make(chan struct{})}
	if err := r.start(); err != nil {
		r.cleanup()
		exit := failed(want.Starting(fmt.Errorf("starting %s: %w", c.Path, err)))
		exit.Began, exit.Elapsed = begin, time.Since(begin)
		return exit
	}
	r.exit.Began = begin
	r.attend()
	r.settle()
	r.exit.CPU, r.exit.Memory = r.job.used()
	r.cleanup()
	return r.exit
}

// phase is how far the end of a process was forced.
type phase int

const (
	alone  phase = iota // nothing was done
	asked               // Ctrl-Break was sent
	forced              // the job was terminated
)

// run is the state of one Run.
type run struct {
	s       *Supervisor
	c       *Command
	ctx     context.Context
	begin   time.Time
	job     *job
	process *os.Process
	close   []io.Closer
	output  chan []byte   // what was read, until the pipe's end
	ended   chan exitInfo // the process's end
	done    chan struct{} // closed when nobody takes output any more
	mute    bool          // Output failed
	exit    Exit
}

type exitInfo struct {
	state *os.ProcessState
	err   error
}

func (r *run) start() error {
	var err error
	if r.job, err = newJob(); err != nil {
		return err
	}
	r.s.add(r.job)
	files := []*os.File{os.Stdin, os.Stdout, os.Stderr}
	var reader, stdin *os.File
	var ours []io.Closer // what only the child needs
	defer func() {
		for _, f := range ours {
			_ = f.Close()
		}
	}()
	flags := uint32(windows.CREATE_SUSPENDED)
	if !r.c.Terminal {
		flags |= windows.CREATE_NEW_PROCESS_GROUP
		var writer *os.File
		if reader, writer, err = os.Pipe(); err != nil {
			return err
		}
		r.close, ours = append(r.close, reader), append(ours, writer)
		in, err := os.Open(os.DevNull)
		if r.c.Stdin != "" {
			if err == nil {
				ours = append(ours, in)
			}
			in, stdin, err = os.Pipe()
		}
		if err != nil {
			return err
		}
		ours = append(ours, in)
		if stdin != nil {
			r.close = append(r.close, stdin)
		}
		files = []*os.File{in, writer, writer}
	}
	path, argv := r.c.Path, r.c.Argv
	if len(argv) == 0 {
		argv = []string{path}
	}
	shell, line, batch, err := batchLine(path, argv[1:])
	if err != nil {
		return err
	}
	if batch {
		path = shell
	}
	r.process, err = os.StartProcess(path, argv, &os.ProcAttr{
		Dir: r.c.Dir, Env: r.c.Env, Files: files,
		Sys: &syscall.SysProcAttr{CreationFlags: flags, CmdLine: line},
	})
	if err != nil {
		return err
	}
	if err := r.job.assign(uint32(r.process.Pid)); err != nil {
		_ = r.process.Kill()
		_, _ = r.process.Wait()
		return err
	}
	r.ended = make(chan exitInfo, 1)
	go func() {
		state, err := r.process.Wait()
		r.ended <- exitInfo{state, err}
	}()
	if reader != nil {
		r.output = make(chan []byte)
		go read(reader, r.output, r.done)
	}
	if stdin != nil {
		text := r.c.Stdin
		go func() {
			_, _ = io.WriteString(stdin, text) // the example need not read it
			_ = stdin.Close()
		}()
	}
	return nil
}

// read sends what comes from the pipe until its end.
func read(from *os.File, to chan<- []byte, done <-chan struct{}) {
	defer close(to)
	for {
		buf := make([]byte, 32<<10)
		n, err := from.Read(buf)
		if n > 0 {
			select {
			case to <- buf[:n]:
			case <-done:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// attend serves the process until it ends.
func (r *run) attend() {
	var timer <-chan time.Time
	if r.c.Timeout > 0 {
		timer = time.After(r.c.Timeout)
	}
	step, canceled, kill := alone, r.ctx.Done(), (<-chan struct{})(r.job.forced)
	for {
		over, now := false, false
		select {
		case data, ok := <-r.output:
			r.take(data, ok)
			continue
		case end := <-r.ended:
			r.fill(end)
			return
		case <-timer:
			over, timer = true, nil
		case <-canceled:
			canceled, now = nil, errors.Is(context.Cause(r.ctx), ErrKill)
		case <-kill:
			kill, now = nil, true
		}
		switch {
		case step == forced && over:
			r.exit.Elapsed, r.exit.Code = time.Since(r.begin), -1
			r.exit.Err = fmt.Errorf("%w: process %d cannot be killed and is still running", ErrUnended, r.process.Pid)
			return
		case step == forced, step == asked && !over && !now:
			continue
		case step == alone && over:
			r.exit.TimedOut = true
		case !r.exit.TimedOut:
			r.exit.Canceled = true
		}
		if step == alone && !now && r.c.Grace > 0 {
			step, timer = asked, time.After(r.c.Grace)
			// It fails without a console; then the grace passes in vain.
			_ = windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(r.process.Pid))
			continue
		}
		step, timer = forced, time.After(supervision.KillBound)
		r.job.terminate()
	}
}

// settle waits for what outlives the process, then ends it.
func (r *run) settle() {
	end, ended := time.After(supervision.Linger), false
	for pause := time.Millisecond; ; pause = min(2*pause, 10*time.Millisecond) {
		alive := r.job.processes()
		if len(alive) == 0 && r.output == nil {
			return
		}
		select {
		case data, ok := <-r.output:
			r.take(data, ok)
		case <-time.After(pause):
		case <-end:
			if ended {
				return
			}
			if !r.exit.TimedOut && !r.exit.Canceled {
				r.exit.Leaked = alive
			}
			r.job.terminate()
			end, ended = time.After(supervision.KillBound), true
		}
	}
}

// take hands on one piece of output.
func (r *run) take(data []byte, ok bool) {
	if !ok {
		r.output = nil
		return
	}
	if r.c.Output != nil && !r.mute {
		_, err := r.c.Output.Write(data)
		r.mute = err != nil
	}
}

// fill records how the process ended.
func (r *run) fill(end exitInfo) {
	r.exit.Elapsed = time.Since(r.begin)
	if end.err != nil {
		r.exit.Code = -1
		r.exit.Err = fmt.Errorf("waiting for process %d: %w", r.process.Pid, end.err)
		return
	}
	r.exit.Code = end.state.ExitCode()
}

// cleanup ends the job and closes what is left.
func (r *run) cleanup() {
	close(r.done)
	if r.job != nil {
		r.s.remove(r.job)
	}
	for _, f := range r.close {
		_ = f.Close()
	}
}
