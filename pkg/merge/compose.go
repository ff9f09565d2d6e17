package merge

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Whole is the merged run of some parts of a plan, without its results, which are read
// from the logs of the parts whenever they are needed.
type Whole struct {
	// Header, End, Steps and Problems are those of the merged run.
	Header   hub.RunHeader
	End      hub.RunEnd
	Steps    []hub.Step
	Problems []hub.Problem
	// Notes name the parts that ended early, and what runs them again, one line each. They
	// have no effect on the verdict, which the end of the run has.
	Notes []string

	survey   *Survey
	w        *weighed
	from, to int32   // positions
	ranks    []int32 // of the examples in the header's plan, by position
	runs     map[string]bool
}

// Compose chooses the results of the parts from, to to (both from 1; 0, 0: all parts).
// version is that of this hub. The error says which log has changed since [Survey.Look].
func (s *Survey) Compose(from, to int, version string) (*Whole, error) {
	plan := &s.file.Header
	if from == 0 {
		from, to = 1, plan.Parts
	}
	m := &Whole{survey: s, w: s.weigh(), from: s.first[from-1], to: s.first[to], runs: map[string]bool{}}
	m.Header = hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, Hub: version, Command: command, Catalog: plan.Catalog, LeftOut: plan.LeftOut, Axis: plan.Axis,
		PlanDigest: plan.Digest, Policies: plan.Policies, Sealed: true,
		Part: &hub.Part{Plan: plan.ID, Index: from, To: to, Total: plan.Parts},
	}
	if from > 1 || to < plan.Parts {
		m.Header.LeftOut = append(slices.Clone(plan.LeftOut), hub.LeftOut{Reason: hub.LeftToShards, Count: plan.Examples - int(m.to-m.from)})
	}
	m.End = hub.RunEnd{Reason: hub.EndFinished}
	if plan.Examples == 0 {
		m.End.Reason = hub.EndEmpty
	}
	m.sources()
	m.missing(from, to)
	if m.Header.Started.IsZero() {
		m.Header.Started, m.End.Finished = plan.Created, plan.Created
	}
	m.Header.Previous = s.before(m.from, m.to)
	if err := m.describe(); err != nil {
		return nil, err
	}
	m.Header.ID = m.id()
	m.End.Part = m.Header.Part
	return m, nil
}

// before returns the outcomes before the plan.
func (s *Survey) before(from, to int32) map[string]hub.Status {
	out := map[string]hub.Status{}
	for at := from; at < to; at++ {
		if s.previous[at] != "" {
			out[s.items[at].ID()] = s.previous[at]
		}
	}
	return out
}

// sources takes from the logs that count what belongs to no single result.
func (m *Whole) sources() {
	counts := map[*planLog]map[string]int{} // results by run
	for at := m.from; at < m.to; at++ {
		if c := m.w.chosen[at]; c.log != nil {
			if counts[c.log] == nil {
				counts[c.log] = map[string]int{}
			}
			counts[c.log][c.log.runOf(c.found())]++
		}
	}
	var logs []*planLog
	for _, l := range m.w.logs {
		if counts[l] != nil {
			logs = append(logs, l)
		}
	}
	slices.SortStableFunc(logs, func(a, b *planLog) int { return cmp.Compare(a.part.Index, b.part.Index) })
	h := &m.Header
	for i, l := range logs {
		if i == 0 {
			h.Pipeline, h.Baseline, h.Origin, h.SourceURL, h.Uncontained = l.header.Pipeline, l.header.Baseline, l.header.Origin, l.header.SourceURL, l.header.Uncontained
		}
		if h.Pipeline != l.header.Pipeline {
			h.Pipeline = ""
		}
		h.Uncontained = cmp.Or(h.Uncontained, l.header.Uncontained)
		h.Unmasked = append(h.Unmasked, l.header.Unmasked...)
		m.add(l, counts[l])
	}
	slices.Sort(h.Unmasked)
	h.Unmasked = slices.Compact(h.Unmasked)
	m.troubles()
}

// runOf returns the ID of the run that a result is from.
func (l *planLog) runOf(f *found) string {
	if f.run > 0 {
		return l.header.Parts[f.run-1].Run
	}
	return l.header.ID
}

// add adds a log of which results count, of each run as many as counts says.
func (m *Whole) add(l *planLog, counts map[string]int) {
	h := &m.Header
	runs := l.header.Parts
	if l.part.To == 0 {
		runs = []hub.PartRun{{Index: l.part.Index, Run: l.header.ID, Started: l.header.Started, Finished: l.end.Finished, Workers: l.header.Workers, Attempt: l.header.Attempt, Job: l.header.Job}}
	}
	for _, r := range runs {
		if counts[r.Run] == 0 || m.runs[r.Run] {
			continue
		}
		m.runs[r.Run] = true
		r.Examples = counts[r.Run]
		h.Joined, h.Parts = append(h.Joined, r.Run), append(h.Parts, r)
		h.Workers += r.Workers
		if h.Started.IsZero() || r.Started.Before(h.Started) {
			h.Started = r.Started
		}
		if r.Finished.After(m.End.Finished) {
			m.End.Finished = r.Finished
		}
	}
	m.End.RetriesRefused += l.end.RetriesRefused
	m.End.Broken = addBroken(m.End.Broken, l.end.Broken)
}

// id returns the ID of the merged run: the same for the same logs with the same findings.
func (m *Whole) id() string {
	ids := append([]string{m.Header.Part.Plan, fmt.Sprint(m.from, m.to)}, m.Header.Joined...)
	for _, l := range m.w.logs { // an earlier attempt may have a failure that counts
		ids = append(ids, l.header.ID)
	}
	return mergedID(m.End.Finished, ids, m.Problems)
}
