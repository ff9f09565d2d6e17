package main

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
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// versionTime bounds a runner's version command.
const versionTime = 10 * time.Second

// asked is what became of asking a program for its version.
type asked struct {
	mu   sync.Mutex // held while it is asked
	done bool
	text string
	ok   bool
}

// version is that of the program which runs the example, asked for once when it
// is first needed. It is empty where none is configured; ok is false when it is
// not known. The error says that hub lacked something to ask; it is asked again
// the next time.
func (p *prints) version(e *hub.Example) (text string, ok bool, lack error) {
	r := p.runners[e.Runner]
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
			return "", false, fmt.Errorf("asking runner %s for its version: %w", e.Runner, lack)
		}
		a.done = true
	}
	return a.text, a.ok, nil
}

// ask starts the version command, or takes its last answer where nothing may be
// started.
func (p *prints) ask(runner string, argv []string) (text string, ok bool, lack error) {
	program := argv[0]
	if strings.Contains(program, "/") {
		program = place.Under(p.root, program)
	}
	path, err := programs.LookPath(program, p.app.getenv("PATH"))
	switch {
	case want.Of(err):
		return "", false, err
	case err != nil:
		return "", true, nil // the version of no program
	case !p.runs:
		text, ok = p.remembered(runner, argv, path)
		return text, ok, nil
	}
	text, err = p.app.runnerVersion(p.root, path, argv)
	if err != nil {
		return "", false, err
	}
	text = p.app.secrets.String(text)
	p.answers.Put(argv, path, text)
	return text, true, nil
}

// remembered is what the command printed when it was last asked.
func (p *prints) remembered(runner string, argv []string, path string) (string, bool) {
	text, ok := p.answers.Get(argv, path)
	if !ok {
		p.app.warn("the version of runner %s is not known: hub asks for it only when it runs something, and has not asked this program yet; passes are compared without it", runner)
	}
	return text, ok
}

// runnerVersion is what the command prints, of which path is the program; empty
// when it cannot be run. The error says that hub lacked something to run it.
func (a *App) runnerVersion(root, path string, argv []string) (string, error) {
	supervisor, err := a.supervisor()
	if want.Of(err) {
		return "", err
	}
	if err != nil {
		return "", nil
	}
	out := capture.New(4 << 10)
	exit := supervisor.Run(context.Background(), proc.Command{
		Path: path, Argv: argv, Dir: root, Env: a.Environ, Output: out, Timeout: versionTime,
	})
	switch {
	case errors.Is(exit.Err, want.Err):
		return "", exit.Err
	case exit.Err != nil || exit.Code != 0:
		return "", nil
	}
	return strings.TrimSpace(out.String()), nil
}
