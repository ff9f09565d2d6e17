//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

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
