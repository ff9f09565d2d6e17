package merge

import (
	"fmt"
	"hash/maphash"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Survey knows the logs of one plan file: which examples have results that count, where
// those are, and why others have none. It holds no results: memory grows by about 200
// bytes an example, whatever the examples printed. It must not be used concurrently.
type Survey struct {
	file *planfile.File
	name string // of the plan, as the user typed it

	items    []hub.PlanItem // in the order of the plan
	index    []int32        // in the catalog
	previous []hub.Status
	first    []int32          // of each part, and the number of examples
	at       map[string]int32 // positions by ID

	seed maphash.Seed        // of the sums of pieces
	logs map[string]*planLog // by path
	lost map[int32]string    // examples that were declared lost

	reader  runlog.Reader // of the logs, during Look
	weighed *weighed      // nil when logs or lost have changed
}

// NewSurvey reads the plan and checks all of it. name is how the user named the file.
// Whatever is wrong with it is a [*usage.Error].
func NewSurvey(file *planfile.File, name string) (*Survey, error) {
	n := file.Header.Examples
	s := &Survey{file: file, name: name, seed: maphash.MakeSeed(), at: make(map[string]int32, min(n, 1<<20)), logs: map[string]*planLog{}, lost: map[int32]string{}}
	for i := 1; i <= file.Header.Parts; i++ {
		part, err := file.Part(i)
		if err != nil {
			return nil, err
		}
		s.first = append(s.first, int32(len(s.items)))
		for _, x := range part.Examples {
			id := x.Item.ID()
			if _, twice := s.at[id]; twice || id == "" {
				return nil, usage.Errorf("%s: the plan has %s twice, or an example without an ID; make the plan again with 'hub plan'", name, sanitize.Line(fmt.Sprintf("%q", id)))
			}
			s.at[id] = int32(len(s.items))
			s.items, s.index, s.previous = append(s.items, x.Item), append(s.index, int32(x.Index)), append(s.previous, x.Previous)
		}
	}
	s.first = append(s.first, int32(len(s.items)))
	return s, nil
}

// Plan returns the header of the plan.
func (s *Survey) Plan() *planfile.Header { return &s.file.Header }

// partOf returns the part of the example at a position, from 1.
func (s *Survey) partOf(at int32) int {
	i, found := slices.BinarySearch(s.first, at)
	if !found {
		return i
	}
	for i+1 < len(s.first) && s.first[i+1] == at { // empty parts before it
		i++
	}
	return i + 1
}

// Declare makes the K-th example of a part (both from 1) an error of type lost
// ([hub.ErrLost]), unless a log proves a result of it. why is one line for people.
func (s *Survey) Declare(part, k int, why string) {
	if part < 1 || part >= len(s.first) || k < 1 || int32(k) > s.first[part]-s.first[part-1] {
		return
	}
	s.lost[s.first[part-1]+int32(k)-1] = sanitize.Line(why)
	s.weighed = nil
}

// Loss says why a part is not proven.
type Loss string

const (
	// Proven: every example of the part has a result that counts.
	Proven Loss = ""
	// Absent: no log of the part was found.
	Absent Loss = "absent"
	// Killed: the log has no end.
	Killed Loss = "killed"
	// Damaged: the log was changed, or contradicts itself.
	Damaged Loss = "damaged"
	// Foreign: the log is of the plan by its ID, but ran something else.
	Foreign Loss = "foreign"
	// Incomplete: the log was sealed before every example had a result.
	Incomplete Loss = "incomplete"
)

// State is what the logs say of one part.
type State struct {
	Index, Examples int
	// Logs is the number of logs of it that were found.
	Logs int
	// Red is the number of results that count and gate, lost examples included.
	Red int
	// Why says why the part is not proven, and Text the same in one line for people,
	// with the command that runs the part again.
	Why  Loss
	Text string
	// Running are the IDs of the examples that were running when the part was lost, by
	// its newest log.
	Running []string
	// Missing are the positions in the part, from 1, of the examples without a result
	// that counts. Lost ones are not missing.
	Missing []int
	// Command runs the part again.
	Command string
}

// Proven reports whether every example of the part has a result that counts.
func (s *State) Proven() bool { return s.Why == Proven }

// Parts returns the states of all parts, in order.
func (s *Survey) Parts() []State {
	out := make([]State, len(s.first)-1)
	for i := range out {
		out[i] = s.Part(i + 1)
	}
	return out
}

// Part returns the state of one part, from 1.
func (s *Survey) Part(index int) State {
	w := s.weigh()
	from, to := s.first[index-1], s.first[index]
	out := State{Index: index, Examples: int(to - from), Logs: len(w.byPart[index]), Command: fmt.Sprintf("hub ci --plan=%s --part=%d", sanitize.ShellWord(s.name), index)}
	for at := from; at < to; at++ {
		c := w.chosen[at]
		switch {
		case c.log == nil && s.lost[at] != "":
			out.Red++
		case c.log == nil:
			out.Missing = append(out.Missing, int(at-from)+1)
		case c.log.results[c.i].gates() || w.reddened(s, at):
			out.Red++
		}
	}
	if len(out.Missing) > 0 {
		s.explain(&out, w)
	}
	return out
}

// Example returns the state of the part as if the K-th of its examples (from 1) were its
// only one.
func (s *Survey) Example(index, k int) State {
	out := s.Part(index)
	out.Examples, out.Why, out.Text, out.Running, out.Red = 1, Proven, "", nil, 0
	if !slices.Contains(out.Missing, k) {
		out.Missing = nil
		return out
	}
	out.Missing, out.Command = []int{k}, fmt.Sprintf("%s:%d", out.Command, k)
	s.explain(&out, s.weigh())
	return out
}

// explain says why examples of the part have no result.
func (s *Survey) explain(st *State, w *weighed) {
	st.Why = Absent
	text := "it has no log"
	if w.queued {
		text = "no log of a queue's worker proves them"
	}
	var newest time.Time
	for _, l := range w.byPart[st.Index] {
		if k := l.part.Example; k > 0 && l.loss != Foreign && !slices.Contains(st.Missing, k) {
			continue // it ran another example of the part
		}
		if st.Why != Absent && !l.started.After(newest) {
			continue
		}
		newest, st.Why, st.Running = l.started, l.loss, l.running
		text = l.shown + ": " + l.why
		if l.loss == Proven {
			st.Why = Incomplete
			text = fmt.Sprintf("%s ended before all examples had a result (%s)", l.shown, l.end.Reason)
		}
	}
	from := s.first[st.Index-1]
	var ids []string
	for _, k := range st.Missing {
		ids = append(ids, sanitize.Line(s.items[from+int32(k)-1].ID()))
	}
	if len(st.Running) > 0 && st.Why == Killed {
		text += "; running were " + few(st.Running)
	}
	st.Text = fmt.Sprintf("part %d of %d is missing %d of %s (%s): %s; run it again: %s",
		st.Index, len(s.first)-1, len(ids), count(st.Examples, "example"), few(ids), text, st.Command)
}
