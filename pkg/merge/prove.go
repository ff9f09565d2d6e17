package merge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// provable returns the logs that prove which examples they had to run. Each of
// the others is a problem, because it may be the one that counts.
func (j *Joined) provable(parts []Part) []Part {
	var out []Part
	checked := plans{}
	for _, p := range parts {
		if why := misplanned(&p, checked); why != "" {
			j.problem("%s does not count: %s; run the shard again with this version of hub", p.Path, why)
			continue
		}
		out = append(out, p)
	}
	return out
}

// plans holds the plans that have been checked, by their digests: their examples have
// IDs that differ.
type plans map[string]*hub.Run

// matches reports whether the run's digest is that of its plan. Logs that are read together
// share the items of their plan ([runlog.Reader]), whose digest is taken once.
func (c plans) matches(run *hub.Run) bool {
	if o := c[run.PlanDigest]; o != nil && len(o.PlanItems) > 0 && len(o.PlanItems) == len(run.PlanItems) &&
		&o.PlanItems[0] == &run.PlanItems[0] && slices.Equal(o.Policies, run.Policies) {
		return true
	}
	return run.PlanDigest == hub.PlanDigest(run.Policies, run.PlanItems)
}

// misplanned says why a log does not prove that its plan is its part of a whole
// plan; empty when it does.
func misplanned(p *Part, checked plans) string {
	run, shard := p.run(), p.shard()
	switch {
	case !runlog.IsID(run.ID):
		return fmt.Sprintf("%q is not a valid run ID", run.ID)
	case !shard.Valid():
		return fmt.Sprintf("shard %d of %d is invalid; a plan has at most %d shards", shard.Index, shard.Total, hub.MaxShards)
	case len(run.PlanItems) == 0 && run.Planned > 0:
		return "it does not record the whole plan, because an older hub wrote it"
	case !checked.matches(run):
		return "its plan digest does not match its recorded plan"
	case run.Planned != len(run.PlanItems):
		return fmt.Sprintf("it records a plan of %d examples, but its header says %d", len(run.PlanItems), run.Planned)
	}
	if checked[run.PlanDigest] == nil {
		seen := make(map[string]bool, len(run.PlanItems))
		for _, item := range run.PlanItems {
			if id := item.ID(); id == "" || seen[id] {
				return fmt.Sprintf("its plan contains an example twice, or one without an ID: %q", id)
			}
			seen[item.ID()] = true
		}
		checked[run.PlanDigest] = run
	}
	var items []hub.PlanItem // of the shard
	for i := shard.Index - 1; i < len(run.PlanItems); i += shard.Total {
		items = append(items, run.PlanItems[i])
	}
	if len(run.Plan) > len(items) {
		return fmt.Sprintf("it has %d examples, but its part of the plan has %d", len(run.Plan), len(items))
	}
	for i := range run.Plan {
		if got := run.Plan[i].Item(); got != items[i] {
			return fmt.Sprintf("it has %s, but the plan has %s", run.Plan[i].ID, items[i].ID())
		}
	}
	limited := leftOut(run, hub.LeftByLimit)
	if limited > 0 && !hub.Limited(run.Policies) || len(run.Plan)+limited != len(items) {
		return fmt.Sprintf("it has %d of the %d examples of its part of the plan, and a limit left out %d", len(run.Plan), len(items), limited)
	}
	return ""
}

// leftOut returns how many examples the run left out for the reason.
func leftOut(run *hub.Run, reason string) int {
	for _, l := range run.LeftOut {
		if l.Reason == reason {
			return l.Count
		}
	}
	return 0
}

// onePlan checks that all logs belong to one plan with one number of shards.
// Each has proven its own plan before.
func onePlan(parts []Part) error {
	for i := range parts {
		a, b := &parts[0], &parts[i]
		what := ""
		switch x, y := a.run(), b.run(); {
		case x.PlanDigest != y.PlanDigest:
			what = difference(x, y)
		case a.shard().Total != b.shard().Total:
			what = fmt.Sprintf("one is divided into %d shards and the other into %d", a.shard().Total, b.shard().Total)
		case x.Catalog != y.Catalog:
			what = fmt.Sprintf("one catalog has %d examples and the other %d", x.Catalog, y.Catalog)
		}
		if what != "" {
			return &MixedError{A: a.Path, B: b.Path, What: what, Remedy: nameOnePlan}
		}
	}
	return nil
}

// difference describes how two plans differ; x is the first.
func difference(x, y *hub.Run) string {
	var out []string
	add := func(text string, list []string) {
		if len(list) > 0 {
			out = append(out, text+few(list))
		}
	}
	add("policies only in the first: ", without(x.Policies, y.Policies))
	add("policies only in the second: ", without(y.Policies, x.Policies))
	here, there := byID(x.PlanItems), byID(y.PlanItems)
	var removed, added, commands, rules, order []string
	for _, item := range x.PlanItems {
		other, ok := there[item.ID()]
		switch {
		case !ok:
			removed = append(removed, item.ID())
		case other.Command() != item.Command():
			commands = append(commands, item.ID())
		case other.Rules() != item.Rules():
			rules = append(rules, item.ID()+rulesOf(x, y, item.ID()))
		}
	}
	for _, item := range y.PlanItems {
		if _, ok := here[item.ID()]; !ok {
			added = append(added, item.ID())
		}
	}
	add("only in the first: ", removed)
	add("only in the second: ", added)
	add("different command: ", commands)
	add("different rules: ", rules)
	if len(out) == 0 {
		for i := range x.PlanItems {
			if a, b := x.PlanItems[i].ID(), y.PlanItems[i].ID(); a != b {
				order = []string{fmt.Sprintf("example %d of the plan is %s in the first and %s in the second", i+1, a, b)}
				break
			}
		}
		add("different order: ", order)
	}
	if len(out) == 0 { // the same policies
		out = []string{"different order of the policies"}
	}
	return strings.Join(out, "; ")
}

// rulesOf returns the rules of the example in the log that has it.
func rulesOf(x, y *hub.Run, id string) string {
	for k, run := range []*hub.Run{x, y} {
		i := slices.IndexFunc(run.Plan, func(e hub.Example) bool { return e.ID == id })
		if i < 0 {
			continue
		}
		rules := run.Plan[i].Rules
		if rules == "" {
			rules = "none"
		}
		return fmt.Sprintf(" (the %s has %s)", []string{"first", "second"}[k], rules)
	}
	return ""
}

func byID(items []hub.PlanItem) map[string]hub.PlanItem {
	out := make(map[string]hub.PlanItem, len(items))
	for _, item := range items {
		out[item.ID()] = item
	}
	return out
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}
