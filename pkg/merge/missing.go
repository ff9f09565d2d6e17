package merge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

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
