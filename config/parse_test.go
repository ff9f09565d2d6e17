package config

import (
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("hub.yaml", []byte(text), "/project", environment)
	require.NoError(t, err)
	return c
}

func testFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return string(data)
}

func TestWholeFile(t *testing.T) {
	c := parse(t, testFile(t, "whole.yaml"))
	assert.Equal(t, []Source{{Path: "examples", Include: []string{"**/run.php"}, Entry: DefaultEntry(), Exclude: []string{"_support/**"}, Runner: "php", Group: "{dir1}"}}, c.Sources)
	assert.Equal(t, []Group{{ID: "basics", Title: "Basics", Match: []string{"A01_*/**"}}}, c.Groups)
	php := BuiltinRunners()["php"]
	php.FailOn = hub.Patterns{"^PHP Fatal error"}
	assert.Equal(t, php, c.Runners["php"])
	assert.Equal(t, BuiltinRunners()["python"], c.Runners["python"])
	assert.Equal(t, map[string]string{"KEY": "value"}, c.Run.Env.Set)
	assert.Equal(t, Workers(0), c.Run.Workers)
	assert.Equal(t, map[string]Limit{"openai": {Concurrent: 4, Rate: Rate{60, time.Minute}}}, c.Limits)
	assert.Equal(t, []string{"OPENAI_API_KEY", "*_TOKEN"}, c.Secrets)
	require.Len(t, c.Overrides, 4)
	assert.Equal(t, Match{Tags: hub.Strings{"broken"}}, c.Overrides[0].Match)
	assert.Equal(t, hub.Skip("known to be broken"), c.Overrides[0].Settings.Skip)
	assert.Equal(t, hub.AllowFailure{Allowed: true, Until: "2027-01-31", Reason: "provider is unstable", Owner: "docs"}, c.Overrides[1].Settings.AllowFailure)
	assert.Equal(t, hub.Settings{Needs: hub.Needs{Env: []string{"OPENAI_API_KEY"}, Commands: []string{"php"}}, Limit: "openai", Timeout: 2 * time.Minute}, c.Overrides[2].Settings)
	assert.Equal(t, "yes\n", *c.Overrides[3].Settings.Stdin)
	assert.Equal(t, "hub.yaml:3:11", c.At("sources[0].path"))
	assert.Equal(t, "hub.yaml:3:5", c.At("sources[0].nothing"))
	assert.Equal(t, "hub.yaml:41:40", c.At("reports.default[0]"))
	assert.Equal(t, "hub.yaml", c.At("nowhere"))
}

func TestDefaults(t *testing.T) {
	c := parse(t, "")
	assert.Equal(t, Run{
		Timeout: 300 * time.Second, Grace: 5 * time.Second, SlowAfter: 60 * time.Second,
		Retries: Retries{Retries: hub.Retries{Backoff: "exponential", Delay: time.Second, MaxDelay: 30 * time.Second}},
		Workdir: "root", Doubtful: "warn", Flaky: "pass", Leaks: "warn", OutputCap: 65536,
	}, c.Run)
	assert.Equal(t, Status{File: ".hub/status.json", KeepRuns: 20}, c.Status)
	assert.Equal(t, Clean{OlderThan: 720 * time.Hour}, c.Clean)
	assert.Equal(t, Reports{Dir: ".hub/reports", Default: []string{"junit", "json", "markdown"}}, c.Reports)
	assert.Equal(t, hub.Settings{Timeout: 5 * time.Minute, Retries: c.Run.Retries.Retries, Workdir: "root", Leaks: hub.LeaksWarn}, c.Settings())
}

func TestSettingsAreCopied(t *testing.T) {
	c := parse(t, "run: {env: {A: b}, retries: {only: [timeout]}}")
	s := c.Settings()
	s.Env.Set["A"], s.Retries.Only[0] = "changed", "changed"
	assert.Equal(t, "b", c.Run.Env.Set["A"])
	assert.Equal(t, hub.ErrTimeout, c.Run.Retries.Only[0])
}

func TestLayers(t *testing.T) {
	c := parse(t, `
run:
  env: {A: base, B: base}
  retries: {max: 1, delay: 2s}
overrides:
  - env: {B: one, C: one}
    retries: 3
    args: [a, b]
    stdin: text
    skip: reason
    exclusive: yes
    needs: {env: [X]}
    allow-failure: {until: 2027-01-31, reason: because}
    expect: {exit: 2, stdout: {contains: a, matches: [b, c]}}
  - env: {C: two}
    retries: {backoff: constant}
    timeout: 0
    args: []
    stdin: ~
    skip: no
    exclusive: off
    needs: {commands: [php]}
    allow-failure: {owner: docs}
    expect: {stdout: whole}
`)
	base := c.Settings()
	one := base
	c.Overrides[0].Apply(&one)
	text := "text"
	assert.Equal(t, hub.Settings{
		Args: []string{"a", "b"}, Env: hub.Env{Set: map[string]string{"A": "base", "B": "one", "C": "one"}}, Stdin: &text, Timeout: 5 * time.Minute,
		Retries: hub.Retries{Max: 3, Backoff: "exponential", Delay: 2 * time.Second, MaxDelay: 30 * time.Second, Only: c.Run.Retries.Only},
		Needs:   hub.Needs{Env: []string{"X"}}, Expect: hub.Expect{Exit: hub.ExitCodes{2}, Stdout: hub.ExpectOutput{Contains: hub.Strings{"a"}, Matches: hub.Strings{"b", "c"}}},
		AllowFailure: hub.AllowFailure{Allowed: true, Until: "2027-01-31", Reason: "because"}, Exclusive: true, Workdir: "root", Leaks: "warn", Skip: "reason",
	}, one)
	assert.Equal(t, map[string]string{"A": "base", "B": "base"}, base.Env.Set, "the value underneath is left alone")

	two := one
	c.Overrides[1].Apply(&two)
	whole := "whole"
	want := one
	want.Env.Set = map[string]string{"A": "base", "B": "one", "C": "two"}
	want.Retries.Backoff = "constant"
	want.Args, want.Stdin, want.Skip, want.Exclusive, want.Timeout = nil, nil, "", false, 0
	want.Needs.Commands = []string{"php"}
	want.AllowFailure.Owner = "docs"
	want.Expect.Stdout = hub.ExpectOutput{Equals: &whole}
	assert.Equal(t, want, two)
	assert.Equal(t, "one", one.Env.Set["C"])

	Override{}.Apply(&two)
	assert.Equal(t, want, two, "the zero override changes nothing")
}

func TestPolicies(t *testing.T) {
	c := parse(t, `
run: {flaky: fail, leaks: ignore, require: [self, "env:OPENAI_API_KEY"], retries: {max: 2, max-total: 9, jitter: 0.5}}
limits: {a: {break-after: 3}}
overrides: [{leaks: fail, retries: {jitter: 1}}]
`)
	same(t, c)
	assert.Equal(t, FlakyFail, c.Run.Flaky)
	assert.Equal(t, []hub.Requirement{"self", "env:OPENAI_API_KEY"}, c.Run.Require)
	assert.Equal(t, 9, c.Run.Retries.MaxTotal)
	assert.Equal(t, 3, c.Limits["a"].BreakAfter)
	s := c.Settings()
	assert.Equal(t, hub.LeaksIgnore, s.Leaks)
	assert.InDelta(t, 0.5, s.Retries.Jitter, 0)
	c.Overrides[0].Apply(&s)
	assert.Equal(t, hub.LeaksFail, s.Leaks)
	assert.InDelta(t, 1, s.Retries.Jitter, 0)
	assert.Equal(t, 2, s.Retries.Max, "other keys are unchanged")
	assert.Equal(t, 7, parse(t, "run: {retries: 7}").Run.Retries.Max)
}

func TestScalars(t *testing.T) {
	c := parse(t, `
run: {workers: 3, output-cap: 1MiB, env: {PORT: 8080, DEBUG: true, V: 1.10, D: 2027-01-31, E: ""}, stop-on-error: on}
runners: {sleep: {command: [sleep, 5, "{file}"], build: [x, "{bin}"]}, quick: {command: ["{bin}"], build: [x, "{bin}"], build-timeout: 0}, php: }
limits: {a: {rate: 5/s}, b: {rate: 7 / h}, c: }
overrides:
  - {skip: yes}
  - {skip: "yes"}
  - {skip: false}
  - {allow-failure: true}
  - {allow-failure: {}}
  - {expect: {stdout: 42}}
`)
	assert.Equal(t, Workers(3), c.Run.Workers)
	assert.Equal(t, Size(1<<20), c.Run.OutputCap)
	assert.True(t, c.Run.StopOnError)
	assert.Equal(t, map[string]string{"PORT": "8080", "DEBUG": "true", "V": "1.10", "D": "2027-01-31", "E": ""}, c.Run.Env.Set)
	assert.Equal(t, []string{"sleep", "5", "{file}"}, c.Runners["sleep"].Command)
	assert.Equal(t, 10*time.Minute, c.Runners["sleep"].BuildTimeout)
	assert.Zero(t, c.Runners["quick"].BuildTimeout)
	assert.Equal(t, BuiltinRunners()["php"], c.Runners["php"])
	assert.Equal(t, map[string]Limit{"a": {Rate: Rate{5, time.Second}}, "b": {Rate: Rate{7, time.Hour}}, "c": {}}, c.Limits)
	assert.Equal(t, hub.SkipUnexplained, c.Overrides[0].Settings.Skip)
	assert.Equal(t, hub.Skip("yes"), c.Overrides[1].Settings.Skip)
	assert.Equal(t, hub.Skip(""), c.Overrides[2].Settings.Skip)
	assert.Equal(t, hub.AllowFailure{Allowed: true}, c.Overrides[3].Settings.AllowFailure)
	assert.Equal(t, hub.AllowFailure{Allowed: true}, c.Overrides[4].Settings.AllowFailure)
	assert.Equal(t, "42", *c.Overrides[5].Settings.Expect.Stdout.Equals)
}

func TestAnchorsAndMerges(t *testing.T) {
	c := parse(t, `
sources:
  - &all {path: examples, exclude: &no ["_*"], group: a}
  - {<<: *all, path: cookbook}
  - {path: samples, exclude: *no, <<: [{group: first}, {group: second, runner: php}]}
`)
	no := []string{"_*"}
	assert.Equal(t, []Source{
		{Path: "examples", Entry: DefaultEntry(), Exclude: no, Group: "a"},
		{Path: "cookbook", Entry: DefaultEntry(), Exclude: no, Group: "a"},
		{Path: "samples", Entry: DefaultEntry(), Exclude: no, Group: "first", Runner: "php"},
	}, c.Sources)
}

func TestVariables(t *testing.T) {
	c := parse(t, `
sources: [{path: "${HUB_TEST_SET}/x", include-if: '^${HUB_TEST_SET}$'}]
runners: {mine: {command: ["${NO:-prog}", "{file}"], fail-on-output: ['$${x}$']}}
run: {env: {A: "${HUB_TEST_SET}"}}
overrides:
  - args: ["${HUB_TEST_SET}"]
    needs: {env: [NOT_THERE]}
    env: {B: "x${NOT_THERE}"}
    expect: {stdout: {matches: 'a$$'}}
`)
	assert.Equal(t, Source{Path: "set/x", Entry: DefaultEntry(), IncludeIf: "^${HUB_TEST_SET}$"}, c.Sources[0])
	assert.Equal(t, []string{"prog", "{file}"}, c.Runners["mine"].Command)
	assert.Equal(t, hub.Patterns{"$${x}$"}, c.Runners["mine"].FailOn)
	assert.Equal(t, "set", c.Run.Env.Set["A"])
	s := c.Settings()
	c.Overrides[0].Apply(&s)
	assert.Equal(t, []string{"set"}, s.Args)
	assert.Equal(t, map[string]string{"A": "set", "B": "x"}, s.Env.Set, "an example that lacks it is skipped")
	assert.Equal(t, hub.Strings{"a$$"}, s.Expect.Stdout.Matches)
}

// same fails unless the encoded form of c reads as c, including the effect of
// its overrides.
func same(t *testing.T, c *Config) {
	t.Helper()
	text, err := c.YAML()
	require.NoError(t, err)
	again, err := Parse("printed", text, c.Root, nil)
	require.NoError(t, err, "%s", text)
	require.Equal(t, bare(c), bare(again), "%s", text)
	for i := range c.Overrides {
		a, b := c.Settings(), c.Settings()
		for j := range i + 1 {
			c.Overrides[j].Apply(&a)
			again.Overrides[j].Apply(&b)
		}
		require.Equal(t, a, b, "%s", text)
	}
	third, err := again.YAML()
	require.NoError(t, err)
	require.Equal(t, string(text), string(third))
}

func TestEncodedReadsAsTheSame(t *testing.T) {
	for _, text := range seeds(t) {
		if c, err := Parse("hub.yaml", []byte(text), "/project", environment); err == nil {
			same(t, c)
		}
	}
	// Every key of an override, given and empty, in random combinations.
	keys := []string{"runner: php", "runner: ''", "args: [a, '', 'yes', '1', '$$', '$${X}']", "args: []", "env: {A: '', 'no': b, '1': 'null'}", "env: {}",
		"stdin: ~", `stdin: "a\0b\x1b\u0085\u2028\t\r\n \ufeff"`, "timeout: 0", "timeout: 36h1m0.5s", "retries: 0", "retries: {}", "retries: {max: 0, only: []}",
		"leaks: ignore", "retries: {max-delay: 0, jitter: 0.25, except: [network], backoff: constant, delay: 1ns}", "needs: {}", "needs: {env: [A], commands: [], os: [linux], files: ['a b']}",
		"expect: {}", "expect: {stdout: ''}", "expect: {stdout: {equals: ' x'}}", "expect: {exit: 0, stdout: {contains: [], matches: '^$'}}", "expect: {stdout: {equals: ~}}",
		"allow-failure: true", "allow-failure: false", "allow-failure: {}", "allow-failure: {until: 2027-01-31}", "allow-failure: {reason: '', owner: 'a: b'}",
		"group: ''", "group: '# x'", "limit: l", "exclusive: false", "exclusive: true", "inputs: ['**/*.{a,b}']", "workdir: copy",
		"skip: false", "skip: true", "skip: 'true'", "skip: 'no'", "skip: |\n      two\n      lines\n", "match: {}", "match: {tags: a, id: [], group: ['x'], path: '*'}"}
	random := rand.New(rand.NewPCG(3, 4))
	for range 120 {
		chosen := map[string]string{}
		for range random.IntN(8) {
			k := keys[random.IntN(len(keys))]
			name, _, _ := strings.Cut(k, ":")
			chosen[name] = k
		}
		var b strings.Builder
		b.WriteString("limits: {l: {concurrent: " + strconv.Itoa(random.IntN(3)) + "}}\nrun: {retries: {max: 2}, env: {Z: z}}\noverrides:\n")
		b.WriteString("  - {stdin: in, args: [q], skip: why, allow-failure: {reason: r}, exclusive: true, expect: {stdout: {contains: c}}}\n  - match:\n")
		delete(chosen, "match")
		for _, name := range slices.Sorted(maps.Keys(chosen)) {
			b.WriteString("    " + chosen[name] + "\n")
		}
		c, err := Parse("hub.yaml", []byte(b.String()), "/project", environment)
		require.NoError(t, err, b.String())
		same(t, c)
	}
}

func TestCleanEnv(t *testing.T) {
	c := parse(t, "run:\n  env: {clean: true, A: x}\noverrides:\n  - match: {id: x}\n    env: {clean: false, B: y}\n  - match: {id: y}\n    env: {clean: \"true\"}\n")
	assert.Equal(t, hub.Env{Clean: true, Set: map[string]string{"A": "x"}}, c.Run.Env)
	s := c.Settings()
	c.Overrides[0].Apply(&s)
	assert.Equal(t, hub.Env{Set: map[string]string{"A": "x", "B": "y"}}, s.Env, "a boolean is the switch, and can be turned back")
	c.Overrides[1].Apply(&s)
	assert.Equal(t, hub.Env{Set: map[string]string{"A": "x", "B": "y", "clean": "true"}}, s.Env, "a text is a variable")

	text, err := c.YAML()
	require.NoError(t, err)
	again, err := Parse("printed", text, "/project", nil)
	require.NoError(t, err, "%s", text)
	assert.Equal(t, c.Run.Env, again.Run.Env)
	s = again.Settings()
	again.Overrides[0].Apply(&s)
	assert.False(t, s.Env.Clean, "%s", text)

	c = parse(t, "run:\n  env: &e {clean: true}\noverrides:\n  - match: {id: x}\n    env: {<<: *e, A: x}\n")
	s = hub.Settings{}
	c.Overrides[0].Apply(&s)
	assert.Equal(t, hub.Env{Clean: true, Set: map[string]string{"A": "x"}}, s.Env, "merged in it is the switch, too")
	_, err = Parse("hub.yaml", []byte("run: {env: {clean: }}\n"), "/project", nil)
	assert.ErrorContains(t, err, "run.env.clean: has no value")
}
