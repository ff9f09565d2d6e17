package config

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestFrontMatter(t *testing.T) {
	order := func(x float64) *float64 { return &x }
	for name, tc := range map[string]struct {
		text string
		want FrontMatter
	}{
		"empty":   {"", FrontMatter{}},
		"null":    {"~", FrontMatter{}},
		"nothing": {"title:\ntags:\norder:\nskip:\n", FrontMatter{}},
		"scalars": {"id: 0042\ntitle: 3\ndocname: true\ntags: [1, 2.0, x]\norder: 7", FrontMatter{ID: ID{Text: "0042", Position: yamlmap.Position{Line: 2, Column: 5}}, Title: "3", DocName: "true", Tags: hub.Strings{"1", "2.0", "x"}, Order: order(7)}},
		"one tag": {"tags: a\norder: -1.5", FrontMatter{Tags: hub.Strings{"a"}, Order: order(-1.5)}},
		"octal":   {"order: 010", FrontMatter{Order: order(10)}},
		"foreign": {"sidebar: &a [1]\ntitle: t\nlayout: {x: [*a, y]}\n'': x\nfetchedAt: !custom x\n", FrontMatter{Title: "t"}},
		"dollars": {"title: costs ${PRICE}\nskip: $$", FrontMatter{Title: "costs ${PRICE}", Settings: hub.Settings{Skip: "$$"}}},
		"vars": {"args: ['${HUB_TEST_SET}', $$]\nenv: {A: '${HUB_TEST_SET:-x}', B: '${NOT_SET}'}\nneeds: {env: [NOT_SET]}",
			FrontMatter{Settings: hub.Settings{Args: []string{"set", "$"}, Env: hub.Env{Set: map[string]string{"A": "set", "B": ""}}, Needs: hub.Needs{Env: []string{"NOT_SET"}}}}},
		"skip": {"skip: yes", FrontMatter{Settings: hub.Settings{Skip: hub.SkipUnexplained}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := ParseFrontMatter("run.php", 2, []byte(tc.text), environment)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestFrontMatterIsApplied(t *testing.T) {
	_, apply, err := ParseFrontMatter("run.php", 2, []byte("timeout: 1m\nenv: {B: mine}\nretries: 2\nmatch: other\n"), environment)
	require.NoError(t, err)
	base := hub.Settings{Timeout: time.Hour, Runner: "php", Env: hub.Env{Set: map[string]string{"A": "a", "B": "b"}}, Retries: hub.Retries{Delay: time.Second}}
	s := base
	apply(&s)
	assert.Equal(t, hub.Settings{Timeout: time.Minute, Runner: "php", Env: hub.Env{Set: map[string]string{"A": "a", "B": "mine"}}, Retries: hub.Retries{Max: 2, Delay: time.Second}}, s)
	assert.Equal(t, "b", base.Env.Set["B"])
}

func TestFrontMatterProblems(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"types": {"title: [a]\norder: first\ntags: {a: b}\ntimeout: 5\nskip: [x]",
			"a/run.php:7:8: title: must be a string, not a list\n" +
				"a/run.php:8:8: order: must be a number, not \"first\"\n" +
				"a/run.php:9:7: tags: must be a string, not a mapping\n" +
				"a/run.php:10:10: timeout: \"5\" is not a duration: the number needs a unit, like 5s, 5m or 5d\n" +
				"a/run.php:11:7: skip: must be true, false or a reason, not a list"},
		"values": {"inputs: ['[']\nexpect: {stdout: {matches: '('}}\nretries: -1\nworkdir: rot\norder: .nan",
			"a/run.php:7:10: inputs[0]: \"[\" is not a valid glob: unmatched bracket, brace or backslash\n" +
				"a/run.php:8:28: expect.stdout.matches: \"(\" is not a valid regular expression: missing closing ): `(`\n" +
				"a/run.php:9:10: retries: must be 0 or more, not -1\n" +
				"a/run.php:10:10: workdir: \"rot\" is not one of root, example, copy (did you mean \"root\"?)\n" +
				"a/run.php:11:8: order: must be a number, not .nan"},
		"nested keys": {"needs: {comands: [a]}", "a/run.php:7:9: needs: unknown key \"comands\" (did you mean \"commands\"?)"},
		"unset":       {"env: {A: '${NOT_SET}'}", "a/run.php:7:10: env.A: the environment variable NOT_SET is not set; set it, or write ${NOT_SET:-default}"},
		"broken":      {"title: a\n  b: [\n", "a/run.php:8:1: invalid YAML: mapping values are not allowed in this context"},
		"text":        {"just a text", "a/run.php:7:1: must be a mapping of keys, not \"just a text\""},
		"bytes":       {"title: a\n# \xff", "a/run.php:8:3: the byte 0xff is not UTF-8; save the file as UTF-8"},
		"twice":       {"title: a\ntitle: b", "a/run.php:8:1: duplicate key \"title\", first given on line 7"},
	} {
		t.Run(name, func(t *testing.T) {
			got, apply, err := ParseFrontMatter("a/run.php", 7, []byte(tc.text), environment)
			require.EqualError(t, err, tc.want)
			assert.Equal(t, FrontMatter{}, got)
			s := hub.Settings{Runner: "php"}
			apply(&s)
			assert.Equal(t, hub.Settings{Runner: "php"}, s)
		})
	}
}
