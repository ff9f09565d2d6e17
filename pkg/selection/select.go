package selection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/parallel"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Request is what the user asked for. The zero value selects everything; all
// set fields must match.
type Request struct {
	// Start is the first catalog index to select, from 1; 0 means 1.
	Start int
	// Filters are words of [Filters], of which one must match; each may also be
	// several names with commas. None means all.
	Filters []string
	// Scope returns why an example is left out by what the catalog says, empty if it
	// is not. A nil Scope leaves none out.
	Scope func(e *hub.Example) string
	// Limit is the maximum number of examples to start, in catalog order; 0
	// means no limit. Skips and invalid examples do not count: those before the
	// last started example are selected as well, to be reported.
	Limit int
	// Force makes every filter match every example, regardless of recorded
	// status. Skips in metadata or configuration stay.
	Force bool
	// Leave returns why else an example is left out, empty if it is not; entry
	// is nil if nothing is recorded. A nil Leave leaves none out.
	Leave func(e *hub.Example, entry *status.Entry) string
	// Shard selects one part of what all fields except Limit select. The limit
	// then applies to each shard.
	Shard *hub.Shard
	// Proof requests the plan's digest; nil: it is not computed.
	Proof *Proof
}

// Proof has what the plan's digest depends on besides the plan.
type Proof struct {
	// Policies are the policies of the run; Select adds that of the limit.
	Policies []string
	// Hide masks secrets in commands and rules before they are hashed and
	// recorded, because they differ between machines; nil: there are none. It is called from
	// several goroutines.
	Hide func(text string) string
}

// Selection is the result: every example of the catalog is either selected or
// left out.
type Selection struct {
	// Chosen is in catalog order. It is the catalog's own list, not to be changed,
	// if nothing is left out and no Proof was requested.
	Chosen []hub.Example
	// Left is in catalog order.
	Left []Left
	// Planned is the number of examples in the whole plan, before it is divided
	// into shards.
	Planned int
	// Items is the whole plan in catalog order, Policies what else decides its
	// verdicts, and Digest identifies both ([hub.PlanDigest]); they are the
	// same in all shards of a plan. They, and the Rules of the selected
	// examples, are set if Request.Proof is.
	Items    []hub.PlanItem
	Policies []string
	Digest   string
}

// OtherShard is the reason of examples that only the shard leaves out.
const OtherShard = hub.LeftToShards

// Left is an example that was left out.
type Left struct {
	// Example points into the catalog.
	Example *hub.Example
	// Reason is the first that applies, in this order: before START, the reason
	// of Request.Scope, filter, the reason of Request.Leave, other shard, limit.
	Reason string
}

// Select selects from all, the whole catalog in order. st may be nil, if
// nothing is recorded. stale returns why the pass of a completed example is out
// of date, empty if it is up to date; Select calls it at most once per example,
// only for completed ones that nothing else leaves out, and only if a filter
// needs it. nil means that nothing is stale.
//
// An unknown filter is a [*usage.Unknown], a number out of range a [*usage.Error].
//
// The shard is taken by counting off the examples selected so far, in catalog
// order: neighbours, which tend to cost alike, are in different shards, and the
// sizes differ by at most one. Note: recorded durations would give a better
// balance, but two machines with different records would then silently leave
// out examples.
func Select(all []hub.Example, st *status.File, stale func(hub.Example) string, r Request) (Selection, error) {
	filters, err := r.check(len(all))
	if err != nil {
		return Selection{}, err
	}
	unmatched := "filter: not " + strings.Join(names(filters), ",")
	reasons, left := make([]string, len(all)), 0
	var plan []*hub.Example
	started := 0
	for i := range all {
		e := &all[i]
		reason := r.leaves(e)
		if reason == "" && !r.Force && !matches(filters, e, st, stale) {
			reason = unmatched
		}
		if reason == "" && r.Leave != nil {
			reason = r.Leave(e, st.Find(e.ID))
		}
		if reason == "" {
			plan = append(plan, e)
			switch {
			case r.Shard != nil && !r.Shard.Has(len(plan)-1):
				reason = OtherShard
			case r.Limit > 0 && started >= r.Limit:
				reason = hub.LeftByLimit
			case e.Skip == "" && e.Invalid == nil:
				started++
			}
		}
		if reasons[i] = reason; reason != "" {
			left++
		}
	}
	sel := Selection{Planned: len(plan)}
	if left == 0 && r.Proof == nil {
		sel.Chosen = slices.Clip(all)
		return sel, nil
	}
	if left < len(all) {
		sel.Chosen = make([]hub.Example, 0, len(all)-left)
	}
	sel.Left = slices.Grow(sel.Left, left)
	rules := sel.prove(plan, r)
	at := 0 // index in the plan
	for i, reason := range reasons {
		if reason == "" {
			sel.Chosen = append(sel.Chosen, all[i])
		} else {
			sel.Left = append(sel.Left, Left{Example: &all[i], Reason: reason})
		}
		if at < len(rules) && plan[at] == &all[i] {
			if reason == "" {
				sel.Chosen[len(sel.Chosen)-1].Rules = rules[at]
			}
			at++
		}
	}
	return sel, nil
}

// prove computes what the digest covers, and returns the rules of each example
// of the plan; none if no proof is requested.
func (sel *Selection) prove(plan []*hub.Example, r Request) []string {
	if r.Proof == nil {
		return nil
	}
	hide := r.Proof.Hide
	if hide == nil {
		hide = func(text string) string { return text }
	}
	for _, p := range r.Proof.Policies {
		sel.Policies = append(sel.Policies, hide(p))
	}
	if r.Limit > 0 {
		sel.Policies = append(sel.Policies, hub.LimitPolicy(r.Limit))
	}
	rules := make([]string, len(plan))
	sel.Items = make([]hub.PlanItem, len(plan))
	parallel.Each(len(plan), func() func(int) {
		return func(i int) { sel.Items[i], rules[i] = Item(plan[i], hide) }
	})
	sel.Digest = hub.PlanDigest(sel.Policies, sel.Items)
	return rules
}

// Item returns the example's item in a plan, and its rules, both with secrets masked by
// hide. The example is as it was found: what this machine lacks is no part of it.
func Item(e *hub.Example, hide func(text string) string) (item hub.PlanItem, rules string) {
	shown := hub.Example{ID: e.ID, Rules: hide(e.JudgedBy()), Argv: make([]string, len(e.Argv))}
	for i, arg := range e.Argv {
		shown.Argv[i] = hide(arg)
	}
	return shown.Item(), shown.Rules
}

// leaves returns why the request leaves e out, apart from its filters.
func (r Request) leaves(e *hub.Example) string {
	if e.Index < r.Start {
		return fmt.Sprintf("before START %d", r.Start)
	}
	if r.Scope != nil {
		return r.Scope(e)
	}
	return ""
}

func matches(filters []Filter, e *hub.Example, st *status.File, stale func(hub.Example) string) bool {
	if len(filters) == 0 {
		return true
	}
	c := candidate{example: e, entry: st.Find(e.ID)}
	asked, why := false, ""
	c.stale = func() string {
		if !asked && stale != nil {
			asked, why = true, stale(*e)
		}
		return why
	}
	return slices.ContainsFunc(filters, func(f Filter) bool { return f.match(c) })
}

// check validates the request for a catalog of so many examples, and returns its
// filters.
func (r Request) check(catalog int) ([]Filter, error) {
	switch {
	case r.Start < 0:
		return nil, usage.Errorf("START %d is not a catalog index; indexes begin at 1", r.Start)
	case catalog > 0 && r.Start > catalog:
		return nil, usage.Errorf("START %d is beyond the last of the catalog's %d examples", r.Start, catalog)
	case r.Limit < 0:
		return nil, usage.Errorf("a limit of %d is negative", r.Limit)
	case r.Shard != nil && !r.Shard.Valid():
		return nil, usage.Errorf("shard %d of %d is invalid; a plan has at most %d shards", r.Shard.Index, r.Shard.Total, hub.MaxShards)
	}
	return find(r.Filters)
}

// find returns the named filters in the order of the table, without duplicates.
func find(wanted []string) ([]Filter, error) {
	table := Filters()
	chosen := make([]bool, len(table))
	for _, list := range wanted {
		for name := range strings.SplitSeq(list, ",") {
			name = strings.TrimSpace(name)
			i := slices.IndexFunc(table, func(f Filter) bool { return f.Name == name || slices.Contains(f.Also, name) })
			if i < 0 {
				var known []string
				for _, f := range table {
					known = append(append(known, f.Name), f.Also...)
				}
				return nil, &usage.Unknown{What: "filter", Value: name, Known: known, Meant: familiar.Filter(name)}
			}
			chosen[i] = true
		}
	}
	var found []Filter
	for i, f := range table {
		if chosen[i] {
			found = append(found, f)
		}
	}
	return found, nil
}

func names(filters []Filter) []string {
	out := make([]string, len(filters))
	for i, f := range filters {
		out[i] = f.Name
	}
	return out
}
