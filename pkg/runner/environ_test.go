package runner

import (
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// On Windows Path is PATH, and Git_Dir what GIT_DIR is.
func TestVariablesAreComparedAsTheSystemDoes(t *testing.T) {
	windows := runtime.GOOS == "windows"
	assert.Equal(t, windows, withheld("Git_Dir"))
	assert.True(t, withheld("GIT_DIR"))
	assert.Equal(t, windows, among([]string{"TEMP"}, "Temp"))

	x := &Executor{Withhold: []string{"GITHUB_ENV"}, Environ: []string{"GitHub_Env=file", "Some_Path=one", "KEY=x"}}
	x.once.Do(x.prepare)
	got := x.variables(hub.Env{Set: map[string]string{"SOME_PATH": "two"}}, nil, nil, "scratch")
	assert.Equal(t, !windows, slices.Contains(got, "GitHub_Env=file"))
	assert.Equal(t, !windows, slices.Contains(got, "Some_Path=one"), "what replaces it is not beside it")
	assert.Contains(t, got, "SOME_PATH=two")
	got = x.variables(hub.Env{Clean: true}, []string{"key"}, nil, "scratch")
	assert.Equal(t, windows, slices.Contains(got, "KEY=x"))

	e := &hub.Example{Settings: &hub.Settings{}}
	e.Settings.Needs.Env, e.Settings.Env.Set = []string{"key", "OWN"}, map[string]string{"Own": "1"}
	reason, _, _, err := Needs{Root: t.TempDir(), Environ: x.Environ}.Unmet(e)
	assert.NoError(t, err)
	assert.Equal(t, windows, reason == "", reason)
}
