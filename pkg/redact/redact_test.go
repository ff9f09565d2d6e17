package redact

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

const secret = "hunter2-hunter2"

var secrets = mask.Compile([]string{secret})

func set(kv ...string) hub.Env {
	env := hub.Env{Set: map[string]string{}}
	for i := 0; i < len(kv); i += 2 {
		env.Set[kv[i]] = kv[i+1]
	}
	return env
}

func TestFindTakesSecretsFromEverywhereTheyAreNamed(t *testing.T) {
	cfg := &config.Config{Root: "/p", Secrets: []string{"WORDS"}}
	cfg.Run.Env = set("RUN_TOKEN", "from the run section")
	cfg.Overrides = []config.Override{{}}
	cfg.Overrides[0].Settings.Env = set("OVER_KEY", "from an override")
	e := hub.Example{ID: "a", Settings: &hub.Settings{}}
	e.Settings.Env = set("EXAMPLE_SECRET", "from an example", "PLAIN", "no secret at all")
	found := Find(cfg, []string{"WORDS=from the list", "API_TOKEN=from outside", "HOME=/home/me"}, []hub.Example{e})
	assert.ElementsMatch(t, []string{"from the list", "from outside", "from the run section", "from an override", "from an example"}, found.Values)
	assert.Empty(t, found.Weak)
	assert.Empty(t, found.Warnings)
}

func TestFindLeavesNamesOfThisRepositoryReadable(t *testing.T) {
	examples := []hub.Example{{ID: "openai/basic", Path: "examples/openai/basic/run.py", Settings: &hub.Settings{}}}
	environ := []string{"MY_KEY=openai/basic"}
	found := Find(&config.Config{Root: "/p"}, environ, examples)
	assert.Empty(t, found.Values)
	assert.Len(t, found.Warnings, 1)
	assert.Contains(t, found.Warnings[0], "the value of MY_KEY is not masked")

	found = Find(&config.Config{Root: "/p", Secrets: []string{"MY_KEY"}}, environ, examples)
	assert.Equal(t, []string{"openai/basic"}, found.Values, "the configuration says so")
	assert.Empty(t, found.Warnings)
}

func TestFindNamesListedVariablesThatCannotBeMasked(t *testing.T) {
	cfg := &config.Config{Secrets: []string{"Z_PIN", "A_PIN", "EMPTY", "GLOB_*"}}
	found := Find(cfg, []string{"Z_PIN=123", "A_PIN=password", "A_PIN=password", "EMPTY=", "GLOB_PIN=1"}, nil)
	assert.Empty(t, found.Values)
	assert.Equal(t, []string{"A_PIN", "Z_PIN"}, found.Weak)
	assert.Len(t, found.Warnings, 2)
	assert.NotContains(t, strings.Join(found.Warnings, "\n"), "123")
}

func TestExampleMasksWhatPeopleReadAndNothingElse(t *testing.T) {
	e := hub.Example{Settings: &hub.Settings{}, Title: "uses " + secret, Group: secret, GroupTitle: secret, Skip: "needs " + secret, Argv: []string{"sh", secret},
		Invalid: &hub.Error{Message: "bad " + secret}}
	e.Settings.AllowFailure.Owner, e.Settings.AllowFailure.Reason = secret, secret
	e.Settings.Env = set("A", secret)
	Example(secrets, &e)
	for _, text := range []string{e.Title, e.Skip, e.Invalid.Message, e.Settings.AllowFailure.Owner, e.Settings.AllowFailure.Reason} {
		assert.NotContains(t, text, secret)
	}
	assert.Equal(t, secret, e.GroupTitle, "a group's own name")
	assert.Equal(t, []string{"sh", secret}, e.Argv, "a process needs it")
	assert.Equal(t, secret, e.Settings.Env.Set["A"], "likewise")
	assert.Nil(t, e.Fault)
}

func TestPlanMasksACopy(t *testing.T) {
	plan := []hub.Example{{ID: "a", Argv: []string{"sh", secret}, Settings: &hub.Settings{}}, {ID: "b", Settings: &hub.Settings{}}}
	out := Plan(secrets, plan)
	assert.NotContains(t, out[0].Argv[1], secret)
	assert.Nil(t, out[1].Argv)
	assert.Equal(t, secret, plan[0].Argv[1], "what is run stays")

	out = Plan(secrets, plan[1:])
	assert.Same(t, &plan[1], &out[0], "nothing to mask, so no copy")
	assert.Empty(t, Plan(secrets, nil))
}

func TestExpectFollowsTheMaskedOutput(t *testing.T) {
	equals := "key " + secret
	out := Expect(secrets, hub.ExpectOutput{Equals: &equals, Contains: []string{secret}})
	assert.Equal(t, secrets.String(equals), *out.Equals)
	assert.Equal(t, hub.Strings{secrets.String(secret)}, out.Contains)
	assert.Equal(t, "key "+secret, equals)
}

func TestOutputMasksWhatACursorPutsTogether(t *testing.T) {
	plain := "no secret\n"
	assert.Equal(t, plain, Output(secrets, plain))
	assert.NotContains(t, Output(secrets, "x "+secret), secret)
	drawn := "x" + secret[1:] + "\r" + secret[:1]
	assert.Equal(t, drawn, secrets.String(drawn), "it is not in the text")
	assert.NotContains(t, Output(secrets, drawn), secret[1:])
}

func TestAttemptMasksAllThatIsSaidOfIt(t *testing.T) {
	e := &hub.Example{Path: "a/run.sh"}
	a := hub.Attempt{Output: secret, Skip: secret, Doubtful: secret, Leaked: []string{"sleep " + secret},
		Error: &hub.Error{Message: secret, Diff: "-" + secret, File: secret + ".py", Line: 3}}
	given := a.Error
	out := Attempt(secrets, e, a)
	for _, text := range []string{out.Output, out.Skip, out.Doubtful, out.Leaked[0], out.Error.Message, out.Error.Diff} {
		assert.NotContains(t, text, secret)
	}
	assert.Empty(t, out.Error.File, "a place that was read from the output")
	assert.Zero(t, out.Error.Line)
	assert.Equal(t, secret, given.Message, "the caller's error stays")

	out = Attempt(secrets, &hub.Example{Path: secret}, hub.Attempt{Error: &hub.Error{File: secret, Line: 3}})
	assert.Equal(t, secret, out.Error.File, "the example's own path")
	assert.Nil(t, Attempt(secrets, e, hub.Attempt{}).Error)
}

func TestStepsAreMasked(t *testing.T) {
	steps := Steps(secrets, []hub.Step{{Output: secret, Command: []string{secret}, Leaked: []string{secret}, Error: &hub.Error{Message: secret}}, {}})
	for _, text := range []string{steps[0].Output, steps[0].Command[0], steps[0].Leaked[0], steps[0].Error.Message} {
		assert.NotContains(t, text, secret)
	}
	assert.Equal(t, hub.Step{}, steps[1])
}
