package submit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// world is an engine and the logs that its tasks leave, in the time of a synctest bubble.
type world struct {
	t        *testing.T
	most     int
	examples []int // of each part
	// fate says how long a task waits and runs, and whether its log is sealed then.
	fate func(t engine.Task, attempt int) (waits, runs time.Duration, sealed bool)
	// lag is how long a log takes to be seen.
	lag    time.Duration
	deaf   func() bool  // the engine does not answer
	killed func(string) // may panic, at a named place

	jobs     map[string]*job
	declared []engine.Task
	handed   map[engine.Task]int
	noted    []string
}

type job struct {
	batch     *engine.Batch
	begin     time.Time
	cancelled time.Time
}

func newWorld(t *testing.T, examples ...int) *world {
	return &world{
		t: t, most: 100, examples: examples, jobs: map[string]*job{}, handed: map[engine.Task]int{},
		fate: func(engine.Task, int) (time.Duration, time.Duration, bool) {
			return time.Second, 10 * time.Second, true
		},
		deaf: func() bool { return false }, killed: func(string) {},
	}
}

func (w *world) Most(context.Context) (int, error) { return w.most, nil }

func (w *world) HandIn(_ context.Context, b *engine.Batch) (string, error) {
	w.killed("before")
	require.Nil(w.t, w.jobs["job-"+b.Name], "handed in twice: %s", b.Name)
	require.LessOrEqual(w.t, len(b.Tasks), w.most)
	w.jobs["job-"+b.Name] = &job{batch: b, begin: time.Now()}
	for _, t := range b.Tasks {
		w.handed[t]++
	}
	w.killed("after")
	return "job-" + b.Name, nil
}

func (w *world) Find(_ context.Context, b *engine.Batch) (string, error) {
	if w.jobs["job-"+b.Name] != nil {
		return "job-" + b.Name, nil
	}
	return "", nil
}

// at is what became of a task, and whether its log is sealed.
func (w *world) at(j *job, i int) (engine.State, bool) {
	var attempt int
	_, err := fmt.Sscanf(j.batch.Args[len(j.batch.Args)-1], "--attempt=%d", &attempt)
	require.NoError(w.t, err)
	waits, runs, sealed := w.fate(j.batch.Tasks[i], attempt)
	passed := time.Since(j.begin)
	end := j.begin.Add(waits + runs)
	if !j.cancelled.IsZero() && j.cancelled.Before(end) {
		return engine.State{Phase: engine.Ended, Why: "CANCELLED"}, false
	}
	switch {
	case passed < waits:
		return engine.State{Phase: engine.Waiting, Why: "Resources"}, false
	case passed < waits+runs:
		return engine.State{Phase: engine.Running}, false
	}
	return engine.State{Phase: engine.Ended, Why: "COMPLETED"}, sealed && passed >= waits+runs+w.lag
}

func (w *world) States(_ context.Context, b *engine.Batch, name string) (map[int]engine.State, error) {
	w.killed("states")
	if w.deaf() {
		return nil, errors.New("no answer")
	}
	j := w.jobs[name]
	require.NotNil(w.t, j, "asked for %s, which was not handed in", name)
	states := map[int]engine.State{}
	for i := range b.Tasks {
		states[i+1], _ = w.at(j, i)
	}
	return states, nil
}

func (w *world) Why(context.Context, *engine.Batch, string, int) string { return "" }
func (w *world) Kill()                                                  {}
func (w *world) Show(*engine.Batch) (string, error)                     { return "", nil }

func (w *world) Cancel(_ context.Context, _ *engine.Batch, name string) error {
	if w.jobs[name].cancelled.IsZero() {
		w.jobs[name].cancelled = time.Now()
	}
	return nil
}

func (w *world) part(i int) Part {
	there := make([]bool, w.examples[i-1])
	p := Part{Seconds: 1}
	empty := false
	for _, j := range w.jobs {
		for k, task := range j.batch.Tasks {
			if _, sealed := w.at(j, k); !sealed || task.Part != i {
				continue
			}
			if task.Example > 0 {
				there[task.Example-1] = true
				continue
			}
			empty = true
			for e := range there {
				there[e] = true
			}
		}
	}
	for e, ok := range there {
		if !ok {
			p.Missing = append(p.Missing, e+1)
		}
	}
	p.Proven = len(p.Missing) == 0 && (len(there) > 0 || empty)
	return p
}

func (w *world) options() Options {
	return Options{
		Queue: w, Title: "Fake", Lag: 5 * time.Second, Poll: time.Second, Now: time.Now,
		Proofs: Proofs{
			Parts: len(w.examples),
			Look:  func(context.Context) error { return nil }, Part: w.part,
			Declare: func(part, example int, _ string) {
				w.declared = append(w.declared, engine.Task{Part: part, Example: example})
			},
		},
		Say:      func(format string, args ...any) { w.noted = append(w.noted, fmt.Sprintf(format, args...)) },
		Progress: func(Progress) {}, Tail: func(*engine.Batch, int) string { return "" },
	}
}

func folder(t *testing.T) *os.Root {
	root, err := os.OpenRoot(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	return root
}

func begin(t *testing.T, dir *os.Root, setup Setup, resume bool) *Journal {
	setup.ID, setup.Digest = "0123456789abcdef", "digest"
	j, err := Begin(dir, setup, resume, time.Now)
	require.NoError(t, err)
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func TestNothingIsHandedInTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, 2, 0)
		out, err := Run(t.Context(), begin(t, folder(t), Setup{Slots: 2, Retry: 2}, false), w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{}, out)
		assert.Equal(t, map[engine.Task]int{{Part: 1}: 1, {Part: 2}: 1, {Part: 3}: 1}, w.handed)
	})
}

func TestOnlyWhatWasLostIsHandedInAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, 2, 2)
		w.fate = func(task engine.Task, _ int) (time.Duration, time.Duration, bool) { // 2:2 ends its hub
			return 0, time.Second, task.Part != 2 || task.Example == 1
		}
		out, err := Run(t.Context(), begin(t, folder(t), Setup{Slots: 2, Retry: 2}, false), w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{Lost: 1, Missing: 1}, out)
		assert.Equal(t, map[engine.Task]int{{Part: 1}: 1, {Part: 2}: 2, {Part: 3}: 1, {Part: 2, Example: 1}: 1, {Part: 2, Example: 2}: 1}, w.handed)
		assert.Equal(t, []engine.Task{{Part: 2, Example: 2}}, w.declared)
	})
}

// Tasks of another checkout would refuse to run: nothing is handed in, or in again, and
// the losses so far are not held against the parts when the checkout is right again.
func TestAnotherCheckoutIsNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, 2)
		other := errors.New("the commit")
		right := 1 // rounds in which the checkout is the plan's
		refuses := func(o Options) Options {
			o.Fits = func() error {
				if right--; right < 0 {
					return other
				}
				return nil
			}
			return o
		}
		w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) {
			return 0, time.Second, task.Part == 1 || attempt > 1
		}
		dir := folder(t)
		j := begin(t, dir, Setup{Slots: 2, Retry: 2}, false)
		out, err := Run(t.Context(), j, refuses(w.options()))
		require.ErrorIs(t, err, other)
		assert.Equal(t, Outcome{Missing: 1}, out)
		assert.Equal(t, map[engine.Task]int{{Part: 1}: 1, {Part: 2}: 1}, w.handed)
		require.NoError(t, j.Close())
		right = 10
		out, err = Run(t.Context(), begin(t, dir, Setup{Slots: 2, Retry: 2}, true), refuses(w.options()))
		require.NoError(t, err)
		assert.Equal(t, Outcome{}, out)
		assert.Equal(t, map[engine.Task]int{{Part: 1}: 1, {Part: 2}: 2}, w.handed)

		right = 0
		_, err = Run(t.Context(), begin(t, folder(t), Setup{Slots: 2, Retry: 2}, false), refuses(newWorld(t, 1).options()))
		require.ErrorIs(t, err, other, "before the first round, too")
	})
}

func TestRetryLostBoundsTheRounds(t *testing.T) {
	for retry, want := range []map[engine.Task]int{{{Part: 1}: 1}, {{Part: 1}: 2}, {{Part: 1}: 2, {Part: 1, Example: 1}: 1}, {{Part: 1}: 2, {Part: 1, Example: 1}: 1}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 1)
			w.fate = func(engine.Task, int) (time.Duration, time.Duration, bool) { return 0, 0, false }
			out, err := Run(t.Context(), begin(t, folder(t), Setup{Slots: 1, Retry: retry}, false), w.options())
			require.NoError(t, err)
			assert.Equal(t, want, w.handed)
			assert.Equal(t, 1, out.Missing)
			assert.Equal(t, retry >= 2, len(w.declared) == 1, "only an example that ran alone is lost")
		})
	}
}

func TestALogMayComeLate(t *testing.T) {
	for late, want := range map[time.Duration]int{4 * time.Second: 1, 7 * time.Second: 2} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 1)
			w.lag = late
			w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) { return 0, time.Second, true }
			_, err := Run(t.Context(), begin(t, folder(t), Setup{Slots: 1, Retry: 1}, false), w.options())
			require.NoError(t, err)
			assert.Equal(t, want, w.handed[engine.Task{Part: 1}], "after %s", late)
		})
	}
}

func TestAnEngineThatDoesNotAnswerLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1, 1)
		until := time.Now().Add(time.Hour)
		w.deaf = func() bool { return time.Now().Before(until) }
		w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) {
			return 0, time.Duration(task.Part) * 50 * time.Minute, true
		}
		out, err := Run(t.Context(), begin(t, folder(t), Setup{Slots: 1, Retry: 0}, false), w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{}, out)
		assert.Len(t, slices.DeleteFunc(w.noted, func(s string) bool { return !strings.Contains(s, "no answer") }), 1, "said once")
	})
}

func TestTheDeadlineCancels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1, 1)
		w.fate = func(task engine.Task, _ int) (time.Duration, time.Duration, bool) {
			return 0, time.Duration(task.Part) * time.Hour, true
		}
		dir := folder(t)
		j := begin(t, dir, Setup{Slots: 1, Retry: 2, Deadline: time.Now().Add(90 * time.Minute)}, false)
		out, err := Run(t.Context(), j, w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{Cancelled: true, Missing: 1}, out)
		assert.Len(t, w.jobs, 1)
		require.NoError(t, j.Close())
		j = begin(t, dir, Setup{}, true)
		assert.Zero(t, j.Setup.Deadline, "who takes up what the deadline cancelled has another")
	})
}

var errStop = errors.New("stop")

func TestCancelledAndTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1, 1)
		dir := folder(t)
		j := begin(t, dir, Setup{Slots: 1, Retry: 0}, false)
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(3*time.Second, func() { cancel(errStop) })
		_, err := Run(ctx, j, w.options())
		assert.ErrorIs(t, err, errStop)
		require.NoError(t, j.Close())
		for _, j := range w.jobs {
			assert.False(t, j.cancelled.IsZero())
		}

		// Without a retry: what was cancelled was not lost.
		j = begin(t, dir, Setup{}, true)
		assert.True(t, j.Resumed)
		out, err := Run(t.Context(), j, w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{}, out)
		assert.Equal(t, map[engine.Task]int{{Part: 1}: 2, {Part: 2}: 2}, w.handed)
	})
}

// Who takes up a submission that ended with something lost has it tried again, as often as
// at first: the cluster may have been down.
func TestWhatWasLostIsTriedAgainWhenTakenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1, 1)
		w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) {
			return 0, time.Second, task.Part == 2 || task.Example == 0 && attempt > 2
		}
		dir := folder(t)
		j := begin(t, dir, Setup{Slots: 2, Retry: 2}, false)
		out, err := Run(t.Context(), j, w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{Lost: 1, Missing: 1}, out)
		require.NoError(t, j.Close())
		before := len(w.jobs)

		j = begin(t, dir, Setup{}, true)
		out, err = Run(t.Context(), j, w.options())
		require.NoError(t, err)
		assert.Equal(t, Outcome{}, out)
		assert.Len(t, w.jobs, before+1)
		assert.Equal(t, 3, w.handed[engine.Task{Part: 1}])
		assert.Equal(t, 1, w.handed[engine.Task{Part: 2}], "what is proven is not run again")
		require.NoError(t, j.Close())
	})
}

// The deadline holds when a killed hub's submission is taken up, unless that gives another.
func TestTheDeadlineIsOnRecord(t *testing.T) {
	dir := folder(t)
	first, second := time.Unix(1e9, 0).UTC(), time.Unix(2e9, 0).UTC()
	require.NoError(t, begin(t, dir, Setup{Deadline: first}, false).Close())
	j := begin(t, dir, Setup{}, true)
	assert.Equal(t, first, j.Setup.Deadline)
	require.NoError(t, j.Close())
	assert.Equal(t, second, begin(t, dir, Setup{Deadline: second}, true).Setup.Deadline)
}

// What another round cannot mend ends the submission, and costs nothing when it resumes.
func TestHopelessRounds(t *testing.T) {
	for name, c := range map[string]struct {
		absent, refused func(part int) bool
		fails           string
		usage           bool
		rounds          int
	}{
		"nothing of it":      {},
		"no log of any":      {absent: func(int) bool { return true }, fails: "is not the same folder there as here; part 1: ", rounds: 2},
		"a log of one":       {absent: func(i int) bool { return i != 3 }},
		"all lost refused":   {refused: func(i int) bool { return i < 3 }, fails: "part 1 was not allowed to run: not the checkout", usage: true, rounds: 1},
		"one of them failed": {refused: func(i int) bool { return i == 1 }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, 1, 1, 1)
				w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) {
					return 0, time.Duration(4-task.Part) * time.Second, attempt > max(1, c.rounds) || task.Part == 3 && c.absent == nil
				}
				o := w.options()
				o.Proofs.Part = func(i int) Part {
					p := w.part(i)
					p.Absent = c.absent != nil && c.absent(i)
					return p
				}
				if c.refused != nil {
					o.Proofs.Refused = func(int) map[engine.Task]string {
						out := map[engine.Task]string{}
						for i := range 3 {
							if c.refused(i + 1) {
								out[engine.Task{Part: i + 1}] = "not the checkout"
							}
						}
						return out
					}
				}
				dir := folder(t)
				j := begin(t, dir, Setup{Slots: 3, Retry: 1}, false)
				_, err := Run(t.Context(), j, o)
				require.NoError(t, j.Close())
				if c.fails == "" {
					require.NoError(t, err)
					assert.Equal(t, 2, w.handed[engine.Task{Part: 1}])
					return
				}
				require.ErrorContains(t, err, c.fails)
				assert.ErrorContains(t, err, "resume it with 'hub submit --resume=0123456789abcdef'")
				var asked *usage.Error
				assert.Equal(t, c.usage, errors.As(err, &asked))
				assert.Equal(t, c.rounds, w.handed[engine.Task{Part: 1}])
				out, err := Run(t.Context(), begin(t, dir, Setup{}, true), w.options())
				require.NoError(t, err)
				assert.Equal(t, Outcome{}, out)
				assert.Equal(t, c.rounds+1, w.handed[engine.Task{Part: 1}])
				assert.Zero(t, w.handed[engine.Task{Part: 1, Example: 1}], "none runs alone")
			})
		})
	}
}

// Killed wherever it may be, hub takes up what it has handed in: no batch is handed in
// twice, and in the end every example is proven, or was lost as often as may be.
func TestKilledAnywhere(t *testing.T) {
	for seed := range uint64(150) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			w := newWorld(t)
			for range 1 + r.IntN(8) {
				w.examples = append(w.examples, r.IntN(4))
			}
			w.most = 1 + r.IntN(4)
			salt := r.Uint64()
			w.fate = func(task engine.Task, attempt int) (time.Duration, time.Duration, bool) {
				r := rand.New(rand.NewPCG(salt, uint64(task.Part<<20|task.Example<<8|attempt)))
				return time.Duration(r.IntN(20)) * time.Second, time.Duration(r.IntN(20)) * time.Second, r.IntN(3) > 0
			}
			w.deaf = func() bool { return r.IntN(5) == 0 }
			type death struct{}
			w.killed = func(string) {
				if r.IntN(6) == 0 {
					panic(death{})
				}
			}
			dir := folder(t)
			setup := Setup{Slots: 8 + r.IntN(4), Retry: r.IntN(4)}
			var out Outcome
			for run := 0; ; run++ {
				if run == 30 {
					w.killed = func(string) {}
				}
				died := func() (died bool) {
					j := begin(t, dir, setup, run > 0)
					defer j.Close()
					defer func() {
						if what := recover(); what != nil {
							_, died = what.(death)
							require.True(t, died, "%v", what)
						}
					}()
					var err error
					out, err = Run(t.Context(), j, w.options())
					require.NoError(t, err)
					return false
				}()
				if !died {
					break
				}
			}
			missing := 0
			for i := range w.examples {
				p := w.part(i + 1)
				whole := w.handed[engine.Task{Part: i + 1}]
				if p.Proven {
					continue
				}
				missing++
				require.GreaterOrEqual(t, whole, min(setup.Retry+1, 2), "seed %d: part %d was given up early", seed, i+1)
				for _, k := range p.Missing {
					if alone := w.handed[engine.Task{Part: i + 1, Example: k}]; setup.Retry >= 2 {
						require.Equal(t, 1, alone, "seed %d: example %d:%d", seed, i+1, k)
						require.Contains(t, w.declared, engine.Task{Part: i + 1, Example: k}, "seed %d", seed)
					}
				}
			}
			require.Equal(t, missing, out.Missing, "seed %d", seed)
			for _, task := range w.declared {
				require.Contains(t, w.part(task.Part).Missing, task.Example, "seed %d: a proven example was declared lost", seed)
			}
		})
	}
}

func TestSlotsAreShared(t *testing.T) {
	w := newWorld(t, make([]int, 25)...)
	w.most = 10
	s := &submission{Options: w.options(), Journal: &Journal{Setup: Setup{ID: "x", Slots: 7}}, most: 10}
	var list []engine.Task
	for i := range 25 {
		list = append(list, engine.Task{Part: i + 1})
	}
	batches, err := s.cut(list, 1, 0)
	require.NoError(t, err)
	require.Len(t, batches, 3)
	slots, seen := 0, map[engine.Task]bool{}
	for _, b := range batches {
		slots += b.slots
		for _, task := range b.tasks {
			seen[task] = true
		}
		assert.LessOrEqual(t, len(b.tasks), 10)
	}
	assert.Equal(t, 7, slots)
	assert.Len(t, seen, 25)
	s.Setup.Slots = 2
	_, err = s.cut(list, 1, 0)
	var asked *usage.Error
	assert.ErrorAs(t, err, &asked)
	assert.ErrorContains(t, err, "--slots=3")
}

func TestOneFollowerAtATime(t *testing.T) {
	dir := folder(t)
	j := begin(t, dir, Setup{}, false)
	var busy *BusyError
	_, err := Begin(dir, Setup{ID: "0123456789abcdef"}, true, time.Now)
	assert.ErrorAs(t, err, &busy)
	require.NoError(t, j.Close())
	j, err = Begin(dir, Setup{ID: "0123456789abcdef", Digest: "digest"}, true, time.Now)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	for _, setup := range []Setup{{ID: "other", Digest: "digest"}, {ID: "0123456789abcdef", Digest: "other"}} {
		_, err = Begin(dir, setup, true, time.Now)
		assert.ErrorContains(t, err, "it is of plan")
	}
}

// A journal cut anywhere loses its last line at most, and one that was changed is refused.
func TestJournalsAreReadAsFarAsTheyGo(t *testing.T) {
	dir := folder(t)
	j := begin(t, dir, Setup{Slots: 3}, false)
	task := engine.Task{Part: 2, Example: 1}
	require.NoError(t, j.add(entry{Type: entryHandingIn, Round: 1, Batch: "b", Tasks: []engine.Task{task}}))
	require.NoError(t, j.add(entry{Type: entryHandedIn, Round: 1, Batch: "b", Job: "12"}))
	require.NoError(t, j.add(entry{Type: entrySettled, Round: 1, Lost: []loss{{task, "why"}}}))
	require.NoError(t, j.Close())
	path := filepath.Join(dir.Name(), JournalName)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	setup := Setup{ID: "0123456789abcdef", Digest: "digest"}
	for n := len(text); n >= 0; n-- {
		require.NoError(t, os.WriteFile(path, text[:n], 0o666))
		lines := strings.Count(string(text[:n]), "\n")
		var asked *usage.Error
		_, err := Begin(dir, setup, lines == 0, time.Now)
		require.ErrorAs(t, err, &asked, "%d bytes", n)
		j, err := Begin(dir, setup, lines > 0, time.Now)
		require.NoError(t, err, "%d bytes", n)
		assert.Equal(t, lines > 0, j.Resumed)
		assert.Equal(t, lines == 2 || lines == 3, len(j.open) == 1)
		assert.Equal(t, lines == 3, len(j.open) == 1 && j.open[0].job == "12")
		assert.Equal(t, lines == 4, j.losses[task] == 1)
		require.NoError(t, j.Close())
	}
	for _, bad := range []string{"{}\n", "hello\n", `{"type":"handing-in"}` + "\n", string(text[:strings.IndexByte(string(text), '\n')+1]) + "{\"type\":\"later\"}\n"} {
		require.NoError(t, os.WriteFile(path, []byte(bad), 0o666))
		_, err := Begin(dir, setup, true, time.Now)
		assert.Error(t, err, "%q", bad)
	}
	require.NoError(t, os.Remove(path))
	_, err = Begin(dir, setup, true, time.Now)
	assert.ErrorContains(t, err, "never submitted")
}

func TestScreen(t *testing.T) {
	var out strings.Builder
	s := Screen{Out: &out, Every: time.Minute}
	for i := range 130 {
		s.Show(Progress{Parts: 12, Done: i / 20, Running: 2, Waiting: 3, Elapsed: time.Duration(i) * time.Second})
	}
	assert.Equal(t, 3, strings.Count(out.String(), "\n"))
	p := Progress{Parts: 12, Done: 4, Red: 1, Waiting: 8, Why: "Resources", Elapsed: 61 * time.Second, Left: 2 * time.Minute}
	assert.Equal(t, "4/12 parts done (1 with failures), 0 running, 8 waiting (Resources); 1m1s, about 2m0s left", p.String())
	out.Reset()
	s = Screen{Out: &out, Live: true, Columns: func() int { return 20 }}
	s.Show(p)
	s.Clear()
	assert.Equal(t, "\r\x1b[K4/12 parts done (1 \r\x1b[K", out.String())
}
