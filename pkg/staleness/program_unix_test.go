//go:build unix

package staleness

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// tool makes a program that notes how it is called.
func (p *project) tool(text string) string {
	path := filepath.Join(p.root, "tool")
	programtest.Write(p, path, "#!/bin/sh\necho \"$1\" >>"+filepath.Join(p.root, "calls")+"\n"+text)
	return path
}

func (p *project) calls() string {
	text, err := os.ReadFile(filepath.Join(p.root, "calls"))
	if !errors.Is(err, os.ErrNotExist) {
		require.NoError(p, err)
	}
	return string(text)
}

func TestAProgramIsAskedOnce(t *testing.T) {
	p := newProject(t)
	path := p.tool("echo Tool 8.1.2-beta\n")
	p.runs()
	prints := New(t.Context(), p.options)
	for range 3 {
		version, asked, err := prints.Program("tool", path)
		require.NoError(t, err)
		assert.True(t, asked)
		assert.Equal(t, "8.1.2", version)
	}
	assert.Equal(t, "--version\n", p.calls())
	require.NoError(t, prints.Save())

	// Without a run the last answer counts, and nothing is started.
	p.options.Supervisor = nil
	version, asked, err := New(t.Context(), p.options).Program("tool", path)
	require.NoError(t, err)
	assert.True(t, asked)
	assert.Equal(t, "8.1.2", version)
	assert.Equal(t, "--version\n", p.calls())
	assert.Empty(t, p.warnings)
}

func TestAProgramIsAskedAsItUnderstands(t *testing.T) {
	for name, c := range map[string]struct{ text, calls, version string }{
		"another flag":   {"case $1 in -V) echo 2.5;; *) echo usage >&2; exit 2;; esac", "--version\n-version\n-V\n", "2.5"},
		"a runner":       {"[ \"$1\" = say ] && echo 3.1", "say\n", "3.1"},
		"none":           {"echo a development build", "--version\n-version\n-V\n", ""},
		"a failure":      {"echo 9.9; exit 1", "--version\n-version\n-V\n", ""},
		"standard error": {"echo tool 4.2 >&2", "--version\n", "4.2"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t)
			path := p.tool(c.text + "\n")
			p.runs()
			if name == "a runner" {
				p.options.Runners = map[string]config.Runner{"x": {Version: []string{"tool", "say"}}}
			}
			version, asked, err := New(t.Context(), p.options).Program("tool", path)
			require.NoError(t, err)
			assert.True(t, asked)
			assert.Equal(t, c.version, version)
			assert.Equal(t, c.calls, p.calls())
		})
	}
}

func TestAProgramIsNotAskedWithoutARun(t *testing.T) {
	p := newProject(t)
	path := p.tool("echo 1.2\n")
	prints := New(t.Context(), p.options)
	for range 2 {
		version, asked, err := prints.Program("tool", path)
		require.NoError(t, err)
		assert.False(t, asked)
		assert.Empty(t, version)
	}
	assert.Empty(t, p.calls())
	assert.Len(t, p.warnings, 1, "told once")
}

func TestAStoppedQuestionIsAnError(t *testing.T) {
	p := newProject(t)
	path := p.tool("exec sleep 60\n")
	p.runs()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("called off"))
	_, _, err := New(ctx, p.options).Program("tool", path)
	assert.ErrorContains(t, err, "querying the version of tool: ")
}
