//go:build unix

package announce

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

func named(t *testing.T, name string) ci.System {
	t.Helper()
	s, ok := ci.Systems().Named(name)
	require.True(t, ok, name)
	return s
}

func markdown() ([]byte, error) { return []byte("# The run\n"), nil }

func TestAnnounceOnGitHub(t *testing.T) {
	workspace := t.TempDir()
	root := filepath.Join(workspace, "project")
	require.NoError(t, os.Mkdir(root, 0o755))
	outputs, steps := filepath.Join(workspace, "output"), filepath.Join(workspace, "summary")
	require.NoError(t, os.WriteFile(steps, []byte("before"), 0o644))
	var out bytes.Buffer
	to := Target{System: named(t, "github"), Root: root, Dir: root, Log: &out, Environ: []string{
		"GITHUB_WORKSPACE=" + workspace, "GITHUB_OUTPUT=" + outputs, "GITHUB_STEP_SUMMARY=" + filepath.Join("..", "summary")}}
	require.NoError(t, Run(sample.Small(), Reports{JUnit: "/w/j.xml", Summary: "/w/s.md", Markdown: markdown}, to))

	assert.Regexp(t, `^::group::Output of basics/wrong · assertion: boom\n`+
		`::stop-commands::[0-9a-f]{32}\n\| boom\n::[0-9a-f]{32}::\n::endgroup::\n`+
		`::error file=project/examples/basics/lib.py,line=7,title=basics/wrong::assertion: boom\n`+
		`::notice file=project/examples/basics/flaky.py,title=basics/flaky::flaky: passed on attempt 2\n$`, out.String())
	data, err := os.ReadFile(outputs)
	require.NoError(t, err)
	assert.Equal(t, "verdict=failed\ntotal=3\ncompleted=1\nerrors=1\nskipped=1\nflaky=1\njunit=/w/j.xml\njson=\nsummary=/w/s.md\n",
		regexp.MustCompile(`(?m)^(\w+)<<hub_[0-9a-f]{32}\n(.*)\nhub_[0-9a-f]{32}$`).ReplaceAllString(string(data), "$1=$2"))
	data, err = os.ReadFile(steps)
	require.NoError(t, err)
	assert.Equal(t, "before\n# The run\n", string(data))

	// A failure of one does not affect the others, and is named.
	require.NoError(t, os.Remove(steps))
	require.NoError(t, os.Mkdir(steps, 0o755))
	require.NoError(t, os.Remove(outputs))
	out.Reset()
	err = Run(sample.Small(), Reports{Markdown: markdown}, to)
	assert.ErrorContains(t, err, "GITHUB_STEP_SUMMARY")
	assert.ErrorContains(t, err, steps)
	assert.FileExists(t, outputs)
	assert.NotEmpty(t, out.String())
	to.Log = brokenWriter{}
	err = Run(sample.Small(), Reports{Markdown: markdown}, to)
	assert.ErrorIs(t, err, io.ErrClosedPipe)
	assert.ErrorContains(t, err, "the log of GitHub Actions")
}

// With --ci=none, or with a system without a protocol, nothing is written.
func TestAnnounceNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	for _, system := range []string{"none", "jenkins", "circleci"} {
		to := Target{System: named(t, system), Log: brokenWriter{}, Environ: []string{"GITHUB_ACTIONS=true", "GITHUB_OUTPUT=" + file, "GITHUB_STEP_SUMMARY=" + file}}
		require.NoError(t, Run(sample.Small(), Reports{Markdown: markdown}, to))
		assert.NoFileExists(t, file)
	}
}

// The agent of Buildkite is optional.
func TestAnnounceOnBuildkite(t *testing.T) {
	dir := t.TempDir()
	agent := filepath.Join(dir, "buildkite-agent")
	script := "#!/bin/sh\ntouch started\nprintf '%s\\n' \"$@\" >args\nexec /bin/cat >body\n"
	programtest.Write(t, agent, script)
	environ := []string{"BUILDKITE_STEP_ID=s1", "BUILDKITE_PARALLEL_JOB=2"}
	to := Target{System: named(t, "buildkite"), Root: dir, Dir: dir, Log: io.Discard, Environ: append(environ, "PATH="+dir+":/bin:/usr/bin")}
	reports := Reports{Markdown: markdown}
	require.NoError(t, Run(sample.Small(), reports, to))
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	require.NoError(t, err)
	assert.Equal(t, "annotate\n--style\nerror\n--context\nhub-s1-2\n", string(args))
	body, err := os.ReadFile(filepath.Join(dir, "body"))
	require.NoError(t, err)
	assert.Equal(t, "# The run\n", string(body))

	programtest.Write(t, agent, "#!/bin/sh\necho 'no token' >&2\nexit 5\n")
	err = Run(sample.Small(), reports, to)
	assert.ErrorContains(t, err, "no token")
	assert.ErrorContains(t, err, agent)

	to.Environ = append(environ, "PATH="+t.TempDir())
	assert.NoError(t, Run(sample.Small(), reports, to))
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
