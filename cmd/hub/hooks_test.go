package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/githook"
	"github.com/seed-00a9b34c/hub/pkg/help"
)

// manifest reads .pre-commit-hooks.yaml.
func manifest(t *testing.T) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml"))
	require.NoError(t, err)
	var hooks []map[string]any
	require.NoError(t, yaml.Unmarshal(data, &hooks))
	require.NotEmpty(t, hooks)
	return hooks
}

// TestPreCommitManifest holds the manifest against the keys that the pre-commit
// framework documents for it.
func TestPreCommitManifest(t *testing.T) {
	text := func(v any) bool { s, ok := v.(string); return ok && s != "" }
	flag := func(v any) bool { _, ok := v.(bool); return ok }
	oneOf := func(values ...string) func(any) bool {
		return func(v any) bool {
			s, ok := v.(string)
			return ok && slices.Contains(values, s)
		}
	}
	listOf := func(item func(any) bool) func(any) bool {
		return func(v any) bool {
			list, ok := v.([]any)
			for _, i := range list {
				ok = ok && item(i)
			}
			return ok && len(list) > 0
		}
	}
	keys := map[string]func(any) bool{
		"id": text, "name": text, "entry": text, "description": text,
		"language": oneOf("conda", "coursier", "dart", "docker", "docker_image", "dotnet", "fail", "golang", "haskell", "julia", "lua",
			"node", "perl", "pygrep", "python", "r", "ruby", "rust", "script", "swift", "system", "unsupported", "unsupported_script"),
		"files": text, "exclude": text, "types": listOf(text), "types_or": listOf(text), "exclude_types": listOf(text),
		"always_run": flag, "fail_fast": flag, "verbose": flag, "pass_filenames": flag, "require_serial": flag,
		"language_version": text, "minimum_pre_commit_version": text, "args": listOf(text),
		"stages": listOf(oneOf("commit-msg", "manual", "post-checkout", "post-commit", "post-merge", "post-rewrite", "pre-commit",
			"pre-merge-commit", "pre-push", "pre-rebase", "prepare-commit-msg")),
	}
	for _, hook := range manifest(t) {
		for _, required := range []string{"id", "name", "entry", "language"} {
			assert.Contains(t, hook, required)
		}
		for key, value := range hook {
			valid, known := keys[key]
			if assert.True(t, known, "%q is no key of a manifest", key) {
				assert.True(t, valid(value), "%s: %v", key, value)
			}
		}
		assert.Equal(t, true, hook["always_run"], "what it cleans is in no commit")
		assert.Equal(t, false, hook["pass_filenames"], "hub clean takes none")
		assert.Equal(t, githook.Command, hook["entry"])
	}
}

// TestHookCommandIsOneOfHubs: what the hooks run is something that hub accepts,
// and the framework's 'go install ./...' makes a program of that name.
func TestHookCommandIsOneOfHubs(t *testing.T) {
	var cli CLI
	parser, err := newParser(&cli, nil, Process{}, nil)
	require.NoError(t, err)
	words := strings.Fields(githook.Command)
	ctx, err := commandline.Parse(parser, words[1:])
	require.NoError(t, err)
	assert.Equal(t, "clean", ctx.Command())
	assert.True(t, cli.Quiet)

	out, err := exec.Command("go", "list", "-f", "{{.Name}} {{.ImportPath}}", module+"/...").Output()
	require.NoError(t, err)
	var programs []string
	for line := range strings.Lines(string(out)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "main "); ok {
			programs = append(programs, path[strings.LastIndexByte(path, '/')+1:])
		}
	}
	assert.Equal(t, []string{words[0]}, programs)
}

// TestStanzas: what hub tells to give to a hook manager is valid, runs the
// command and, for the framework, names a hook of the manifest.
func TestStanzas(t *testing.T) {
	long := help.Long("hooks")
	for _, m := range githook.Managers() {
		assert.Contains(t, long, m.Name+", in "+m.File)
		assert.Contains(t, long, m.Indented())
		if m.Name == "pre-commit" {
			assert.Contains(t, m.Stanza, "- id: "+manifest(t)[0]["id"].(string)+"\n")
		} else {
			assert.Contains(t, m.Stanza, githook.Command+" || true", "it never fails a commit, not without hub either")
		}
		if ext := filepath.Ext(m.File); ext == ".yml" || ext == ".yaml" {
			var v map[string]any
			assert.NoError(t, yaml.Unmarshal([]byte(m.Stanza), &v), m.Name)
		}
	}
}
