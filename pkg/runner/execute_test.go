//go:build unix

package runner

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// workshop is an executor over a project in a temporary folder.
func workshop(t *testing.T) *Executor {
	t.Helper()
	s, err := proc.NewSupervisor()
	require.NoError(t, err)
	t.Cleanup(func() { assert.Empty(t, s.Close(), "processes are left") })
	root := t.TempDir()
	scratch := filepath.Join(root, ".hub", "tmp", "run")
	require.NoError(t, os.MkdirAll(scratch, 0o755))
	return &Executor{
		Supervisor: s, Root: root, Scratch: scratch, Temp: t.TempDir(), RunID: "run", Environ: os.Environ(),
		Grace: time.Second, OutputCap: 64 << 10, Secrets: mask.Compile(nil), Now: time.Now,
		Judge: func(e *hub.Example, o Outcome) Judgement {
			if o.TimedOut {
				return Judgement{Failure: &hub.Error{Type: hub.ErrTimeout}}
			}
			if o.Code != 0 {
				return Judgement{Failure: &hub.Error{Type: hub.ErrUnknown, Message: o.Output}}
			}
			return Judgement{}
		},
		JudgeBuild: func(e *hub.Example, o Outcome) *hub.Error {
			return &hub.Error{Type: hub.ErrBuild, Message: o.Output}
		},
	}
}

// script puts a shell script into the project.
func (x *Executor) script(t *testing.T, path, text string) *hub.Example {
	t.Helper()
	file := filepath.Join(x.Root, filepath.FromSlash(path))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return &hub.Example{Index: 1, ID: path, Path: path, Runner: "sh", File: file, BuildDir: filepath.Dir(file), Argv: []string{"sh", path}, Settings: &hub.Settings{}}
}

func TestAttempt(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		set          func(e *hub.Example)
		check        func(t *testing.T, a hub.Attempt)
	}{
		{"passes", "echo out; echo err >&2", nil, func(t *testing.T, a hub.Attempt) {
			assert.Nil(t, a.Error)
			assert.Zero(t, a.ExitCode)
			assert.Equal(t, "out\nerr\n", a.Output)
			assert.Positive(t, a.Seconds)
		}},
		{"fails", "echo no; exit 9", nil, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, 9, a.ExitCode)
			assert.Equal(t, "no\n", a.Error.Message)
		}},
		{"skips itself", "echo first; echo no GPU; echo; exit 77", nil, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, "no GPU", a.Skip)
			assert.Nil(t, a.Error)
		}},
		{"77 that is expected is no skip", "exit 77", func(e *hub.Example) { e.Settings.Expect.Exit = hub.ExitCodes{77} }, func(t *testing.T, a hub.Attempt) {
			assert.Empty(t, a.Skip)
		}},
		{"times out and keeps its output", "echo before; sleep 60", func(e *hub.Example) { e.Settings.Timeout = 200 * time.Millisecond }, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, hub.ErrTimeout, a.Error.Type)
			assert.Equal(t, "before\n", a.Output)
		}},
		{"reads what it is given", "cat", func(e *hub.Example) { s := "hello"; e.Settings.Stdin = &s }, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, "hello", a.Output)
		}},
		{"reads nothing otherwise", "cat; echo end", nil, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, "end\n", a.Output)
		}},
		{"has its environment", `echo "$HUB $HUB_RUN_ID $HUB_EXAMPLE_ID $HUB_ATTEMPT $X"`, func(e *hub.Example) { e.Settings.Env.Set = map[string]string{"X": "x"} }, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, "1 run a/b.sh 1 x\n", a.Output)
		}},
		{"no interpreter", "", func(e *hub.Example) { e.Argv[0] = "hub-no-such-thing" }, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, hub.ErrMissingRunner, a.Error.Type)
			assert.Contains(t, a.Error.Message, "hub-no-such-thing is not installed")
			assert.Equal(t, -1, a.ExitCode)
		}},
		{"PATH of its own", "", func(e *hub.Example) { e.Settings.Env.Set = map[string]string{"PATH": "/nowhere"} }, func(t *testing.T, a hub.Attempt) {
			assert.Equal(t, hub.ErrMissingRunner, a.Error.Type)
		}},
		{"its own folder", "pwd", func(e *hub.Example) { e.Settings.Workdir = hub.WorkdirExample; e.Argv[1] = "b.sh" }, func(t *testing.T, a hub.Attempt) {
			assert.True(t, strings.HasSuffix(a.Output, "/a\n"), a.Output)
		}},
		{"a copy of its folder", "touch made; pwd", func(e *hub.Example) { e.Settings.Workdir = hub.WorkdirCopy; e.Argv[1] = "b.sh" }, func(t *testing.T, a hub.Attempt) {
			assert.Contains(t, a.Output, "copy-")
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := workshop(t)
			e := x.script(t, "a/b.sh", tc.script)
			if tc.set != nil {
				tc.set(e)
			}
			tc.check(t, x.Attempt(t.Context(), e, 1, nil))
			assert.NoFileExists(t, filepath.Join(x.Root, "a", "made"))
			left, err := os.ReadDir(x.Scratch)
			require.NoError(t, err)
			assert.Empty(t, left, "copies are removed")
		})
	}
}

func TestProtectedVariablesAreWithheld(t *testing.T) {
	x := workshop(t)
	x.Withhold = []string{"GITHUB_OUTPUT", "GITHUB_ENV"}
	x.Environ = append(x.Environ, "GITHUB_OUTPUT=/x", "GITHUB_ENV=/x", "GIT_INDEX_FILE=/x", "GITHUB_ACTIONS=true", "HUB_RUN_ID=outer")
	e := x.script(t, "a.sh", `echo "[$GITHUB_OUTPUT$GITHUB_ENV$GIT_INDEX_FILE] $GITHUB_ACTIONS $HUB_RUN_ID"`)
	assert.Equal(t, "[] true run\n", x.Attempt(t.Context(), e, 1, nil).Output)
}

func TestSecretsAreMaskedInCaptureAndStream(t *testing.T) {
	x := workshop(t)
	var live bytes.Buffer
	x.Secrets, x.Stream = mask.Compile([]string{"sesame-open"}), &live
	e := x.script(t, "a.sh", "echo the word is sesame-open; exit 1")
	a := x.Attempt(t.Context(), e, 1, nil)
	assert.Equal(t, "the word is ***\n", a.Output)
	assert.Equal(t, "the word is ***\n", live.String())
	assert.NotContains(t, a.Error.Message, "sesame-open")
}

// broken is a stream whose reader has gone.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestAStreamThatBreaksCostsTheCaptureNothing(t *testing.T) {
	x := workshop(t)
	x.Stream = broken{}
	e := x.script(t, "a.sh", "for i in 1 2 3 4 5; do echo $i; sleep 0.01; done; echo last")
	assert.Equal(t, "1\n2\n3\n4\n5\nlast\n", x.Attempt(t.Context(), e, 1, nil).Output)
}

func TestCancelledAttemptsSaySo(t *testing.T) {
	x := workshop(t)
	e := x.script(t, "a.sh", "echo begun > begun; exec sleep 60")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(filepath.Join(x.Root, "begun")); err == nil {
				cancel()
			}
		}
	}()
	a := x.Attempt(ctx, e, 1, nil)
	assert.True(t, a.Canceled)
	assert.Nil(t, a.Error)
}

func TestBuiltOnceAndRunOften(t *testing.T) {
	x := workshop(t)
	x.Runners = map[string]config.Runner{"sh": {BuildTimeout: time.Minute}}
	e := x.script(t, "a.sh", "echo built >>count; echo run")
	e.Build = []string{"sh", "-c", `echo x >>"` + x.Root + `/builds"; cp "$1" "$2"; chmod +x "$2"`, "sh", "a.sh", "{bin}"}
	e.Argv = []string{"sh", "{bin}"}
	for n := 1; n <= 3; n++ {
		a := x.Attempt(t.Context(), e, n, nil)
		require.Nil(t, a.Error)
		assert.Equal(t, "run\n", a.Output)
		assert.Equal(t, n == 1, a.BuildSeconds > 0)
	}
	builds, err := os.ReadFile(filepath.Join(x.Root, "builds"))
	require.NoError(t, err)
	assert.Equal(t, "x\n", string(builds))
}

// A builder is a file of hub's own, there while it builds.
func TestABuilderIsHubsOwn(t *testing.T) {
	x := workshop(t)
	x.Runners = map[string]config.Runner{"sh": {BuildTimeout: time.Minute, Builder: lang.Builder{
		Name: "Build.sh", Text: `printf 'echo "built of %s in %s"\n' "$2" "$PWD" >"$1"`,
	}}}
	e := x.script(t, "in/a.sh", "")
	e.Build, e.BuildDir = []string{"sh", "{builder}", "{bin}", "in/a.sh"}, x.Root
	e.Argv = []string{"sh", "{bin}"}
	a := x.Attempt(t.Context(), e, 1, nil)
	require.Nil(t, a.Error)
	assert.Equal(t, "built of in/a.sh in "+x.Root+"\n", a.Output)
}

func TestAFailedBuildIsABuildError(t *testing.T) {
	x := workshop(t)
	e := x.script(t, "a.sh", "")
	e.Build = []string{"sh", "-c", "echo a.sh:1: syntax; exit 2"}
	e.Argv = []string{"{bin}"}
	a := x.Attempt(t.Context(), e, 1, nil)
	assert.Equal(t, hub.ErrBuild, a.Error.Type)
	assert.Contains(t, a.Error.Message, "syntax")
	assert.Contains(t, a.Output, "syntax")

	x.Runners = map[string]config.Runner{"sh": {BuildTimeout: 100 * time.Millisecond}}
	e.Build = []string{"sleep", "60"}
	a = x.Attempt(t.Context(), e, 2, nil)
	assert.Equal(t, hub.ErrBuild, a.Error.Type)
	assert.Contains(t, a.Error.Message, "build-timeout")
}

func TestUnmet(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "there"), nil, 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(root, "folder"), 0o755))
	needs := Needs{Root: root, Environ: []string{"PATH=" + os.Getenv("PATH"), "SET=1", "BLANK="}}
	for _, tc := range []struct {
		needs hub.Needs
		want  string
		kinds []hub.SkipKind
	}{
		{hub.Needs{}, "", nil},
		{hub.Needs{Env: []string{"SET"}, Commands: []string{"sh"}, Files: []string{"there"}}, "", nil},
		{hub.Needs{Env: []string{"BLANK", "UNSET"}}, "needs environment variable BLANK, environment variable UNSET", []hub.SkipKind{hub.SkipEnv}},
		{hub.Needs{Commands: []string{"sh", "hub-no-such-thing"}}, "needs command hub-no-such-thing", []hub.SkipKind{hub.SkipCommands}},
		{hub.Needs{Commands: []string{"./there", filepath.ToSlash(filepath.Join(root, "there"))}}, "", nil},
		{hub.Needs{Commands: []string{"./gone", "gone/there", "./folder"}}, "needs command ./gone, command gone/there, command ./folder", []hub.SkipKind{hub.SkipCommands}},
		{hub.Needs{Files: []string{"gone"}}, "needs file gone", []hub.SkipKind{hub.SkipFiles}},
		{hub.Needs{Commands: []string{"hub-no-such-thing"}, Env: []string{"UNSET"}}, "needs command hub-no-such-thing, environment variable UNSET", []hub.SkipKind{hub.SkipCommands, hub.SkipEnv}},
	} {
		e := &hub.Example{Settings: &hub.Settings{Needs: tc.needs}}
		reason, kinds, unknown, err := needs.Unmet(e)
		require.NoError(t, err)
		assert.Empty(t, unknown)
		assert.Equal(t, tc.want, reason)
		assert.Equal(t, tc.kinds, kinds)
	}
	e := &hub.Example{Settings: &hub.Settings{Needs: hub.Needs{OS: []string{"plan9"}}}}
	reason, kinds, _, err := needs.Unmet(e)
	require.NoError(t, err)
	assert.Equal(t, []hub.SkipKind{hub.SkipOS}, kinds)
	assert.Contains(t, reason, "operating system plan9 (this is ")
	own := &hub.Example{Settings: &hub.Settings{Needs: hub.Needs{Env: []string{"MINE"}}, Env: hub.Env{Set: map[string]string{"MINE": "x"}}}}
	reason, _, _, err = needs.Unmet(own)
	require.NoError(t, err)
	assert.Empty(t, reason)
}

// A program whose version is too old is missing, and the reason has the version; one
// whose version is not understood leaves open whether the example can run.
func TestUnmetVersions(t *testing.T) {
	stopped := errors.New("stopped")
	needs := Needs{Root: t.TempDir(), Environ: []string{"PATH=" + os.Getenv("PATH")}, Version: func(name, path string) (string, bool, error) {
		assert.Equal(t, "sh", name)
		assert.True(t, filepath.IsAbs(path), path)
		return "8.1.2", true, nil
	}}
	answers := func(version string, asked bool, err error) func(string, string) (string, bool, error) {
		return func(string, string) (string, bool, error) { return version, asked, err }
	}
	for _, tc := range []struct {
		commands        []string
		version         func(string, string) (string, bool, error)
		reason, unknown string
		err             error
	}{
		{[]string{"sh>=8.1"}, needs.Version, "", "", nil},
		{[]string{"sh"}, nil, "", "", nil},
		{[]string{"sh >= 8.3"}, needs.Version, "needs command sh>=8.3 (this is 8.1.2)", "", nil},
		{[]string{"sh>=8,<8.1"}, needs.Version, "needs command sh>=8,<8.1 (this is 8.1.2)", "", nil},
		{[]string{"hub-no-such-thing>=8"}, nil, "needs command hub-no-such-thing>=8", "", nil},
		{[]string{"sh>=8"}, answers("", false, nil), "", "", nil},
		{[]string{"sh>=8"}, answers("", true, nil), "", "sh", nil},
		{[]string{"sh>=8", "hub-no-such-thing"}, answers("", true, nil), "needs command hub-no-such-thing", "", nil},
		{[]string{"sh>=8"}, answers("", false, stopped), "", "", stopped},
	} {
		needs.Version = tc.version
		reason, _, unknown, err := needs.Unmet(&hub.Example{Settings: &hub.Settings{Needs: hub.Needs{Commands: tc.commands}}})
		assert.Equal(t, []any{tc.reason, tc.unknown, tc.err}, []any{reason, unknown, err}, tc.commands)
	}
}

// A scratch folder serves again only as it was made: when it is new, which is
// told by its contents, and when it is old, which is told by its time.
func TestScratch(t *testing.T) {
	for name, age := range map[string]time.Duration{"new": 0, "old": time.Hour} {
		t.Run(name, func(t *testing.T) { testScratch(t, age) })
	}
}

func testScratch(t *testing.T, age time.Duration) {
	x := workshop(t)
	take := func() (string, func()) {
		_, done, err := x.scratch()
		require.NoError(t, err)
		done()
		last := &x.folders[len(x.folders)-1]
		last.made = last.made.Add(-age)
		dir, done, err := x.scratch()
		require.NoError(t, err)
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, entries)
		return dir, done
	}
	first, doneFirst := take()
	second, doneSecond := take()
	require.NotEqual(t, first, second, "both are in use")
	doneFirst()
	again, done := take()
	require.Equal(t, first, again, "it came back as it was given")

	elsewhere := t.TempDir()
	for name, spoil := range map[string]func(dir string) error{
		"a file": func(dir string) error { return os.WriteFile(filepath.Join(dir, "file"), nil, 0o600) },
		"a link in its place": func(dir string) error {
			return errors.Join(os.Remove(dir), os.Symlink(elsewhere, dir))
		},
		"another in its place": func(dir string) error {
			return errors.Join(os.Rename(dir, dir+"-away"), os.Mkdir(dir, 0o700))
		},
		"a file, and its time set back": func(dir string) error {
			info, err := os.Stat(dir)
			return errors.Join(err, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600), os.Chtimes(dir, info.ModTime(), info.ModTime()))
		},
		"another mode":   func(dir string) error { return os.Chmod(dir, 0o500) },
		"nothing at all": os.Remove,
		"below no access": func(dir string) error {
			return errors.Join(os.Mkdir(dir+"/a", 0o700), os.WriteFile(dir+"/a/b", nil, 0), os.Chmod(dir+"/a", 0))
		},
	} {
		require.NoError(t, spoil(again), name)
		done()
		assert.NoFileExists(t, again, name)
		spoiled := again
		again, done = take()
		assert.NotEqual(t, spoiled, again, name)
	}
	doneSecond()
	done()
	assert.DirExists(t, elsewhere)
}
