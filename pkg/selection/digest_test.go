package selection_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
)

// The digest covers everything that decides a verdict, and nothing else.
func TestDigestDistinguishesPlans(t *testing.T) {
	text := "x"
	base := []hub.Example{
		{Index: 1, ID: "a", Argv: []string{"sh", "a.sh"}, Settings: &hub.Settings{}},
		{Index: 2, ID: "b", Argv: []string{"sh", "b.sh"}, Settings: &hub.Settings{}},
	}
	of := func(change func(*hub.Example), q selection.Request) string {
		all := slices.Clone(base)
		change(&all[0])
		if q.Proof == nil {
			q.Proof = &selection.Proof{Policies: []string{"flaky pass"}}
		}
		sel, err := selection.Select(all, nil, nil, q)
		require.NoError(t, err)
		return sel.Digest
	}
	set := func(change func(*hub.Settings)) func(*hub.Example) {
		return func(e *hub.Example) { e.Set(change) }
	}
	none := func(*hub.Example) {}
	same := of(none, selection.Request{})
	assert.Len(t, same, 64)
	for name, change := range map[string]func(*hub.Example){
		"title and index": func(e *hub.Example) { e.Title, e.Index = "T", 9 },
		"group":           func(e *hub.Example) { e.Group = "g"; e.Settings.Group = "g" },
		"limit":           set(func(s *hub.Settings) { s.Limit = "l" }),
		"exclusive":       set(func(s *hub.Settings) { s.Exclusive = true }),
		"inputs":          set(func(s *hub.Settings) { s.Inputs = hub.Strings{"*.txt"} }),
		"owner":           set(func(s *hub.Settings) { s.AllowFailure = hub.AllowFailure{Owner: "o", Reason: "r"} }),
		"delay":           set(func(s *hub.Settings) { s.Retries.Delay = time.Second }),
		// A requirement that a machine lacks is a skip with a reason, not a different plan.
		"a need that is not met": func(e *hub.Example) { e.SkipKinds = []hub.SkipKind{hub.SkipEnv} },
	} {
		assert.Equal(t, same, of(change, selection.Request{}), name)
	}
	others := map[string]string{
		"the same": same,
		"fewer":    of(none, selection.Request{Start: 2}),
		"chosen": of(none, selection.Request{Scope: func(e *hub.Example) string {
			if e.ID == "b" {
				return "not selected"
			}
			return ""
		}}),
		"limited":  of(none, selection.Request{Limit: 5}),
		"policy":   of(none, selection.Request{Proof: &selection.Proof{Policies: []string{"flaky fail"}}}),
		"policies": of(none, selection.Request{Proof: &selection.Proof{Policies: []string{"flaky pass", "require env"}}}),
	}
	for name, change := range map[string]func(*hub.Example){
		"id":            func(e *hub.Example) { e.ID = "c" },
		"argv":          func(e *hub.Example) { e.Argv = []string{"bash", "a.sh"} },
		"one word":      func(e *hub.Example) { e.Argv = []string{"sh a.sh"} },
		"skip":          func(e *hub.Example) { e.Skip = "x" },
		"invalid":       func(e *hub.Example) { e.Invalid = &hub.Error{Type: hub.ErrInvalidMeta} },
		"fault":         func(e *hub.Example) { e.Fault = &hub.Error{Type: hub.ErrInvalidMeta} },
		"build":         func(e *hub.Example) { e.Build = []string{"cc"} },
		"timeout":       set(func(s *hub.Settings) { s.Timeout = time.Minute }),
		"retries":       set(func(s *hub.Settings) { s.Retries.Max = 1 }),
		"retries of":    set(func(s *hub.Settings) { s.Retries = hub.Retries{Max: 1, Only: []hub.ErrorType{hub.ErrTimeout}} }),
		"retries but":   set(func(s *hub.Settings) { s.Retries = hub.Retries{Max: 1, Except: []hub.ErrorType{hub.ErrTimeout}} }),
		"allowed":       set(func(s *hub.Settings) { s.AllowFailure.Allowed = true }),
		"allowed until": set(func(s *hub.Settings) { s.AllowFailure = hub.AllowFailure{Allowed: true, Until: "2030-01-01"} }),
		"leaks":         set(func(s *hub.Settings) { s.Leaks = hub.LeaksFail }),
		"stdin":         set(func(s *hub.Settings) { s.Stdin = &text }),
		"workdir":       set(func(s *hub.Settings) { s.Workdir = hub.WorkdirCopy }),
		"env":           set(func(s *hub.Settings) { s.Env.Set = map[string]string{"A": ""} }),
		"clean env":     set(func(s *hub.Settings) { s.Env.Clean = true }),
		"needs env":     set(func(s *hub.Settings) { s.Needs.Env = []string{"A"} }),
		"needs command": set(func(s *hub.Settings) { s.Needs.Commands = []string{"A"} }),
		"needs os":      set(func(s *hub.Settings) { s.Needs.OS = []string{"A"} }),
		"needs file":    set(func(s *hub.Settings) { s.Needs.Files = []string{"A"} }),
		"exit":          set(func(s *hub.Settings) { s.Expect.Exit = hub.ExitCodes{2} }),
		"equals":        set(func(s *hub.Settings) { s.Expect.Stdout.Equals = &text }),
		"contains":      set(func(s *hub.Settings) { s.Expect.Stdout.Contains = hub.Strings{"x"} }),
		"contains more": set(func(s *hub.Settings) { s.Expect.Stdout.Contains = hub.Strings{"x", "y"} }),
		"matches":       set(func(s *hub.Settings) { s.Expect.Stdout.Matches = hub.Strings{"x"} }),
		"golden":        set(func(s *hub.Settings) { s.Expect.Stdout.Golden = "g" }),
		"normalized": set(func(s *hub.Settings) {
			s.Expect.Stdout.Golden = "g"
			s.Expect.Normalize = hub.Normalizers{{Name: hub.NormalizeANSI}}
		}),
		"known":           func(e *hub.Example) { e.Known = &hub.Known{Type: hub.ErrTimeout, Message: "m"} },
		"known otherwise": func(e *hub.Example) { e.Known = &hub.Known{Type: hub.ErrSignal, Message: "m"} },
		"known message":   func(e *hub.Example) { e.Known = &hub.Known{Type: hub.ErrTimeout, Message: "n"} },
		"known until":     func(e *hub.Example) { e.Known = &hub.Known{Type: hub.ErrTimeout, Message: "m", Until: "2030-01-01"} },
		"unordered":       set(func(s *hub.Settings) { s.Expect.Stdout.Golden, s.Expect.Stdout.Unordered = "g", true }),
	} {
		others[name] = of(change, selection.Request{})
	}
	seen := map[string]string{}
	for name, digest := range others {
		assert.Empty(t, seen[digest], "%s is the same plan", name)
		seen[digest] = name
	}
}

// Every new setting must be classified: as a rule, or as irrelevant for the
// verdict.
func TestEverySettingIsClassified(t *testing.T) {
	decided := "Env Stdin Timeout Retries Leaks Needs Expect FailOn SkipOn AllowFailure Workdir Skip " + // [hub.Example.JudgedBy]
		"Runner Args " + // in the command
		"Group Limit Exclusive Inputs" // no verdict
	for f := range reflect.TypeFor[hub.Settings]().Fields() {
		assert.Contains(t, strings.Fields(decided), f.Name)
	}
	retries := "Max Only Except " + "Backoff Delay MaxDelay Jitter"
	for f := range reflect.TypeFor[hub.Retries]().Fields() {
		assert.Contains(t, strings.Fields(retries), f.Name)
	}
	for f := range reflect.TypeFor[hub.Needs]().Fields() {
		assert.Contains(t, []string{"Env", "Commands", "OS", "Files"}, f.Name)
	}
}

// Masked values are the same on every machine.
func TestSecretsDoNotChangeThePlan(t *testing.T) {
	var digests []string
	for _, secret := range []string{"first", "second"} {
		all := []hub.Example{{Index: 1, ID: "a", Argv: []string{"sh", "--key=" + secret}, Skip: "no " + secret, Settings: &hub.Settings{}}}
		sel, err := selection.Select(all, nil, nil, selection.Request{Proof: &selection.Proof{
			Policies: []string{"require env:" + secret},
			Hide:     func(text string) string { return strings.ReplaceAll(text, secret, "***") },
		}})
		require.NoError(t, err)
		assert.NotContains(t, sel.Chosen[0].Rules, secret)
		assert.Equal(t, []string{"require env:***"}, sel.Policies)
		digests = append(digests, sel.Digest)
	}
	assert.Equal(t, digests[0], digests[1])
}

// The items of a plan that several goroutines hash are those of its examples, in order.
func TestItemsOfALongPlan(t *testing.T) {
	all := make([]hub.Example, 1000)
	for i := range all {
		id := fmt.Sprintf("e%03d", i)
		all[i] = hub.Example{Index: i + 1, ID: id, Argv: []string{"sh", id, "key"}[:2+i%2], Settings: &hub.Settings{Timeout: time.Duration(i)}}
	}
	hide := func(text string) string { return strings.ReplaceAll(text, "key", "***") }
	sel, err := selection.Select(all, nil, nil, selection.Request{Proof: &selection.Proof{Hide: hide}})
	require.NoError(t, err)
	require.Len(t, sel.Items, len(all))
	for i := range all {
		e := all[i]
		e.Rules, e.Argv = e.JudgedBy(), slices.Clone(e.Argv)
		for k := range e.Argv {
			e.Argv[k] = hide(e.Argv[k])
		}
		require.Equal(t, e.Item(), sel.Items[i])
		require.Equal(t, e.Rules, sel.Chosen[i].Rules)
	}
	assert.Equal(t, hub.PlanDigest(nil, sel.Items), sel.Digest)
}
