package staleness

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/capture"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

const (
	// versionTime bounds a runner's version command.
	versionTime = 10 * time.Second
	// maxVersion is how many bytes of its output are kept.
	maxVersion = 4 << 10
)

var errStopped = errors.New("it was stopped")

// version is the version of a program, queried once.
type version struct {
	mu   sync.Mutex // held during the query
	done bool
	text string
	ok   bool
}

// Versions returns the first line of the version of each runner that the plan uses,
// keyed by the runner's name, so that shards can be compared; nil if no runner has a
// version command. The error says that hub lacked a resource even after waiting with w,
// or why ctx ended.
func (p *Prints) Versions(ctx context.Context, plan []hub.Example, w *want.Waiter) (map[string]string, error) {
	var out map[string]string
	for i := range plan {
		e := &plan[i]
		name := e.Runner
		if e.Interpreter != "" {
			name += " (" + sanitize.Line(e.Interpreter) + ")"
		}
		if _, done := out[name]; done || len(p.Runners[e.Runner].Version) == 0 || e.Skip != "" || e.Invalid != nil {
			continue
		}
		var text string
		err := w.Do(ctx, func() (err error) {
			text, _, err = p.version(ctx, e)
			return err
		})
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(text, "\n")
		if out == nil {
			out = map[string]string{}
		}
		out[name] = sanitize.Line(p.Secrets.String(first))
	}
	return out, nil
}

// version returns the version of the program that runs the example, which it queries
// on the first call. It is empty without a version command; ok is false if it is
// unknown. After an error, which says that hub lacked a resource or that the query was
// stopped, the next call queries again.
func (p *Prints) version(ctx context.Context, e *hub.Example) (text string, ok bool, err error) {
	r := p.Runners[e.Runner]
	if len(r.Version) == 0 {
		return "", true, nil
	}
	argv := r.Version
	if e.Interpreter != "" && len(r.Command) > 0 && argv[0] == r.Command[0] {
		// The example pins its own program, whose version counts.
		argv = append([]string{e.Interpreter}, argv[1:]...)
	}
	text, ok, err = p.once(strings.Join(argv, "\x00"), func() (string, bool, error) { return p.query(ctx, e.Runner, argv) })
	if err != nil {
		return "", false, fmt.Errorf("querying the version of runner %s: %w", e.Runner, err)
	}
	return text, ok, nil
}

// once returns the answer of query, which it calls on the first call with that key, and
// again after an error.
func (p *Prints) once(key string, query func() (text string, ok bool, err error)) (text string, ok bool, err error) {
	p.mu.Lock()
	v := p.versions[key]
	if v == nil {
		v = &version{}
		p.versions[key] = v
	}
	p.mu.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.done {
		if v.text, v.ok, err = query(); err != nil {
			return "", false, err
		}
		v.done = true
	}
	return v.text, v.ok, nil
}

// query runs the version command, or returns its last answer if nothing may be
// started.
func (p *Prints) query(ctx context.Context, runner string, argv []string) (text string, ok bool, err error) {
	program := argv[0]
	if strings.Contains(program, "/") {
		program = place.Under(p.Root, program)
	}
	path, err := programs.LookPath(program, p.getenv("PATH"))
	switch {
	case want.Of(err):
		return "", false, err
	case err != nil:
		return "", true, nil // without the program there is no version
	}
	if text, ok, err = p.ask(ctx, path, argv); err == nil && !ok {
		p.Warn("the version of runner %s is unknown: hub queries it only when it runs something, and has not queried this program yet; passes are compared without it", runner)
	}
	return text, ok, err
}

// ask runs the program at path, or returns its last answer if nothing may be started; ok
// is false if there is none.
func (p *Prints) ask(ctx context.Context, path string, argv []string) (text string, ok bool, err error) {
	if p.Supervisor == nil {
		text, ok = p.answers.Get(argv, path)
		return text, ok, nil
	}
	text, err = p.run(ctx, path, argv)
	if err != nil {
		return "", false, err
	}
	text = p.Secrets.String(text)
	p.answers.Put(argv, path, text)
	return text, true, nil
}

// run runs the program at path and returns its output; empty if it fails. The error
// says that hub lacked a resource to run it, or that it was stopped.
func (p *Prints) run(ctx context.Context, path string, argv []string) (string, error) {
	supervisor, err := p.Supervisor()
	if want.Of(err) {
		return "", err
	}
	if err != nil {
		return "", nil
	}
	defer p.Watch.Span("version")()
	out := capture.New(maxVersion)
	exit := supervisor.Run(ctx, proc.Command{
		Path: path, Argv: argv, Dir: p.Root, Env: p.Environ, Output: out, Timeout: versionTime,
	})
	switch {
	case exit.Canceled && ctx.Err() != nil:
		return "", context.Cause(ctx)
	case exit.Canceled:
		return "", errStopped
	case errors.Is(exit.Err, want.Err):
		return "", exit.Err
	case exit.Err != nil || exit.Code != 0:
		return "", nil
	}
	return strings.TrimSpace(out.String()), nil
}
