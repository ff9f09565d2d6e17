package selection

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Request is what the user asked for. The zero value asks for everything; what
// is set must all hold.
type Request struct {
	// Start is the first catalog index that is chosen, from 1; 0 means 1.
	Start int
	// Filters are names of [Filters], one of which must match; each may also be
	// several with commas between. None means all.
	Filters []string
	// Tags must all be there, of AnyTags one.
	Tags, AnyTags []string
	// Groups are IDs or titles, one of which the example must be in.
	Groups []string
	// Limit bounds the examples that will be started, in catalog order; 0 means
	// no bound. Skips and examples that cannot be run are not counted: of those,
	// the ones before the last that is started are chosen as well, to be reported.
	Limit int
	// Force lets every filter match every example: what is recorded does not
	// count. Skips that the metadata or the configuration asks for stay.
	Force bool
	// Leave says why else an example is left out, empty when it is not; entry is
	// nil when nothing is recorded of it. Nil leaves none out.
	Leave func(e *hub.Example, entry *status.Entry) string
	// Shard takes one part of what all the above but Limit choose. The limit
	// then holds in each shard.
	Shard *hub.Shard
	// Proof asks for the plan's digest; nil: it is not computed.
	Proof *Proof
}

// Proof is what the plan's digest is computed with, besides the plan.
type Proof struct {
	// Policies are those of the run; Select adds that of the limit.
	Policies []string
	// Hide masks secrets, which differ between machines, in commands and rules
	// before they are hashed and recorded; nil: there are none.
	Hide func(text string) string
}

// Selection is the outcome: every example of the catalog is either chosen or
// left out.
type Selection struct {
	// Chosen is in catalog order.
	Chosen []hub.Example
	// Left is in catalog order.
	Left []Left
	// Planned is how many examples the whole plan has, before it is divided into
	// shards.
	Planned int
	// Items is the whole plan in catalog order, Policies what else decides its
	// verdicts, and Digest identifies both ([hub.PlanDigest]): they are the same
	// in every shard of a plan. They, and the Rules of what is chosen, are set
	// when Request.Proof asks for them.
	Items    []hub.PlanItem
	Policies []string
	Digest   string
}

// OtherShard is the reason of what only the shard leaves out.
const OtherShard = hub.LeftToShards

// Left is an example that is left out.
type Left struct {
	Example hub.Example
	// Reason is the first of these that held: before START, group, tag, filter,
	// what Request.Leave says, other shard, limit.
	Reason string
}

// Select chooses from all, the whole catalog in its order. st may be nil:
// nothing is recorded. stale says why a completed example's pass no longer
// counts, empty when it does; it is called at most once an example, only for
// completed ones that nothing else leaves out, and only when a filter depends on
// it. nil means that nothing is stale.
//
// A filter, group or tag that there is not is a [*usage.Unknown], a number out
// of range a [*usage.Error].
//
// The shard is taken by counting through what the rest of the request chose, in
// catalog order: neighbours, which tend to cost alike, go to different shards;
// the sizes differ by at most one. Note: recorded durations would balance
// better, but two machines with different records would then leave out
// examples without anyone noticing.
func Select(all []hub.Example, st *status.File, stale func(hub.Example) string, r Request) (Selection, error) {
	filters, err := r.check(all)
	if err != nil {
		return Selection{}, err
	}
	reasons := make([]string, len(all))
	var plan []*hub.Example
	started := 0
	for i := range all {
		e := &all[i]
		reason := r.leaves(e)
		if reason == "" && !r.Force && !matches(filters, e, st, stale) {
			reason = "filter: not " + strings.Join(names(filters), ",")
		}
		if reason == "" && r.Leave != nil {
			var entry *status.Entry
			if st != nil {
				entry = st.Examples[e.ID]
			}
			reason = r.Leave(e, entry)
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
		reasons[i] = reason
	}
	sel := Selection{Planned: len(plan)}
	rules := sel.prove(plan, r)
	at := 0 // in the plan
	for i, reason := range reasons {
		if reason == "" {
			if sel.Chosen == nil {
				sel.Chosen = make([]hub.Example, 0, len(all)-i)
			}
			sel.Chosen = append(sel.Chosen, all[i])
		} else {
			sel.Left = append(sel.Left, Left{Example: all[i], Reason: reason})
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

// prove computes what the digest covers and returns the rules of each example
// of the plan; none when nobody asked for it.
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
	for i, e := range plan {
		rules[i] = hide(e.JudgedBy())
		shown := hub.Example{ID: e.ID, Rules: rules[i], Argv: make([]string, len(e.Argv))}
		for k, arg := range e.Argv {
			shown.Argv[k] = hide(arg)
		}
		sel.Items[i] = shown.Item()
	}
	sel.Digest = hub.PlanDigest(sel.Policies, sel.Items)
	return rules
}

// leaves says why the request, its filters apart, leaves e out.
func (r Request) leaves(e *hub.Example) string {
	if e.Index < r.Start {
		return fmt.Sprintf("before START %d", r.Start)
	}
	inGroup := func(g string) bool { return e.Group == g || e.GroupTitle == g }
	if len(r.Groups) > 0 && !slices.ContainsFunc(r.Groups, inGroup) {
		return "group: not " + quoted(r.Groups)
	}
	for _, tag := range r.Tags {
		if !slices.Contains(e.Tags, tag) {
			return fmt.Sprintf("tag: lacks %q", tag)
		}
	}
	hasTag := func(tag string) bool { return slices.Contains(e.Tags, tag) }
	if len(r.AnyTags) > 0 && !slices.ContainsFunc(r.AnyTags, hasTag) {
		return "tag: none of " + quoted(r.AnyTags)
	}
	return ""
}

func matches(filters []Filter, e *hub.Example, st *status.File, stale func(hub.Example) string) bool {
	c := candidate{example: e}
	if entry, ok := st.Get(e.ID); ok {
		c.entry = &entry
	}
	asked, why := false, ""
	c.stale = func() string {
		if !asked && stale != nil {
			asked, why = true, stale(*e)
		}
		return why
	}
	return len(filters) == 0 || slices.ContainsFunc(filters, func(f Filter) bool { return f.match(c) })
}

// check proves that the request can be met and returns its filters.
func (r Request) check(all []hub.Example) ([]Filter, error) {
	switch {
	case r.Start < 0:
		return nil, usage.Errorf("START %d is not a catalog index; indexes begin at 1", r.Start)
	case len(all) > 0 && r.Start > len(all):
		return nil, usage.Errorf("START %d is beyond the last of the catalog's %d examples", r.Start, len(all))
	case r.Limit < 0:
		return nil, usage.Errorf("a limit of %d is negative", r.Limit)
	case r.Shard != nil && !r.Shard.Valid():
		return nil, usage.Errorf("shard %d of %d is invalid; a plan has at most %d shards", r.Shard.Index, r.Shard.Total, hub.MaxShards)
	}
	filters, err := find(r.Filters)
	if err != nil || len(all) == 0 {
		return filters, err
	}
	// Titles are accepted and not listed: what is listed should be typed.
	groups, titles, tags := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var known []string
	for i := range all {
		if g := all[i].Group; !groups[g] {
			groups[g] = true
			known = append(known, g)
		}
		titles[all[i].GroupTitle] = true
		for _, tag := range all[i].Tags {
			tags[tag] = true
		}
	}
	for _, g := range r.Groups {
		if !groups[g] && !titles[g] {
			return nil, &usage.Unknown{What: "group", Value: g, Known: known}
		}
	}
	for _, tag := range slices.Concat(r.Tags, r.AnyTags) {
		if !tags[tag] {
			sorted := make([]string, 0, len(tags))
			for t := range tags {
				sorted = append(sorted, t)
			}
			slices.Sort(sorted)
			return nil, &usage.Unknown{What: "tag", Value: tag, Known: sorted}
		}
	}
	return filters, nil
}

// find looks the filters up, in the order of the table, each once.
func find(wanted []string) ([]Filter, error) {
	table := Filters()
	chosen := make([]bool, len(table))
	for _, list := range wanted {
		for name := range strings.SplitSeq(list, ",") {
			name = strings.TrimSpace(name)
			i := slices.IndexFunc(table, func(f Filter) bool { return f.Name == name })
			if i < 0 {
				return nil, &usage.Unknown{What: "filter", Value: name, Known: names(table)}
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

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fmt.Sprintf("%q", w)
	}
	return strings.Join(out, ", ")
}
