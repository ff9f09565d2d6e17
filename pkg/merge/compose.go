package merge

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
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
	from, to int32 // positions
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

// troubles takes the steps and problems of the logs whose problems count.
func (m *Whole) troubles() {
	for _, l := range m.w.troubled {
		if !l.queued && (m.survey.first[l.part.Index-1] >= m.to || m.survey.first[max(l.part.Index, l.part.To)] < m.from) {
			continue
		}
		for _, step := range l.steps {
			same := func(o hub.Step) bool { return encoded(o) == encoded(step) }
			if !slices.ContainsFunc(m.Steps, same) {
				m.Steps = append(m.Steps, step)
			}
		}
		for _, p := range l.problems {
			switch {
			case l.part.To > 0 && p.Kind == hub.ProblemShard:
				continue // which examples are missing is found anew
			case l.part.To > 0:
			case l.queued:
				p.Message = fmt.Sprintf("worker %s: %s", l.header.ID, p.Message)
			default:
				p.Message = fmt.Sprintf("part %d of %d: %s", l.part.Index, l.part.Total, p.Message)
			}
			m.problem(p)
		}
	}
	slices.SortStableFunc(m.Steps, func(a, b hub.Step) int { return a.Started.Compare(b.Started) })
	var ids []string
	for _, at := range m.w.rolledBack {
		if at >= m.from && at < m.to {
			ids = append(ids, m.survey.items[at].ID())
		}
	}
	if len(ids) > 0 {
		m.problem(hub.Problemf(hub.ProblemQueue, "the queue counted two results of %s: it lost what it knew while the workers ran; the worse one counts; run the plan again", few(ids)))
	}
}

func (m *Whole) problem(p hub.Problem) {
	if !slices.Contains(m.Problems, p) {
		m.Problems = append(m.Problems, p)
	}
}

// maxMissing bounds how many missing parts are named one by one.
const maxMissing = 20

// missing says which examples have no result that counts, and why.
func (m *Whole) missing(from, to int) {
	var rest []int
	named, examples := 0, 0
	for i := from; i <= to; i++ {
		st := m.survey.Part(i)
		switch {
		case st.Proven():
			continue
		case m.early(i, st.Why):
			m.Notes = append(m.Notes, st.Text)
			continue
		}
		if named++; named <= maxMissing {
			m.problem(hub.Problemf(hub.ProblemShard, "%s", st.Text))
			continue
		}
		rest = append(rest, i)
		examples += len(st.Missing)
	}
	if len(rest) > 0 {
		m.problem(hub.Problemf(hub.ProblemShard, "%s more, %s, are missing %s: run each again: hub ci --plan=%s --part=N",
			count(len(rest), "part"), ranges(rest), count(examples, "example"), sanitize.ShellWord(m.survey.name)))
	}
	if named > 0 && m.End.Reason != hub.EndInterrupted {
		m.End.Reason, m.End.Signal = hub.EndIncomplete, ""
	}
}

// early reports whether the examples of a part have no result because its run ended before
// its end, by a sealed log, and takes the reason: that is no missing part.
func (m *Whole) early(index int, why Loss) bool {
	if why != Incomplete {
		return false
	}
	for _, l := range m.w.byPart[index] {
		reason := endReason(l.end.Reason)
		if l.loss != Proven || l.part.To > 0 || reason == hub.EndFinished || reason == hub.EndIncomplete || reason == hub.EndEmpty {
			continue
		}
		if slices.Index(ends, reason) > slices.Index(ends, m.End.Reason) {
			m.End.Reason, m.End.Signal = reason, l.end.Signal
		}
		if l.end.Finished.After(m.End.Finished) {
			m.End.Finished = l.end.Finished
		}
		return true
	}
	return false
}

// ranges writes ascending numbers as 1-3, 7.
func ranges(numbers []int) string {
	const most = 12
	var out []string
	for i := 0; i < len(numbers); {
		k := i
		for k+1 < len(numbers) && numbers[k+1] == numbers[k]+1 {
			k++
		}
		text := strconv.Itoa(numbers[i])
		if k > i {
			text += "-" + strconv.Itoa(numbers[k])
		}
		out = append(out, text)
		i = k + 1
	}
	text := strings.Join(out[:min(len(out), most)], ", ")
	if more := len(out) - most; more > 0 {
		text += fmt.Sprintf(" and %d more ranges", more)
	}
	return text
}

// describe sets the plan of the header: each example as a log describes it, else with
// what the plan file says.
func (m *Whole) describe() error {
	where := make([]choice, m.to-m.from)
	for _, l := range m.w.logs {
		for i, p := range l.examples {
			if p.at >= m.from && p.at < m.to && (where[p.at-m.from].log == nil || m.w.chosen[p.at].log == l) {
				where[p.at-m.from] = choice{l, int32(i)}
			}
		}
	}
	files := m.survey.opened()
	defer files.close()
	m.Header.Plan = make([]hub.Example, len(where))
	names := map[string]string{} // what many examples have in common, once
	share := func(texts ...*string) {
		for _, t := range texts {
			if _, ok := names[*t]; !ok {
				names[*t] = *t
			}
			*t = names[*t]
		}
	}
	for i := range where {
		at := m.from + int32(i)
		if where[i].log == nil {
			if err := m.plain(at); err != nil {
				return err
			}
			continue
		}
		text, err := files.read(where[i].log, &where[i].log.examples[where[i].i])
		if err == nil {
			m.Header.Plan[i], err = runlog.Example(text)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", where[i].log.shown, err)
		}
		ex := &m.Header.Plan[i]
		share(&ex.Group, &ex.GroupTitle, &ex.Runner, &ex.Rules)
		if ex.ID = m.survey.items[at].ID(); ex.Path == ex.ID {
			ex.Path = ex.ID
		}
	}
	slices.SortFunc(m.Header.Plan, func(a, b hub.Example) int { return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.ID, b.ID)) })
	return nil
}

// plain describes an example by what the plan file says of it.
func (m *Whole) plain(at int32) error {
	index := m.survey.partOf(at)
	part, err := m.survey.file.Part(index)
	if err != nil {
		return err
	}
	from := m.survey.first[index-1]
	for i, x := range part.Examples { // and the others of the part, which may lack a log as well
		k := from + int32(i) - m.from
		if k >= 0 && int(k) < len(m.Header.Plan) && m.Header.Plan[k].ID == "" {
			name := strings.TrimSuffix(path.Base(x.Path), path.Ext(x.Path))
			m.Header.Plan[k] = hub.Example{Index: x.Index, ID: x.Item.ID(), PathID: x.PathID, Path: x.Path, Name: name, Fault: x.Fault}
		}
	}
	return nil
}

// id returns the ID of the merged run: the same for the same logs with the same findings.
func (m *Whole) id() string {
	ids := append([]string{m.Header.Part.Plan, fmt.Sprint(m.from, m.to)}, m.Header.Joined...)
	for _, l := range m.w.logs { // an earlier attempt may have a failure that counts
		ids = append(ids, l.header.ID)
	}
	return mergedID(m.End.Finished, ids, m.Problems)
}

// Results calls yield for every result that counts, in the order of the plan.
func (m *Whole) Results(yield func(res *hub.Result) error) error {
	files := m.survey.opened()
	defer files.close()
	for at := m.from; at < m.to; at++ {
		res, err := m.result(at, files)
		if err == nil && res != nil {
			err = yield(res)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// result returns the result of the example, judged with the failures before it; nil when
// it is missing.
func (m *Whole) result(at int32, files *opened) (*hub.Result, error) {
	c := m.w.chosen[at]
	if c.log == nil {
		if why, ok := m.survey.lost[at]; ok {
			return &hub.Result{ID: m.survey.items[at].ID(), Status: hub.StatusError, Started: m.End.Finished, Error: &hub.Error{Type: hub.ErrLost, Message: why}}, nil
		}
		return nil, nil
	}
	res, err := files.result(c)
	if err != nil {
		return nil, err
	}
	earlier := map[string]hub.Result{}
	before, err := m.before(at, files)
	if err != nil {
		return nil, err
	}
	if before != nil {
		earlier[res.ID] = *before
	}
	judged := (&Joined{earlier: earlier}).judged(*res, m.Header.Policies, m.Header.Baseline != nil)
	return &judged, nil
}

// before returns a failure of the example that does not count; nil if there is none.
func (m *Whole) before(at int32, files *opened) (*hub.Result, error) {
	if b, ok := m.w.before[at]; ok {
		return files.result(b)
	}
	if tried, ok := m.w.tried[at]; ok {
		return &hub.Result{ID: m.survey.items[at].ID(), Status: hub.StatusError, Started: m.End.Finished, Error: &tried}, nil
	}
	return nil, nil
}

// Superseded calls yield for a failure of each example that has one that does not count,
// in the order of the plan, without the paths of whole outputs: those stay where they are.
func (m *Whole) Superseded(yield func(res *hub.Result) error) error {
	files := m.survey.opened()
	defer files.close()
	for at := m.from; at < m.to; at++ {
		res, err := m.before(at, files)
		if err == nil && res != nil {
			for i := range res.Attempts {
				res.Attempts[i].OutputFile = ""
			}
			err = yield(res)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func superseded(res *hub.Result) hub.Event {
	return hub.Event{Type: hub.EventResultSuperseded, Time: res.Started, ID: res.ID, Result: res}
}

// pending returns the merged run, as if it had no results.
func (m *Whole) pending() hub.Run {
	run := hub.Unstarted(&m.Header, m.End)
	run.Steps, run.Problems = m.Steps, m.Problems
	return run
}

// Run returns the merged run with all its results.
func (m *Whole) Run() (*hub.Run, error) {
	run := m.pending()
	at := make(map[string]int32, len(run.Plan))
	for i := range run.Plan {
		at[run.Plan[i].ID] = int32(i)
	}
	return &run, m.Results(func(res *hub.Result) error {
		run.Results[at[res.ID]] = *res
		return nil
	})
}

// Write writes the log of the merged run, sealed. change is called with each result
// before it is written.
func (m *Whole) Write(w io.Writer, change func(*hub.Result) error) error {
	enc := runlog.NewEncoder(w)
	if err := enc.Encode(hub.Event{Type: hub.EventRunStarted, Time: m.Header.Started, Run: &m.Header}); err != nil {
		return err
	}
	for i := range m.Steps {
		if err := enc.Encode(hub.Event{Type: hub.EventStepFinished, Time: m.Steps[i].Started, Step: &m.Steps[i]}); err != nil {
			return err
		}
	}
	err := m.Results(func(res *hub.Result) error {
		if err := change(res); err != nil {
			return err
		}
		return enc.Encode(hub.Event{Type: hub.EventExampleFinished, Time: res.Started, ID: res.ID, Result: res})
	})
	if err == nil {
		err = m.Superseded(func(res *hub.Result) error { return enc.Encode(superseded(res)) })
	}
	if err != nil {
		return err
	}
	for i := range m.Problems {
		if err := enc.Encode(hub.Event{Type: hub.EventProblem, Time: m.End.Finished, Problem: &m.Problems[i]}); err != nil {
			return err
		}
	}
	return enc.Encode(hub.Event{Type: hub.EventRunFinished, Time: m.End.Finished, End: &m.End})
}

// Joined returns the merged run with all its results, to record and report it.
func (m *Whole) Joined() (*Joined, error) {
	run, err := m.Run()
	if err != nil {
		return nil, err
	}
	joined := &Joined{Run: *run, saved: m.saved()}
	return joined, m.Superseded(func(res *hub.Result) error {
		joined.failed = append(joined.failed, *res)
		return nil
	})
}

// saved returns where the outputs of the runs are. The logs of parts come before merged
// ones, which may have outputs of some of their examples only.
func (m *Whole) saved() map[string]saved {
	out := map[string]saved{}
	for _, l := range m.w.logs {
		dir := saved{filepath.Dir(l.path), l.header.ID}
		for _, r := range l.header.Parts {
			if _, ok := out[r.Run]; !ok {
				out[r.Run] = dir
			}
		}
		out[l.header.ID] = dir
	}
	return out
}
