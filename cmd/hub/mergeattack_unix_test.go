//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// attack is the merge of the logs of three shards, as real runs made them, some
// of which were changed.
type attack struct {
	t    *testing.T
	root string         // of everything; join in it is where hub merges
	logs map[int]string // of the shards; "": none
	more map[string]string
	args []string // of merge; none: the folder of the logs
	env  []string
}

// alter changes the events of one shard's log and seals it anew.
func (a *attack) alter(shard int, change func(header *hub.RunHeader, events []hub.Event) []hub.Event) {
	a.logs[shard] = sealedAnew(a.t, a.logs[shard], change)
}

// header changes the first event of one shard's log and seals it anew.
func (a *attack) header(shard int, change func(*hub.RunHeader)) {
	a.alter(shard, func(h *hub.RunHeader, events []hub.Event) []hub.Event { change(h); return events })
}

func (a *attack) headers(change func(*hub.RunHeader)) {
	for shard := range a.logs {
		a.header(shard, change)
	}
}

func sealedAnew(t *testing.T, text string, change func(header *hub.RunHeader, events []hub.Event) []hub.Event) string {
	var events []hub.Event
	for line := range strings.Lines(text) {
		var e hub.Event
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		if e.End != nil {
			e.End.Seal, e.End.Events, e.End.Results = "", 0, nil
		}
		events = append(events, e)
	}
	var out bytes.Buffer
	require.NoError(t, runlog.NewEncoder(&out).Encode(change(events[0].Run, events)...))
	return out.String()
}

// again is a later run of the same shard, by the clock and by its ID.
func again(h *hub.RunHeader, events []hub.Event) []hub.Event {
	h.Started = h.Started.Add(time.Hour)
	h.ID = runlog.NewID(h.Started)
	return events
}

// redden makes the first result a failure.
func redden(_ *hub.RunHeader, events []hub.Event) []hub.Event {
	done := 0
	for i := range events {
		failed := &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
		switch e := &events[i]; {
		case done == 0 && e.Attempt != nil:
			e.Attempt.ExitCode, e.Attempt.Error = 1, failed
		case done == 0 && e.Result != nil:
			done++
			e.Result.Status, e.Result.Error, e.Result.Doubtful = hub.StatusError, failed, ""
			e.Result.Attempts[0].ExitCode, e.Result.Attempts[0].Error = 1, failed
		}
	}
	return events
}

// resigned computes the digest of what the header records.
func resigned(h *hub.RunHeader) { h.PlanDigest = hub.PlanDigest(h.Policies, h.PlanItems) }

// first is the index of the first event of a type.
func first(events []hub.Event, kind hub.EventType) int {
	return slices.IndexFunc(events, func(e hub.Event) bool { return e.Type == kind })
}

// endedBy gives the run another end.
func endedBy(reason hub.EndReason, signal string) func(*hub.RunHeader, []hub.Event) []hub.Event {
	return func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
		last := &events[len(events)-1]
		last.End.Reason, last.End.Signal = reason, signal
		return events
	}
}

// attempts puts a second log of shard 2 beside the first: a red one and then what
// the change makes of a green one.
func (a *attack) attempts(red, green func(*hub.RunHeader, []hub.Event) []hub.Event) {
	was := a.logs[2]
	a.logs[2] = sealedAnew(a.t, sealedAnew(a.t, was, redden), red)
	a.more["second.ndjson"] = sealedAnew(a.t, sealedAnew(a.t, was, again), green)
}

func attempt(n int64, job string) func(*hub.RunHeader, []hub.Event) []hub.Event {
	return func(h *hub.RunHeader, events []hub.Event) []hub.Event {
		h.Attempt, h.Job = n, job
		return events
	}
}

// unchanged leaves a log as it is.
func unchanged(_ *hub.RunHeader, events []hub.Event) []hub.Event { return events }

// killedBefore is the log without its end.
func killedBefore(text string) string {
	return text[:strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1]
}

// swapLines exchanges two lines.
func swapLines(text string, i, k int) string {
	lines := strings.SplitAfter(text, "\n")
	lines[i], lines[k] = lines[k], lines[i]
	return strings.Join(lines, "")
}

// mergeAttacks are the changes of the table in package merge, by its rows.
func mergeAttacks() map[string]func(a *attack) {
	edit := func(change func(text string) string) func(*attack) {
		return func(a *attack) { a.logs[2] = change(a.logs[2]) }
	}
	header := func(change func(*hub.RunHeader)) func(*attack) {
		return func(a *attack) { a.header(2, change) }
	}
	alter := func(change func(*hub.RunHeader, []hub.Event) []hub.Event) func(*attack) {
		return func(a *attack) { a.alter(2, change) }
	}
	pipeline := func(a *attack, ids ...string) {
		for i, id := range ids {
			a.header(i+1, func(h *hub.RunHeader) { h.Pipeline = id })
		}
	}
	older := func(a *attack) { // a whole set of another pipeline, by a clock that was ahead
		for shard, text := range a.logs {
			a.more[fmt.Sprintf("old%d.ndjson", shard)] = sealedAnew(a.t, text, func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				h.Pipeline = "github:99"
				return again(h, events)
			})
		}
		pipeline(a, "github:101", "github:101", "github:101")
	}
	return map[string]func(a *attack){
		"whole": func(a *attack) {},
		"the same logs twice": func(a *attack) {
			for shard, text := range a.logs {
				a.more[fmt.Sprintf("copy%d.ndjson", shard)] = text
			}
		},
		"a copy of a log that was taken before its end": func(a *attack) { a.more["copy.ndjson"] = killedBefore(a.logs[2]) },
		"text after the end":                            edit(func(text string) string { return text + "and more\n" }),
		"a red result before, a green one after the end": func(a *attack) {
			red := sealedAnew(a.t, a.logs[2], redden)
			for line := range strings.Lines(a.logs[2]) {
				if strings.Contains(line, `"example-finished"`) {
					red += line
				}
			}
			a.logs[2] = red
		},
		"a shard is missing":                            func(a *attack) { a.logs[2] = "" },
		"all shards are missing":                        func(a *attack) { a.logs = nil },
		"a named path is missing, the others are whole": func(a *attack) { a.args = []string{"../in", "../gone"} },
		"a named file is empty, the others are whole": func(a *attack) {
			require.NoError(a.t, os.WriteFile(filepath.Join(a.root, "x.ndjson"), nil, 0o644))
			a.args = []string{"../in", "../x.ndjson"}
		},
		"an empty log in place of one":    func(a *attack) { a.logs[2] = ""; a.more["20270101T000000.000Z-0000.ndjson"] = "" },
		"an empty log beside a whole set": func(a *attack) { a.more["20270101T000000.000Z-0000.ndjson"] = "" },
		"the last line is torn":           edit(func(text string) string { return text[:len(text)-40] }),
		"the last line end is missing":    edit(func(text string) string { return text[:len(text)-1] }),
		"the end is missing":              edit(killedBefore),
		"cut in the middle":               edit(func(text string) string { return text[:len(text)/2] }),
		"only the first line":             edit(func(text string) string { return text[:strings.Index(text, "\n")+1] }),
		"the first line is missing":       edit(func(text string) string { return text[strings.Index(text, "\n")+1:] }),
		"the first line is damaged":       edit(func(text string) string { return "x" + text }),
		"a byte of an output changed":     edit(func(text string) string { return strings.Replace(text, `"output":"b\n"`, `"output":"c\n"`, 1) }),
		"a failure changed to a pass": func(a *attack) {
			a.logs[2] = strings.ReplaceAll(sealedAnew(a.t, a.logs[2], redden), `"status":"error"`, `"status":"completed"`)
		},
		"a failure taken out": func(a *attack) {
			red := sealedAnew(a.t, a.logs[2], redden)
			a.logs[2] = ""
			for line := range strings.Lines(red) {
				if !strings.Contains(line, `"status":"error"`) {
					a.logs[2] += line
				}
			}
		},
		"lines in another order": edit(func(text string) string { return swapLines(text, 1, 4) }),
		"a line doubled": edit(func(text string) string {
			lines := strings.SplitAfter(text, "\n")
			return lines[0] + lines[1] + lines[1] + strings.Join(lines[2:], "")
		}),
		"line ends changed to CRLF": edit(func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }),
		"a byte order mark":         edit(func(text string) string { return "\ufeff" + text }),
		"zeros in place of the second half": edit(func(text string) string {
			return text[:len(text)/2] + strings.Repeat("\x00", len(text)-len(text)/2)
		}),
		"compressed": func(a *attack) {
			var out bytes.Buffer
			w := gzip.NewWriter(&out)
			_, err := w.Write([]byte(a.logs[2]))
			require.NoError(a.t, err)
			require.NoError(a.t, w.Close())
			a.logs[2], a.more["20270101T000000.000Z-0000.ndjson"] = "", out.String()
		},
		"a log of an older hub, without a seal": func(a *attack) {
			old := sealedAnew(a.t, a.logs[2], func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				h.Sealed, h.PlanItems, h.Policies = false, nil, nil
				return events
			})
			a.logs[2] = unsealed(old)
		},
		"the seal taken out":      edit(unsealed),
		"the seal of another log": func(a *attack) { a.logs[2] = killedBefore(a.logs[2]) + a.logs[3][len(killedBefore(a.logs[3])):] },
		"a log of a newer format": header(func(h *hub.RunHeader) { h.SchemaVersion = 99 }),
		"a pipe in place of a log, named": func(a *attack) {
			pipe := filepath.Join(a.root, "pipe.ndjson")
			require.NoError(a.t, syscall.Mkfifo(pipe, 0o600))
			a.logs[2], a.args = "", []string{"../in", "../pipe.ndjson"}
		},
		"a link in place of a log": func(a *attack) {
			elsewhere := filepath.Join(a.root, "elsewhere.ndjson")
			require.NoError(a.t, os.WriteFile(elsewhere, []byte(a.logs[2]), 0o644))
			require.NoError(a.t, os.Symlink(elsewhere, filepath.Join(a.root, "in", "link.ndjson")))
			a.logs[2] = ""
		},
		"a run without shards in place of one": header(func(h *hub.RunHeader) { h.Shard = nil }),
		"a run without shards, named": func(a *attack) {
			a.header(2, func(h *hub.RunHeader) { h.Shard = nil })
			a.args = []string{"../in/s1.ndjson", "../in/s2.ndjson", "../in/s3.ndjson"}
		},
		"one shard copied to the place of another":   func(a *attack) { a.logs[2] = a.logs[1] },
		"the shard's number changed, sealed anew":    header(func(h *hub.RunHeader) { h.Shard.Index = 1 }),
		"the number of shards changed, sealed anew":  header(func(h *hub.RunHeader) { h.Shard.Total = 2 }),
		"more shards than there can be, sealed anew": header(func(h *hub.RunHeader) { h.Shard.Total = 10_001 }),
		"a negative shard, sealed anew":              header(func(h *hub.RunHeader) { h.Shard.Index = -1 }),
		"divided in another way": func(a *attack) {
			a.header(2, func(h *hub.RunHeader) {
				h.Shard = &hub.Shard{Index: 2, Total: 3000}
				h.Plan = h.Plan[:1] // only the second of seven is its part
			})
		},
		"the digest changed, sealed anew":   header(func(h *hub.RunHeader) { h.PlanDigest = strings.Repeat("0", 64) }),
		"an example taken out, sealed anew": header(func(h *hub.RunHeader) { h.Plan = h.Plan[1:] }),
		"an example of another shard added, sealed anew": func(a *attack) {
			a.header(1, func(other *hub.RunHeader) {
				a.header(2, func(h *hub.RunHeader) { h.Plan = append(h.Plan, other.Plan[0]) })
			})
		},
		"an example replaced, sealed anew": header(func(h *hub.RunHeader) { h.Plan[0].Argv = []string{"true"} }),
		"the plan in another order than its digest": header(func(h *hub.RunHeader) {
			h.PlanItems[0], h.PlanItems[3] = h.PlanItems[3], h.PlanItems[0]
		}),
		"a result of what is not planned, sealed anew": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			e := events[first(events, hub.EventExampleFinished)]
			res := *e.Result
			res.ID = "examples/zz.sh"
			e.ID, e.Result = res.ID, &res
			return slices.Insert(events, len(events)-1, e)
		}),
		"a result missing, sealed anew": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			i := first(events, hub.EventExampleFinished)
			return slices.Delete(events, i, i+1)
		}),
		"a pass with exit code 1, sealed anew": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			events[first(events, hub.EventExampleFinished)].Result.Attempts[0].ExitCode = 1
			return events
		}),
		"a pass without an attempt, sealed anew": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			events[first(events, hub.EventExampleFinished)].Result.Attempts = nil
			return events
		}),
		"two results that differ, sealed anew": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			e := events[first(events, hub.EventExampleFinished)]
			res := *e.Result
			res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrUnknown, Message: "no"}
			e.Result = &res
			return slices.Insert(events, len(events)-1, e)
		}),
		"two logs of one run that differ": func(a *attack) { a.more["other.ndjson"] = sealedAnew(a.t, a.logs[2], redden) },
		"a run ID that is a path":         header(func(h *hub.RunHeader) { h.ID = "../../../precious" }),
		"an output file that is a path": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			events[first(events, hub.EventExampleFinished)].Result.Attempts[0].OutputFile = "../../precious/secret"
			return events
		}),
		"outputs behind a link": func(a *attack) {
			a.alter(2, func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				events[first(events, hub.EventExampleFinished)].Result.Attempts[0].OutputFile = "x/secret"
				require.NoError(a.t, os.Symlink(filepath.Join(a.root, "precious"), filepath.Join(a.root, "in", h.ID)))
				return events
			})
		},
		"a file more on one machine": func(a *attack) { // the eighth is the second shard's
			a.header(3, func(h *hub.RunHeader) {
				more := hub.Example{ID: "examples/zz.sh"}
				h.PlanItems = append(h.PlanItems, more.Item())
				h.Planned++
				resigned(h)
			})
		},
		"another order on one machine": header(func(h *hub.RunHeader) {
			h.PlanItems[0], h.PlanItems[3] = h.PlanItems[3], h.PlanItems[0]
			resigned(h)
		}),
		"another command on one machine": header(func(h *hub.RunHeader) {
			h.Plan[0].Argv = []string{"dash", "b.sh"}
			h.PlanItems[1] = h.Plan[0].Item()
			resigned(h)
		}),
		"another rule on one machine": header(func(h *hub.RunHeader) {
			h.Plan[0].Rules += "; allow-failure"
			h.PlanItems[1] = h.Plan[0].Item()
			resigned(h)
		}),
		"another policy on one machine":  header(func(h *hub.RunHeader) { h.Policies = append(h.Policies, "require all"); resigned(h) }),
		"another catalog on one machine": header(func(h *hub.RunHeader) { h.Catalog++ }),
		"another axis":                   header(func(h *hub.RunHeader) { h.Axis = "windows" }),
		"another axis, and one is asked for": func(a *attack) {
			a.headers(func(h *hub.RunHeader) { h.Axis = "linux" })
			a.header(2, func(h *hub.RunHeader) { h.Axis = "windows" })
			a.args = []string{"../in", "--axis=linux"}
		},
		"a shard of an older pipeline":                  func(a *attack) { pipeline(a, "github:101", "github:99", "github:101") },
		"a whole older pipeline beside a whole one":     older,
		"a whole older pipeline beside one with a hole": func(a *attack) { older(a); a.logs[2] = "" },
		"a whole older pipeline alone, merged in a newer one": func(a *attack) {
			pipeline(a, "github:99", "github:99", "github:99")
			a.env = []string{"GITHUB_ACTIONS=true", "GITHUB_RUN_ID=101"}
		},
		"pipelines that nothing orders":   func(a *attack) { pipeline(a, "buildkite:a", "buildkite:b", "buildkite:a") },
		"no pipeline beside others":       func(a *attack) { pipeline(a, "github:101", "", "github:101") },
		"no pipeline, merged in one":      func(a *attack) { a.env = []string{"GITHUB_ACTIONS=true", "GITHUB_RUN_ID=101"} },
		"a red attempt, then a green one": func(a *attack) { a.attempts(attempt(1, ""), attempt(2, "")) },
		"a green attempt, then a red one": func(a *attack) { a.attempts(attempt(2, ""), attempt(1, "")) },
		"a red attempt, then a skip": func(a *attack) {
			a.attempts(attempt(1, ""), func(h *hub.RunHeader, events []hub.Event) []hub.Event {
				for i := range events {
					if r := events[i].Result; r != nil {
						*r = hub.Result{ID: r.ID, Status: hub.StatusSkipped, Reason: "no key", Started: r.Started}
					}
				}
				return attempt(2, "")(h, slices.DeleteFunc(events, func(e hub.Event) bool { return e.Attempt != nil }))
			})
		},
		"a red attempt, then a green one, flaky is an error": func(a *attack) {
			a.headers(func(h *hub.RunHeader) { h.Policies[0] = "flaky fail"; resigned(h) })
			a.attempts(attempt(1, ""), attempt(2, ""))
		},
		"a green attempt, then one that was killed": func(a *attack) {
			a.more["second.ndjson"] = killedBefore(sealedAnew(a.t, sealedAnew(a.t, a.logs[2], again), attempt(2, "")))
			a.alter(2, attempt(1, ""))
		},
		"a red and a green attempt that nothing orders":   func(a *attack) { a.attempts(unchanged, unchanged) },
		"a red and a green attempt of one number":         func(a *attack) { a.attempts(attempt(1, ""), attempt(1, "")) },
		"a red and a green attempt, numbered by two jobs": func(a *attack) { a.attempts(attempt(1, "a"), attempt(2, "b")) },
		"a killed and a green attempt that nothing orders": func(a *attack) {
			a.more["second.ndjson"] = sealedAnew(a.t, a.logs[2], again)
			a.logs[2] = killedBefore(a.logs[2])
		},
		"two green attempts of one number": func(a *attack) {
			a.header(2, func(h *hub.RunHeader) { h.Attempt = 1 })
			a.more["second.ndjson"] = sealedAnew(a.t, a.logs[2], again)
		},
		"two green logs of one number of every shard": func(a *attack) {
			a.headers(func(h *hub.RunHeader) { h.Attempt = 1 })
			for shard, text := range a.logs {
				a.more[fmt.Sprintf("second%d.ndjson", shard)] = sealedAnew(a.t, text, again)
			}
		},
		"two folders, one in the other": func(a *attack) { a.args = []string{"../in", "../in", "../in/s1.ndjson"} },
		"two shards with problems beside their examples": func(a *attack) {
			for _, shard := range []int{1, 2} {
				a.alter(shard, func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
					return slices.Insert(events, len(events)-1, hub.Event{Type: hub.EventProblem, Time: events[0].Time,
						Problem: &hub.Problem{Kind: hub.ProblemCatalog, Message: "examples may be missing"}})
				})
			}
		},
		"a teardown that failed": alter(func(_ *hub.RunHeader, events []hub.Event) []hub.Event {
			return slices.Insert(events, len(events)-1, hub.Event{Type: hub.EventStepFinished, Time: events[0].Time,
				Step: &hub.Step{Phase: hub.PhaseTeardown, Command: []string{"down"}, Started: events[0].Time, ExitCode: 1, Error: &hub.Error{Type: hub.ErrSetup, Message: "exit code 1"}}})
		}),
		"interrupted":                           alter(endedBy(hub.EndInterrupted, "SIGTERM")),
		"stopped at a failure":                  alter(endedBy(hub.EndStopOnError, "")),
		"ended by the deadline":                 alter(endedBy(hub.EndDeadline, "")),
		"an end for a reason that is not known": alter(endedBy("of a later hub", "")),
	}
}

// unsealed takes the seal out of a log's end.
func unsealed(text string) string {
	return regexp.MustCompile(`,"seal":"[0-9a-f]+","events":\d+,"results":\{[^}]*\}`).ReplaceAllString(text, "")
}

// attackRow is one row of the table in package merge.
type attackRow struct {
	kind, verdict string
	code          int
}

func attackTable(t *testing.T) []attackRow {
	text, err := os.ReadFile(filepath.Join("..", "..", "pkg", "merge", "doc.go"))
	require.NoError(t, err)
	var rows []attackRow
	for _, m := range regexp.MustCompile(`(?m)^//\t(\S.*?) {2,}(\w+) +(\d+)$`).FindAllStringSubmatch(string(text), -1) {
		code, err := strconv.Atoi(m[3])
		require.NoError(t, err)
		rows = append(rows, attackRow{m[1], m[2], code})
	}
	return rows
}

// TestMergeUnderAttack merges every kind of bad, stale, doubled, reordered, edited
// and foreign logs that package merge documents: the verdict and the exit code are
// those of its table, and nothing is written outside of the state folder.
func TestMergeUnderAttack(t *testing.T) {
	bin := buildHub(t)
	files := map[string]string{"hub.yaml": "version: 1\n"}
	for _, name := range strings.Split("abcdefg", "") {
		files["examples/"+name+".sh"] = "echo " + name + "\n"
	}
	base := map[int]string{}
	for shard := 1; shard <= 3; shard++ {
		root := tree(t, files)
		code, out, told := hubIn(t, bin, root, "ci", "--report=json", fmt.Sprintf("--shard=%d/3", shard))
		require.Zero(t, code, out+told)
		logs, err := filepath.Glob(filepath.Join(root, ".hub", "runs", "*.ndjson"))
		require.NoError(t, err)
		require.Len(t, logs, 1)
		text, err := os.ReadFile(logs[0])
		require.NoError(t, err)
		base[shard] = string(text)
	}
	rows := attackTable(t)
	kinds := mergeAttacks()
	assert.GreaterOrEqual(t, len(rows), 40)
	assert.Len(t, rows, len(kinds), "every kind is a row, and every row a kind")
	for _, row := range rows {
		change := kinds[row.kind]
		if !assert.NotNil(t, change, row.kind) {
			continue
		}
		t.Run(row.kind, func(t *testing.T) {
			t.Parallel()
			a := &attack{t: t, root: tree(t, files), logs: map[int]string{}, more: map[string]string{}}
			for shard, text := range base {
				a.logs[shard] = text
			}
			a.run(bin, change, row)
		})
	}
}

// run makes the attack and checks what it results in.
func (a *attack) run(bin string, change func(*attack), row attackRow) {
	t := a.t
	write := func(name, text string) {
		path := filepath.Join(a.root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	write("precious/secret", "precious")
	write("join/hub.yaml", "version: 1\n")
	require.NoError(t, os.MkdirAll(filepath.Join(a.root, "in"), 0o755))
	change(a)
	for shard, text := range a.logs {
		if text != "" {
			write(fmt.Sprintf("in/s%d.ndjson", shard), text)
		}
	}
	for name, text := range a.more {
		write("in/"+name, text)
	}
	if a.args == nil {
		a.args = []string{"../in"}
	}
	before := outsideState(t, a.root)
	cmd := exec.Command(bin, append([]string{"merge", "--report=json:.hub/r.json,junit:.hub/r.xml"}, a.args...)...)
	cmd.Dir = filepath.Join(a.root, "join")
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(kv string) bool { return strings.HasPrefix(kv, "CI") }), a.env...)
	out, err := cmd.CombinedOutput()
	got := code(t, err)
	assert.Equal(t, row.code, got, "%s", out)
	assert.Equal(t, before, outsideState(t, a.root), "nothing is written outside of the state folder")

	report := filepath.Join(a.root, "join", ".hub", "r.json")
	if row.verdict == "refused" {
		assert.NoFileExists(t, report)
		return
	}
	assert.Equal(t, row.verdict, string(loadReport(t, report).Verdict()), "%s", out)
	junit, err := os.ReadFile(filepath.Join(a.root, "join", ".hub", "r.xml"))
	require.NoError(t, err)
	assert.Equal(t, got != 0, bytes.Contains(junit, []byte("<failure")) || bytes.Contains(junit, []byte("<error")), "%s", junit)
	// What the merge recorded says the same again.
	if logs, _ := filepath.Glob(filepath.Join(a.root, "join", ".hub", "runs", "*.ndjson")); len(logs) > 0 {
		require.Len(t, logs, 1)
		log, err := runlog.Read(logs[0])
		require.NoError(t, err)
		assert.Empty(t, log.Unproven())
		assert.Equal(t, row.verdict, string(log.Run.Verdict()))
	}
	require.NoError(t, filepath.WalkDir(filepath.Join(a.root, "join", ".hub"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			var text []byte
			text, err = os.ReadFile(path)
			assert.NotEqual(t, "precious", string(text), "%s was brought in", path)
		}
		return err
	}))
}

// outsideState is what is outside of the state folder.
func outsideState(t *testing.T, root string) map[string]string {
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		switch {
		case name == filepath.Join("join", ".hub"):
			return filepath.SkipDir
		case e.Type().IsRegular():
			text, err := os.ReadFile(path)
			out[name] = string(text)
			return err
		}
		out[name] = e.Type().String()
		return nil
	}))
	return out
}
