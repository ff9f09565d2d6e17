package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// proof is what the digest of the run's plan covers besides the plan.
func (s *session) proof() *selection.Proof {
	flaky := config.FlakyPass
	if s.flakyFails {
		flaky = config.FlakyFail
	}
	policies := []string{"flaky " + string(flaky), "doubtful " + string(s.cfg.Run.Doubtful)}
	required := make([]string, len(s.require))
	for i, r := range s.require {
		required[i] = "require " + string(r)
	}
	slices.Sort(required)
	policies = append(policies, slices.Compact(required)...)
	used := map[string]bool{}
	for i := range s.catalog.Examples {
		used[s.catalog.Examples[i].Runner] = true
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		r := s.cfg.Runners[name]
		if len(r.FailOnOutput) > 0 {
			policies = append(policies, fmt.Sprintf("fail-on-output of %s %q", name, r.FailOnOutput))
		}
	}
	return &selection.Proof{Policies: policies, Hide: s.app.secrets.String}
}

// runnerVersions are the first lines of the versions of the runners that the
// plan uses, for those who compare shards. The error says that hub lacked
// something to ask for them.
func (s *session) runnerVersions(ctx context.Context, plan []hub.Example) (map[string]string, error) {
	out := map[string]string{}
	for i := range plan {
		e := &plan[i]
		name := e.Runner
		if e.Interpreter != "" {
			name += " (" + line(e.Interpreter) + ")"
		}
		if _, asked := out[name]; asked || len(s.cfg.Runners[e.Runner].Version) == 0 || e.Skip != "" || e.Invalid != nil {
			continue
		}
		var text string
		err := want.Patiently(ctx, func() (err error) {
			text, _, err = s.prints.version(e) // a run knows it
			return err
		})
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(text, "\n")
		out[name] = line(s.app.secrets.String(first))
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}
