package lang_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/catalog/edit"
	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// grumble is an invented language.
func grumble() lang.Language {
	return lang.Language{
		Name:         "grumble",
		Match:        []string{"*.grm"},
		Interpreters: []string{"grumble", "grumbly"},
		Build:        []string{"grumblec", "-o", "{bin}", "{file}"},
		Command:      []string{"grumble", "{bin}"},
		Version:      []string{"grumble", "--version"},
		Comment:      lang.Percent,
		Errors: lang.Errors{
			Name: "grumble",
			Rules: []lang.Rule{
				{Is: hub.ErrUncaught, Hints: []string{"GRRR "}, Find: lang.Regexp(`(?m)^GRRR (?P<msg>.*)$`)},
			},
			Types:  []lang.Retype{{Is: hub.ErrMissingDependency, Find: lang.Regexp(`^no such burrow`)}},
			Frames: []lang.Pattern{lang.Regexp(`(?m)^ +dug in (?P<file>\S+), row (?P<line>\d+)$`)},
		},
		Crash: lang.Crash{Signs: []string{"GRRR "}, Line: `GRRR .*`},
		Noise: []string{"grumble out"},
	}
}

// A row in the table is all that a language needs.
func TestOneRowIsALanguage(t *testing.T) {
	row := grumble()
	require.Empty(t, row.Missing())
	table := append(lang.All(), row)

	// Front matter is written in its comment style, and read.
	root := t.TempDir()
	for name, text := range map[string]string{"a.grm": "dig\n", "tool": "#!/usr/bin/env grumbly\ndig\n"} {
		data, err := edit.Set(table, name, []byte(text), "id", "id-of-"+name)
		require.NoError(t, err)
		assert.Contains(t, string(data), "% ---\n% id: id-of-"+name+"\n% ---\n\ndig\n")
		require.NotNil(t, head.Parse(name, data).Matter)
		require.NoError(t, os.MkdirAll(filepath.Join(root, "examples"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, "examples", name), data, 0o600))
	}
	_, err := edit.Set(lang.All(), "a.grm", []byte("dig\n"), "id", "x")
	require.ErrorIs(t, err, edit.ErrNoComment, "only the row has the comment")

	// Its files are found and run with its command.
	cfg, err := config.Parse("hub.yaml", []byte("sources: [{path: examples}]"), root, func(string) (string, bool) { return "", false })
	require.NoError(t, err)
	cfg.Runners = config.Runners(table)
	found, err := catalog.Discover(cfg, nil)
	require.NoError(t, err)
	require.Len(t, found.Examples, 2)
	byName, byLine := found.Examples[0], found.Examples[1]
	assert.Equal(t, "id-of-a.grm", byName.ID)
	assert.Equal(t, "grumble", byName.Runner)
	assert.Equal(t, []string{"grumblec", "-o", "{bin}", "a.grm"}, byName.Build)
	assert.Equal(t, []string{"grumble", "{bin}"}, byName.Argv)
	assert.Equal(t, "id-of-tool", byLine.ID)
	assert.Equal(t, "grumble", byLine.Runner)

	// Its failures and doubtful passes are recognised.
	facts := classify.Facts{
		Runner: byName.Runner, File: byName.Path, Root: root, ExitCode: 1, Languages: classify.NewLanguages(table),
		Output: "GRRR no such burrow: b\n    dug in examples/a.grm, row 4\ngrumble out (1)\n",
	}
	assert.Equal(t, &hub.Error{Type: hub.ErrMissingDependency, Message: "no such burrow: b", File: "examples/a.grm", Line: 4}, classify.Failure(facts))
	facts.ExitCode = 0
	assert.Equal(t, "the output looks like a crash: GRRR no such burrow: b", classify.Doubt(facts))
	facts.ExitCode, facts.Output = 1, "the shovel broke\ngrumble out (1)\n"
	assert.Equal(t, "exit code 1: the shovel broke", classify.Failure(facts).Message)
}

// Front matter in every comment style is read.
func TestCommentsAreRead(t *testing.T) {
	before := map[string]string{"php": "<?php\n"}
	for _, row := range lang.All() {
		for _, ext := range row.Extensions() {
			data, err := edit.Set(lang.All(), "a."+ext, []byte(before[ext]+"code\n"), "id", "x")
			if row.Comment == lang.None {
				assert.ErrorIs(t, err, edit.ErrNoComment, row.Name)
			} else if assert.NoError(t, err, row.Name) {
				assert.Equal(t, "id: x\n", string(head.Parse("a."+ext, data).Matter.YAML), row.Name)
			}
		}
	}
}
