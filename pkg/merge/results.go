package merge

import (
	"io"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Results calls yield for every result that counts, with the position of its example in
// the plan, in that order.
func (m *Whole) Results(yield func(at int32, res *hub.Result) error) error {
	files := m.survey.opened()
	defer files.close()
	for at := m.from; at < m.to; at++ {
		res, err := m.result(at, files)
		if err == nil && res != nil {
			err = yield(at, res)
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
	before, err := m.before(at, files)
	if err != nil {
		return nil, err
	}
	if before == nil {
		return res, nil
	}
	out := judged(*res, before, m.Header.Policies, m.Header.Baseline != nil)
	return &out, nil
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
	return &run, m.Results(func(at int32, res *hub.Result) error {
		place := m.ranks[at-m.from]
		res.ID = run.Plan[place].ID // once in memory
		run.Results[place] = *res
		return nil
	})
}

// detach lets go of the survey but for what results need.
func (m *Whole) detach() {
	s := m.survey
	m.survey = &Survey{file: s.file, items: s.items, seed: s.seed, lost: s.lost}
}

// Write writes the log of the merged run, sealed. change is called with each result
// before it is written.
func (m *Whole) Write(w io.Writer, change func(at int32, res *hub.Result) error) error {
	enc := runlog.NewEncoder(w)
	if err := enc.Begin(hub.Event{Type: hub.EventRunStarted, Time: m.Header.Started, Run: &m.Header}); err != nil {
		return err
	}
	for i := range m.Steps {
		if err := enc.Encode(hub.Event{Type: hub.EventStepFinished, Time: m.Steps[i].Started, Step: &m.Steps[i]}); err != nil {
			return err
		}
	}
	err := m.Results(func(at int32, res *hub.Result) error {
		if err := change(at, res); err != nil {
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
//
// It is the last use of m, which no longer holds the [Survey]: the memory is for the results.
func (m *Whole) Joined() (*Joined, error) {
	m.detach()
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
