package baseline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// recorded is an example's newest result.
type recorded struct {
	status  hub.Status
	typ     hub.ErrorType
	message string
	change  func(*status.Entry)
}

func TestCompareAndNext(t *testing.T) {
	const kept = "kept"
	failed := func(typ hub.ErrorType, message string) recorded {
		return recorded{status: hub.StatusError, typ: typ, message: message}
	}
	passed := func(change func(*status.Entry)) recorded {
		return recorded{status: hub.StatusCompleted, change: change}
	}
	allowed := failed(hub.ErrTimeout, "x")
	allowed.change = func(e *status.Entry) { e.AllowedFailure = &hub.AllowFailure{Allowed: true} }
	known := failed(hub.ErrTimeout, "m")
	known.change = func(e *status.Entry) { e.AllowedFailure = &hub.AllowFailure{Allowed: true, Baseline: true} }
	for name, c := range map[string]struct {
		now        recorded
		listed     State
		unlisted   State  // empty: no row
		next, bare string // message with and without an entry before; kept: as it was; empty: none
		onlyFixed  string
	}{
		"same":            {failed(hub.ErrTimeout, "m"), Known, New, kept, "m", kept},
		"allowed by it":   {known, Known, New, kept, "m", kept},
		"another message": {failed(hub.ErrTimeout, "n"), Changed, New, "n", "n", kept},
		"another type":    {failed(hub.ErrSignal, "m"), Changed, New, "m", "m", kept},
		"another port":    {failed(hub.ErrTimeout, "at 127.0.0.1:40001 in /tmp/x1/y"), Changed, New, "at 127.0.0.1:[PORT] in [TMP]", "at 127.0.0.1:[PORT] in [TMP]", kept},
		"passed":          {passed(nil), Fixed, "", "", "", ""},
		"strict":          {failed(hub.ErrUnexpectedPass, "passes"), Fixed, "", "", "", ""},
		"doubtful":        {passed(func(e *status.Entry) { e.Doubtful = "printed nothing" }), Unproven, "", kept, "", kept},
		"flaky":           {passed(func(e *status.Entry) { e.Flaky = true }), Unproven, "", kept, "", kept},
		"skipped":         {recorded{status: hub.StatusSkipped}, Unproven, "", kept, "", kept},
		"interrupted":     {recorded{status: hub.StatusInterrupted}, Unproven, "", kept, "", kept},
		"pending":         {recorded{status: hub.StatusPending}, Unproven, "", kept, "", kept},
		"never run":       {recorded{}, Unproven, "", kept, "", kept},
		"not recorded":    {recorded{status: hub.StatusError}, Unproven, "", kept, "", kept},
		"allowed":         {allowed, Allowed, "", kept, "", kept},
		"not started":     {failed(hub.ErrMissingRunner, "php is not installed"), Unlistable, Unlistable, kept, "", kept},
		"secret":          {failed(hub.ErrTimeout, "hunter2 is wrong"), Changed, New, "*** is wrong", "*** is wrong", kept},
	} {
		old := Failure{ID: "e", Type: hub.ErrTimeout, Message: "m", Until: "2027-01-31", Reason: "r", Owner: "o"}
		st := &status.File{Examples: map[string]*status.Entry{}}
		if c.now.status != "" {
			entry := status.Entry{ID: "e", Status: c.now.status}
			if c.now.change != nil {
				c.now.change(&entry)
			}
			details := status.Details{}
			if c.now.typ != "" {
				details.Errors = []status.Failure{{Type: hub.ErrNetwork, Message: "before"}, {Type: c.now.typ, Message: c.now.message}}
			}
			st.Examples["e"] = entry.With(details)
		}
		r := Recorded{Catalog: []hub.Example{{ID: "e"}}, Status: st, Hide: func(s string) string { return strings.ReplaceAll(s, "hunter2", "***") }}
		message := func(failures []Failure) string {
			if len(failures) == 0 {
				return ""
			}
			if failures[0] == old {
				return kept
			}
			return failures[0].Message
		}

		rows := (&File{Failures: []Failure{old}}).Compare(r)
		if assert.Len(t, rows, 1, name) {
			assert.Equal(t, c.listed, rows[0].State, name)
		}
		next := Next(rows, false)
		assert.Equal(t, c.next, message(next), name)
		if len(next) > 0 {
			assert.Equal(t, [3]string{"2027-01-31", "r", "o"}, [3]string{string(next[0].Until), next[0].Reason, next[0].Owner}, name)
		}
		assert.Equal(t, c.onlyFixed, message(Next(rows, true)), name)

		rows = (&File{}).Compare(r)
		if c.unlisted == "" {
			assert.Empty(t, rows, name)
		} else if assert.Len(t, rows, 1, name) {
			assert.Equal(t, c.unlisted, rows[0].State, name)
		}
		assert.Equal(t, c.bare, message(Next(rows, false)), name)
		assert.Empty(t, Next(rows, true), "%s: only-fixed adds nothing", name)
	}
}

// A run does not forgive an example whose ID is invalid, so no entry is written for it.
func TestAFaultyIDIsUnlistable(t *testing.T) {
	e := status.Entry{ID: "a", Status: hub.StatusError}
	st := &status.File{Examples: map[string]*status.Entry{"a": e.With(status.Details{Errors: []status.Failure{{Type: hub.ErrTimeout, Message: "m"}}})}}
	rows := (&File{}).Compare(Recorded{Catalog: []hub.Example{{ID: "a", Fault: &hub.Error{}}}, Status: st, Hide: strings.TrimSpace})
	if assert.Len(t, rows, 1) {
		assert.Equal(t, Unlistable, rows[0].State)
	}
	assert.Empty(t, Next(rows, false))
}

func TestGoneNeedsAWholeCatalog(t *testing.T) {
	f := &File{Failures: one}
	r := Recorded{Status: &status.File{}}
	assert.Equal(t, []Row{{State: Gone, Old: &f.Failures[0]}}, f.Compare(r))
	assert.Empty(t, Next(f.Compare(r), true))
	r.Incomplete = true
	assert.Equal(t, []Row{{State: Unproven, Old: &f.Failures[0]}}, f.Compare(r))
	assert.Equal(t, one, Next(f.Compare(r), false))
}

// An example that got an ID of its own keeps its entry; one that took over the ID of
// another does not get that one's.
func TestMarkFollowsIDs(t *testing.T) {
	f := &File{Failures: []Failure{{ID: "a", Type: hub.ErrTimeout, Message: "hunter2"}, {ID: "b", Type: hub.ErrSignal, Message: "m"}}}
	hide := func(s string) string { return strings.ReplaceAll(s, "hunter2", "***") }
	known := func(catalog ...hub.Example) (out []string) {
		for _, e := range f.Mark(catalog, catalog, hide) {
			message := "-"
			if e.Known != nil {
				message = e.Known.Message
			}
			out = append(out, message)
		}
		return out
	}
	assert.Equal(t, []string{"***", "m", "-"}, known(hub.Example{ID: "a"}, hub.Example{ID: "b"}, hub.Example{ID: "c"}))
	assert.Equal(t, []string{"***", "m"}, known(hub.Example{ID: "new", PathID: "a"}, hub.Example{ID: "b"}))
	assert.Equal(t, []string{"-", "***"}, known(hub.Example{ID: "new", PathID: "a"}, hub.Example{ID: "a", PathID: "z"}))
	assert.Equal(t, []string{"***", "-"}, known(hub.Example{ID: "new", Former: &hub.Former{ID: "a"}}, hub.Example{ID: "other", PathID: "a"}))
	assert.Empty(t, f.Remark([]hub.Example{{ID: "a"}, {ID: "new", PathID: "b"}}))
	assert.Equal(t, " lists examples that do not exist: b; remove them: hub baseline update --only-fixed", f.Remark([]hub.Example{{ID: "a"}}))
	assert.Contains(t, (&File{Failures: many(9)}).Remark(nil), " and 6 more;")
	var none *File
	assert.Empty(t, none.Remark(nil))
	assert.Equal(t, []hub.Example{{ID: "a"}}, none.Mark([]hub.Example{{ID: "a"}}, nil, hide))
}

func TestSame(t *testing.T) {
	known := &hub.Known{Type: hub.ErrNetwork, Message: "connect 127.0.0.1:[PORT] after [DURATION] on [DATE] in [TMP]/x.json"}
	for message, want := range map[string]bool{
		"connect 127.0.0.1:40123 after 1m30s on 2026-11-30T15:09:23Z in /tmp/tmpk3x9a_2q/x.json": true,
		known.Message: true,
		"connect 127.0.0.1:40123 after 1m30s on 2026-11-30T15:09:23Z in /tmp/tmpk3x9a_2q/y.json": false,
		"": false,
	} {
		assert.Equal(t, want, Same(known, &hub.Error{Type: hub.ErrNetwork, Message: message}), message)
		assert.False(t, Same(known, &hub.Error{Type: hub.ErrTimeout, Message: message}), message)
	}
	assert.False(t, Same(known, nil))
	long := strings.Repeat("é", 600)
	assert.True(t, Same(&hub.Known{Message: long}, &hub.Error{Message: long}))
}
