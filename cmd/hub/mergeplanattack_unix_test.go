//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
)

// TestMergeOfAPlanUnderAttack merges every kind of logs of a plan file that package merge
// documents, as real parts wrote them.
func TestMergeOfAPlanUnderAttack(t *testing.T) {
	t.Parallel()
	bin := buildHub(t)
	files := map[string]string{"hub.yaml": "version: 1\n"}
	for _, name := range strings.Split("abcdefg", "") {
		files["examples/"+name+".sh"] = "echo " + name + "\n"
	}
	root := tree(t, files)
	code, out, told := hubIn(t, bin, root, "plan", "--parts=3", "-o", "plan.ndjson")
	require.Zero(t, code, out+told)
	base := map[int]string{}
	for part := 1; part <= 3; part++ {
		code, out, told := hubIn(t, bin, root, "ci", "--report=json", "--plan=plan.ndjson", fmt.Sprintf("--part=%d", part))
		require.Zero(t, code, out+told)
		logs, err := filepath.Glob(filepath.Join(root, ".hub", "parts", "*", fmt.Sprintf("%05d-*", part), "runs", "*.ndjson"))
		require.NoError(t, err)
		require.Len(t, logs, 1)
		text, err := os.ReadFile(logs[0])
		require.NoError(t, err)
		base[part] = string(text)
	}
	plan, err := os.ReadFile(filepath.Join(root, "plan.ndjson"))
	require.NoError(t, err)
	files["in/plan.ndjson"] = string(plan)
	attackAll(t, bin, files, base, attackTable(t, "Kinds of logs of parts"), planAttacks(), []string{"--plan=../in/plan.ndjson", "../in"})
}

// planAttacks are the changes of the table of parts in package merge, by its rows.
func planAttacks() map[string]func(a *attack) {
	all := map[string]func(a *attack){}
	for name, change := range mergeAttacks() { // what is the same with shards
		if slices.Contains([]string{
			"whole", "the same logs twice", "a copy of a log that was taken before its end", "text after the end", "an empty log in place of one",
			"an empty log beside a whole set", "the last line is torn", "the last line end is missing", "the end is missing", "cut in the middle",
			"only the first line", "the first line is missing", "the first line is damaged", "a byte of an output changed", "a failure changed to a pass",
			"a failure taken out", "lines in another order", "a line doubled", "compressed", "the seal taken out", "the seal of another log",
			"a log of a newer format", "a link in place of a log", "one shard copied to the place of another", "the digest changed, sealed anew",
			"an example taken out, sealed anew", "an example replaced, sealed anew", "a result of what is not planned, sealed anew",
			"a result missing, sealed anew", "a pass with exit code 1, sealed anew", "a pass without an attempt, sealed anew",
			"two results that differ, sealed anew", "a run ID that is a path", "an output file that is a path", "a teardown that failed", "outputs behind a link",
		}, name) {
			all[name] = change
		}
	}
	header := func(change func(*hub.RunHeader)) func(*attack) {
		return func(a *attack) { a.header(2, change) }
	}
	both := func(change func(*hub.Part)) func(*attack) { // in the header and in the end
		return func(a *attack) {
			a.alter(2, func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				part := *h.Part
				change(&part)
				h.Part, events[len(events)-1].End.Part = &part, &part
				return events
			})
		}
	}
	more := map[string]func(a *attack){
		"a part is missing": func(a *attack) { a.logs[2] = "" },
		"no log at all":     func(a *attack) { a.logs = nil },
		"a failure":         func(a *attack) { a.alter(2, redden) },
		"a named path is missing, the others are whole": func(a *attack) { a.args = append(slices.Clone(a.args), "../gone") },
		"a pipe beside a whole set, named": func(a *attack) {
			require.NoError(a.t, syscall.Mkfifo(filepath.Join(a.root, "pipe.ndjson"), 0o600))
			a.args = append(slices.Clone(a.args), "../pipe.ndjson")
		},
		"a byte of the plan changed": func(a *attack) {
			a.more["plan.ndjson"] = strings.Replace(string(a.read("in/plan.ndjson")), `"path":"examples/c.sh"`, `"path":"examples/x.sh"`, 1)
		},
		"the log of a run without a plan beside a whole set": func(a *attack) {
			a.more["other.ndjson"] = sealedAnew(a.t, a.logs[2], func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				h.Part, events[len(events)-1].End.Part = nil, nil
				return events
			})
		},
		"another plan's ID, sealed anew":                   both(func(p *hub.Part) { p.Plan = "0123456789abcdef" }),
		"another part's number, sealed anew":               both(func(p *hub.Part) { p.Index = 1 }),
		"another hash of the part, sealed anew":            both(func(p *hub.Part) { p.Hash = strings.Repeat("0", 64) }),
		"another number of parts, sealed anew":             both(func(p *hub.Part) { p.Total = 2 }),
		"a range of parts that no merge made, sealed anew": both(func(p *hub.Part) { p.Index, p.To, p.Hash = 1, 3, "" }),
		"one example of the part named, sealed anew":       both(func(p *hub.Part) { p.Example = 1 }),
		"the end names no part, sealed anew": func(a *attack) {
			a.alter(2, func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
				events[len(events)-1].End.Part = nil
				return events
			})
		},
		"no part in the header, sealed anew": header(func(h *hub.RunHeader) { h.Part = nil }),

		"killed, then whole": func(a *attack) {
			a.more["second.ndjson"] = sealedAnew(a.t, a.logs[2], again)
			a.logs[2] = killedBefore(a.logs[2])
		},
		"killed with a failure, then whole": func(a *attack) {
			a.more["second.ndjson"] = sealedAnew(a.t, a.logs[2], again)
			a.logs[2] = killedBefore(sealedAnew(a.t, a.logs[2], redden))
		},
		"interrupted, then whole": func(a *attack) {
			a.more["second.ndjson"] = sealedAnew(a.t, a.logs[2], again)
			a.alter(2, cutShort(hub.EndInterrupted, "SIGTERM"))
		},
		"interrupted":                             func(a *attack) { a.alter(2, cutShort(hub.EndInterrupted, "SIGTERM")) },
		"ended by the deadline":                   func(a *attack) { a.alter(2, cutShort(hub.EndDeadline, "")) },
		"stopped at a failure":                    func(a *attack) { a.alter(2, redden); a.alter(2, cutShort(hub.EndStopOnError, "")) },
		"a red attempt, then a green one":         func(a *attack) { a.attempts(attempt(1, ""), attempt(2, "")) },
		"a green attempt, then a red one":         func(a *attack) { a.attempts(attempt(2, ""), attempt(1, "")) },
		"a red and a green attempt, not numbered": func(a *attack) { a.attempts(unchanged, unchanged) },
		"a red and a green attempt of two jobs":   func(a *attack) { a.attempts(attempt(1, "a"), attempt(2, "b")) },

		"each example of a part alone":        func(a *attack) { a.alone(0) },
		"each example of a part alone, but 1": func(a *attack) { a.alone(1) },

		"a merge of some parts in place of their logs": func(a *attack) { a.join(1, 2); a.logs[1], a.logs[2] = "", "" },
		"a merge of some parts beside their logs":      func(a *attack) { a.join(1, 2) },
		"merges of merges": func(a *attack) {
			a.join(1, 2)
			a.logs[1], a.logs[2] = "", ""
			a.join(1, 3)
			a.logs[3] = ""
			delete(a.more, "merged-1-2.ndjson")
		},
		"a merge of all but one":                   func(a *attack) { a.join(1, 2); a.logs = nil },
		"a merge that lacks a part":                func(a *attack) { a.logs[2] = ""; a.join(1, 2); a.logs[1] = "" },
		"a merge that lacks a part, and that part": func(a *attack) { was := a.logs[2]; a.logs[2] = ""; a.join(1, 2); a.logs[1], a.logs[2] = "", was },
		"a merge with a failure, then that part, not numbered": func(a *attack) {
			was := a.logs[2]
			a.alter(2, redden)
			a.join(1, 2)
			a.logs[2] = sealedAnew(a.t, was, again)
		},
		"a merge with a failure, then that part's next attempt": func(a *attack) {
			was := a.logs[2]
			a.logs[2] = sealedAnew(a.t, sealedAnew(a.t, was, redden), attempt(1, ""))
			a.join(1, 2)
			a.logs[2] = sealedAnew(a.t, sealedAnew(a.t, was, again), attempt(2, ""))
		},
		"the range of a merge widened, sealed anew": func(a *attack) {
			a.join(1, 2)
			a.logs = nil
			a.more["merged-1-2.ndjson"] = sealedAnew(a.t, a.more["merged-1-2.ndjson"], func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				part := *h.Part
				part.To = 3
				h.Part, events[len(events)-1].End.Part = &part, &part
				return events
			})
		},

		"workers of a queue": func(a *attack) { a.queue(func(q *workers) {}) },
		"a worker was killed, and another has its receipts": func(a *attack) { a.queue(func(q *workers) { q.killed = true }) },
		"a worker was killed, and its line changed": func(a *attack) {
			a.queue(func(q *workers) { q.killed, q.change = true, `"output":"` })
		},
		"a worker was killed before its receipts":          func(a *attack) { a.queue(func(q *workers) { q.killed, q.unnamed = true, true }) },
		"a sealed worker without a receipt":                func(a *attack) { a.queue(func(q *workers) { q.unnamed = true }) },
		"a refused failure beside a pass that counts":      func(a *attack) { a.queue(func(q *workers) { q.refused = true }) },
		"receipts of two different results of one example": func(a *attack) { a.queue(func(q *workers) { q.twice = true }) },
		"receipts in the log of a part":                    func(a *attack) { a.queue(func(q *workers) { q.part = true }) },
	}
	for name, change := range more {
		all[name] = change
	}
	return all
}

// read reads a file below the root.
func (a *attack) read(name string) []byte {
	text, err := os.ReadFile(filepath.Join(a.root, filepath.FromSlash(name)))
	require.NoError(a.t, err)
	return text
}

// cutShort takes the last result out, and ends the run for the reason.
func cutShort(reason hub.EndReason, signal string) func(*hub.RunHeader, []hub.Event) []hub.Event {
	return func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
		var last string
		for _, e := range events {
			if e.Result != nil {
				last = e.ID
			}
		}
		events = slices.DeleteFunc(events, func(e hub.Event) bool { return e.ID == last })
		end := &events[len(events)-1]
		end.End.Reason, end.End.Signal = reason, signal
		return events
	}
}

// alone replaces the log of part 2 by one for each of its examples, but for the k-th.
func (a *attack) alone(without int) {
	n := len(strings.Split(a.logs[2], `"example-started"`)) - 1
	for k := 1; k <= n; k++ {
		if k == without {
			continue
		}
		a.more[fmt.Sprintf("alone%d.ndjson", k)] = sealedAnew(a.t, a.logs[2], func(h *hub.RunHeader, events []hub.Event) []hub.Event {
			h.Started = h.Started.Add(time.Duration(k) * time.Hour)
			_, events = h, again(h, events)
			id := a.planned(2)[k-1]
			h.Plan = slices.DeleteFunc(slices.Clone(h.Plan), func(e hub.Example) bool { return e.ID != id })
			part := *h.Part
			part.Example = k
			h.Part, events[len(events)-1].End.Part = &part, &part
			return slices.DeleteFunc(events, func(e hub.Event) bool { return e.ID != "" && e.ID != id })
		})
	}
	a.logs[2] = ""
}

// planned returns the IDs of a part, in the order of the plan.
func (a *attack) planned(part int) (ids []string) {
	file, err := planfile.Open(filepath.Join(a.root, "in", "plan.ndjson"), "plan.ndjson")
	require.NoError(a.t, err)
	defer file.Close()
	read, err := file.Part(part)
	require.NoError(a.t, err)
	for _, x := range read.Examples {
		ids = append(ids, x.Item.ID())
	}
	return ids
}

// join adds the log of a merge of the parts from, to to.
func (a *attack) join(from, to int) {
	file, err := planfile.Open(filepath.Join(a.root, "in", "plan.ndjson"), "plan.ndjson")
	require.NoError(a.t, err)
	defer file.Close()
	dir := a.t.TempDir()
	for part, text := range a.logs {
		require.NoError(a.t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.ndjson", part)), []byte(text), 0o644))
	}
	for name, text := range a.more {
		require.NoError(a.t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	survey, err := merge.NewSurvey(file, "plan.ndjson")
	require.NoError(a.t, err)
	_, err = survey.Look(context.Background(), []string{dir}, "", func(path string) string { return path })
	require.NoError(a.t, err)
	whole, err := survey.Compose(from, to, "devel")
	require.NoError(a.t, err)
	var out bytes.Buffer
	require.NoError(a.t, whole.Write(&out, func(int32, *hub.Result) error { return nil }))
	a.more[fmt.Sprintf("merged-%d-%d.ndjson", from, to)] = out.String()
}

// workers say how the logs of two workers of a queue are made from those of the parts:
// the first took the examples of part 2, the second the others.
type workers struct {
	killed  bool   // the first has no end
	change  string // a text in its log that is changed after it
	unnamed bool   // no receipt of its results
	refused bool   // it has a failure of an example that the second passed, refused
	twice   bool   // each names another result of one example
	part    bool   // the receipts are in the log of a part
}

// queue replaces the logs by those of workers of a queue.
func (a *attack) queue(change func(*workers)) {
	var q workers
	change(&q)
	took := func(h *hub.RunHeader, events []hub.Event, from ...int) []hub.Event {
		part := hub.Part{Plan: h.Part.Plan, Total: h.Part.Total}
		h.Part, events[len(events)-1].End.Part = &part, &part
		var plan []hub.Example
		for _, i := range from {
			plan = append(plan, eventsOf(a.t, a.logs[i])[0].Run.Plan...)
		}
		h.Plan = nil
		out := []hub.Event{events[0]}
		for i := range plan {
			out = append(out, hub.Event{Type: hub.EventExampleTaken, Time: h.Started, ID: plan[i].ID, Example: &plan[i]})
		}
		return append(out, events[1:]...)
	}
	first := sealedAnew(a.t, a.logs[2], func(h *hub.RunHeader, events []hub.Event) []hub.Event { return took(h, events, 2) })
	if q.refused { // it is also in the other worker's log
		first = sealedAnew(a.t, sealedAnew(a.t, a.logs[1], again), func(h *hub.RunHeader, events []hub.Event) []hub.Event { return took(h, redden(h, events), 1) })
	}
	receipts := func(text string) (out []hub.Event) {
		run := eventsOf(a.t, text)[0].Run.ID
		for line := range strings.Lines(text) {
			if e := eventsOf(a.t, line)[0]; e.Result != nil {
				out = append(out, hub.Event{Type: hub.EventResultAcknowledged, Time: e.Time, ID: e.ID, Receipt: &hub.Receipt{Hash: hub.LineHash([]byte(line)), Run: run}})
			}
		}
		return out
	}
	second := sealedAnew(a.t, a.logs[1], func(h *hub.RunHeader, events []hub.Event) []hub.Event {
		others := []int{1, 3}
		if q.refused {
			others = []int{1, 2, 3}
		}
		var more []hub.Event
		for _, i := range others[1:] {
			for _, e := range eventsOf(a.t, a.logs[i]) {
				if e.ID != "" {
					more = append(more, e)
				}
			}
		}
		return took(h, slices.Insert(events, len(events)-1, more...), others...)
	})
	own := receipts(second)
	foreign := receipts(first)
	addTo := func(text string, add []hub.Event) string {
		return sealedAnew(a.t, text, func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			return slices.Insert(events, len(events)-1, add...)
		})
	}
	switch {
	case q.refused:
		for i := range foreign {
			foreign[i].Type, foreign[i].Receipt.Reason = hub.EventResultRefused, "too late"
		}
		first, foreign = addTo(first, foreign), nil
	case q.unnamed:
		foreign = nil
	}
	if q.twice {
		wrong := *own[0].Receipt
		wrong.Hash = hub.LineHash([]byte("another"))
		first = addTo(first, []hub.Event{{Type: hub.EventResultAcknowledged, Time: foreign[0].Time, ID: own[0].ID, Receipt: &wrong}})
	}
	if q.killed {
		first = killedBefore(first)
		if q.change != "" {
			first = strings.ReplaceAll(first, q.change, q.change+"x")
		}
	}
	second = addTo(second, append(own, foreign...))
	a.logs = map[int]string{1: first, 2: second}
	if q.part {
		was := eventsOf(a.t, second)
		a.logs[2] = sealedAnew(a.t, second, func(h *hub.RunHeader, events []hub.Event) []hub.Event {
			part := *was[0].Run.Part
			part.Index = 1
			h.Part, events[len(events)-1].End.Part = &part, &part
			return events
		})
	}
}

// eventsOf decodes the lines of a log.
func eventsOf(t testing.TB, text string) (events []hub.Event) {
	sealedAnew(t.(*testing.T), text, func(_ *hub.RunHeader, all []hub.Event) []hub.Event { events = all; return nil })
	return events
}
