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
	// maxVersion is how much of what it prints is kept, in bytes.
	maxVersion = 4 << 10
)

// asked is what became of asking a program for its version.
type asked struct {
	mu   sync.Mutex // held while it is asked
	done bool
	text string
	ok   bool
}

// Versions returns the first lines of the versions of the runners that the plan
// uses, by name, for those who compare shards; nil when none has one. w waits for
// what hub lacks to ask for them; the error says that it was in vain.
func (p *Prints) Versions(ctx context.Context, plan []hub.Example, w *want.Waiter) (map[string]string, error) {
	var out map[string]string
	for i := range plan {
		e := &plan[i]
		name := e.Runner
		if e.Interpreter != "" {
			name += " (" + sanitize.Line(e.Interpreter) + ")"
		}
		if _, asked := out[name]; asked || len(p.Runners[e.Runner].Version) == 0 || e.Skip != "" || e.Invalid != nil {
			continue
		}
		var text string
		err := w.Do(ctx, func() (err error) {
			text, _, err = p.version(e)
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

// version is that of the program which runs the example, asked for once when it
// is first needed. It is empty where none is configured; ok is false when it is
// not known. The error says that hub lacked something to ask; it is asked again
// the next time.
func (p *Prints) version(e *hub.Example) (text string, ok bool, lack error) {
	r := p.Runners[e.Runner]
	if len(r.Version) == 0 {
		return "", true, nil
	}
	argv := r.Version
	if e.Interpreter != "" && len(r.Command) > 0 && argv[0] == r.Command[0] {
		// The file pins a program of its own, and that one's version counts.
		argv = append([]string{e.Interpreter}, argv[1:]...)
	}
	p.mu.Lock()
	key := strings.Join(argv, "\x00")
	a := p.versions[key]
	if a == nil {
		a = &asked{}
		p.versions[key] = a
	}
	p.mu.Unlock()
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.done {
		if a.text, a.ok, lack = p.ask(e.Runner, argv); lack != nil {
			return "", false, fmt.Errorf("querying the version of runner %s: %w", e.Runner, lack)
		}
		a.done = true
	}
	return a.text, a.ok, nil
}

// ask starts the version command, or takes its last answer where nothing may be
// started.
func (p *Prints) ask(runner string, argv []string) (text string, ok bool, lack error) {
	program := argv[0]
	if strings.Contains(program, "/") {
		program = place.Under(p.Root, program)
	}
	path, err := programs.LookPath(program, p.getenv("PATH"))
	switch {
	case want.Of(err):
		return "", false, err
	case err != nil:
		return "", true, nil // the version of no program
	case p.Supervisor == nil:
		if text, ok = p.answers.Get(argv, path); !ok {
			p.Warn("the version of runner %s is unknown: hub queries it only when it runs something, and has not queried this program yet; passes are compared without it", runner)
		}
		return text, ok, nil
	}
	text, err = p.run(path, argv)
	if err != nil {
		return "", false, err
	}
	text = p.Secrets.String(text)
	p.answers.Put(argv, path, text)
	return text, true, nil
}

// run returns what the command prints, of which path is the program; empty when it
// cannot be run. The error says that hub lacked something to run it.
func (p *Prints) run(path string, argv []string) (string, error) {
	supervisor, err := p.Supervisor()
	if want.Of(err) {
		return "", err
	}
	if err != nil {
		return "", nil
	}
	out := capture.New(maxVersion)
	exit := supervisor.Run(context.Background(), proc.Command{
		Path: path, Argv: argv, Dir: p.Root, Env: p.Environ, Output: out, Timeout: versionTime,
	})
	switch {
	case errors.Is(exit.Err, want.Err):
		return "", exit.Err
	case exit.Err != nil || exit.Code != 0:
		return "", nil
	}
	return strings.TrimSpace(out.String()), nil
}
