package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/reporters"
)

// maxNamed bounds how many examples a hint names one by one.
const maxNamed = 5

// hints are the commands that one would type next. Each is asked of what is
// recorded by now, so that it does what its text says: the filters of commands
// go by the whole catalog, of which the run may have been a part, and an example
// that was not reached keeps the result that it had before.
func (s *session) hints(run *hub.Run) []reporters.Hint {
	if typed := s.app.command(); line(typed) != typed {
		return nil // its flags hold what cannot be shown, and so not copied
	}
	if len(s.catalog.Examples) == 0 {
		switch {
		case s.cfg.File == "":
			return []reporters.Hint{{Command: s.app.command("init"), Does: "write a hub.yaml, to say in it where the examples are"}}
		case len(s.cfg.Sources) > 0:
			return []reporters.Hint{{Command: s.app.command("config", "print"), Does: "see where examples are looked for (sources)"}}
		}
		return nil
	}
	var hints []reporters.Hint
	add := func(does string, args ...string) {
		hints = append(hints, reporters.Hint{Command: s.app.command(args...), Does: does})
	}
	var failed, gating, missing []*hub.Example
	for i := range run.Results[:min(len(run.Results), len(run.Plan))] {
		e, r := &run.Plan[i], &run.Results[i]
		switch {
		case r.Gates():
			gating = append(gating, e)
			fallthrough
		case r.Status == hub.StatusError:
			failed = append(failed, e)
		case !r.Ended(), r.Status == hub.StatusInterrupted:
			missing = append(missing, e)
		}
	}
	if len(failed) > 0 {
		first := failed[0]
		if len(gating) > 0 {
			first = gating[0]
		}
		add("everything about the first of them", "show", strconv.Itoa(first.Index))
		if n, all := s.covers(failed, "errors"); all {
			add(them(n == len(failed), "run them again", "run again all %d that fail", n), "errors", "--run")
		}
	}
	if len(missing) > 0 {
		switch n, all := s.covers(missing, "pending", "interrupted"); {
		case all:
			add(them(n == len(missing), "run what is missing", "run all %d that are pending or interrupted", n), "all", "--filter=pending,interrupted")
		case len(missing) <= maxNamed:
			args := []string{"run"}
			for _, e := range missing {
				args = append(args, strconv.Itoa(e.Index))
			}
			add("run what is missing", args...)
		default:
			add("run everything: what was not reached keeps its earlier result", "all")
		}
	}
	if len(failed) == 0 && run.Counts().Doubtful > 0 {
		add("list the passes that look hollow", "list", "--filter=doubtful")
	}
	return hints
}

func them(all bool, same, more string, n int) string {
	if all {
		return same
	}
	return fmt.Sprintf(more, n)
}

// covers returns how many examples the filters choose by now, and whether these
// are all among them.
func (s *session) covers(examples []*hub.Example, filters ...string) (n int, all bool) {
	sel, err := selection.Select(s.catalog.Examples, s.known, nil, selection.Request{Filters: filters})
	if err != nil {
		return 0, false
	}
	chosen := make(map[string]bool, len(sel.Chosen))
	for i := range sel.Chosen {
		chosen[sel.Chosen[i].ID] = true
	}
	return len(chosen), !slices.ContainsFunc(examples, func(e *hub.Example) bool { return !chosen[e.ID] })
}

// command is what one types in the same folder for the same project.
func (a *App) command(args ...string) string {
	words := []string{"hub"}
	if a.CLI.Chdir != "" {
		words = append(words, "-C", pathWord(a.CLI.Chdir))
	}
	if a.CLI.Config != "" {
		words = append(words, "-c", pathWord(a.CLI.Config))
	}
	if a.CLI.State != nil {
		words = append(words, sanitize.ShellWord("--state="+*a.CLI.State))
	}
	return strings.Join(append(words, args...), " ")
}
