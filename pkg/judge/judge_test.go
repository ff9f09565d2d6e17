package judge

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/golden"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/seek"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

func judge(t *testing.T) *Judge {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	cfg := &config.Config{Root: root, Runners: map[string]config.Runner{"sh": {}}}
	cfg.Run.Doubtful, cfg.Run.OutputCap = config.DoubtfulWarn, 1<<10
	return &Judge{
		Config: cfg, Secrets: mask.Compile([]string{"hunter2-hunter2"}), Waiter: &want.Waiter{},
		Folders:       Folders(root, "/tmp", func(string) string { return "" }),
		UpdateCommand: func(e *hub.Example) string { return "update " + e.ID },
	}
}

func (j *Judge) example(stdout hub.ExpectOutput) *hub.Example {
	e := &hub.Example{ID: "a", Path: "a/run.sh", Runner: "sh", File: filepath.Join(j.Config.Root, "a", "run.sh"), Settings: &hub.Settings{FailOn: hub.Patterns{"^FATAL"}}}
	e.Settings.Expect.Stdout = stdout
	return e
}

// updates allows golden files to be written.
func (j *Judge) updates(t *testing.T) {
	take := func(context.Context, *hub.Example) (string, []string, error) { return "", nil, nil }
	j.Updater = golden.NewUpdater(context.Background(), place.New(j.Config.Root), func(place.File) error { return nil }, take)
	require.NoError(t, os.MkdirAll(filepath.Join(j.Config.Root, "a"), 0o777))
}

// split returns the parts of a judgement that is no skip.
func split(j runner.Judgement) (failure *hub.Error, doubt string) { return j.Failure, j.Doubt }

func printed(text string) runner.Outcome { return runner.Outcome{Output: text} }

func exited(code int) runner.Outcome {
	return runner.Outcome{Exit: proc.Exit{Code: code}, Output: "out\n"}
}

func TestDoubtfulPassByConfiguration(t *testing.T) {
	for policy, want := range map[config.Doubtful]struct {
		failure hub.ErrorType
		doubt   bool
	}{
		config.DoubtfulWarn: {doubt: true}, config.DoubtfulFail: {failure: hub.ErrDoubtful}, config.DoubtfulIgnore: {},
	} {
		j := judge(t)
		j.Config.Run.Doubtful = policy
		e := j.example(hub.ExpectOutput{})
		e.Empty = true
		failure, doubt := split(j.Attempt(e, printed("out\n")))
		assert.Equal(t, want.doubt, doubt != "", policy)
		if want.failure == "" {
			assert.Nil(t, failure, policy)
		} else {
			assert.Equal(t, want.failure, failure.Type, policy)
		}
	}
}

func TestFailureHasNoDoubt(t *testing.T) {
	j := judge(t)
	e := j.example(hub.ExpectOutput{})
	e.Empty = true
	failure, doubt := split(j.Attempt(e, exited(3)))
	require.NotNil(t, failure)
	assert.Empty(t, doubt)
}

func TestForbiddenOutputFails(t *testing.T) {
	j := judge(t)
	e := j.example(hub.ExpectOutput{Contains: hub.Strings{"key hunter2-hunter2"}})
	sought := j.Sought(e)
	assert.Equal(t, []string{j.Secrets.String("key hunter2-hunter2")}, sought.Texts, "the output is masked as well")
	require.Len(t, sought.Lines, 1)
	assert.True(t, sought.Lines[0].MatchString("a\nFATAL b"))
	failure, _ := split(j.Attempt(j.example(hub.ExpectOutput{}), printed("a\nFATAL b\n")))
	assert.NotNil(t, failure)
}

func TestSkipNeedsNoExpectedOutput(t *testing.T) {
	j := judge(t)
	j.updates(t)
	e := j.example(hub.ExpectOutput{Golden: "want.txt"})
	e.Settings.SkipOn = hub.Patterns{"^SKIP: (.*)"}
	assert.Equal(t, runner.Judgement{Skip: "no server"}, j.Attempt(e, printed("SKIP: no server\n")))
	assert.NoFileExists(t, golden.File(e), "the output of a skip is no golden one")
	assert.NotNil(t, j.Attempt(e, printed("SKIP: no server\nFATAL\n")).Failure)
	assert.NotNil(t, j.Attempt(e, runner.Outcome{Exit: proc.Exit{Code: 3}, Output: "SKIP: no server\n"}).Failure)
	assert.Equal(t, runner.Judgement{}, j.Attempt(e, printed("fine\n")), "it is written")
}

func TestSecretsAreExpectedMasked(t *testing.T) {
	j := judge(t)
	equals := "key hunter2-hunter2\n"
	failure, _ := split(j.Attempt(j.example(hub.ExpectOutput{Equals: &equals}), printed(j.Secrets.String(equals))))
	assert.Nil(t, failure)
}

func TestRawPassWithoutItsExpectedOutputIsAFailure(t *testing.T) {
	j := judge(t)
	j.Raw = true
	failure, _ := split(j.Attempt(j.example(hub.ExpectOutput{Contains: hub.Strings{"x"}}), printed("")))
	require.NotNil(t, failure)
	assert.Equal(t, hub.ErrOutputMismatch, failure.Type)
	failure, doubt := split(j.Attempt(j.example(hub.ExpectOutput{}), printed("")))
	assert.Nil(t, failure)
	assert.Equal(t, "it ran raw, so its output was not checked", doubt, "fail-on")
	j.Config.Run.Doubtful = config.DoubtfulIgnore
	_, doubt = split(j.Attempt(j.example(hub.ExpectOutput{}), printed("")))
	assert.Equal(t, "it ran raw, so its output was not checked", doubt, "ignoring hollow passes checks nothing")
}

func TestMissingGoldenFileNamesTheCommandThatWritesIt(t *testing.T) {
	j := judge(t)
	failure, _ := split(j.Attempt(j.example(hub.ExpectOutput{Golden: "want.txt"}), printed("out\n")))
	require.NotNil(t, failure)
	assert.Contains(t, failure.Message, "there is no golden file a/want.txt; write it with: update a")
}

func TestGoldenFileIsWrittenWhenNothingElseFails(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*hub.Example)
		outcome runner.Outcome
		says    string // of the failure; empty: the file is written
	}{
		"good":        {outcome: printed("out\n")},
		"exit":        {outcome: exited(3), says: "exit"},
		"doubtful":    {outcome: printed("Traceback (most recent call last):\n"), says: "was not written: the pass is doubtful"},
		"cut":         {outcome: runner.Outcome{Output: "out\n", Dropped: 7, Lines: []seek.Match{{}}}, says: "was not written: 7 bytes of the output were not kept"},
		"left behind": {change: func(e *hub.Example) { e.Settings.Leaks = hub.LeaksFail }, outcome: runner.Outcome{Output: "out\n", Exit: proc.Exit{Leaked: []proc.Process{{}}}}, says: "was not written: the example left processes behind"},
		"outside":     {change: func(e *hub.Example) { e.Settings.Expect.Stdout.Golden = "../../want.txt" }, outcome: printed("out\n"), says: "was not written: it is outside"},
	} {
		t.Run(name, func(t *testing.T) {
			j := judge(t)
			j.updates(t)
			e := j.example(hub.ExpectOutput{Golden: "want.txt"})
			if c.change != nil {
				c.change(e)
			}
			failure, _ := split(j.Attempt(e, c.outcome))
			if c.says != "" {
				require.NotNil(t, failure)
				assert.Contains(t, failure.Message, c.says)
				assert.NoFileExists(t, golden.File(e))
				return
			}
			require.Nil(t, failure)
			text, err := os.ReadFile(golden.File(e))
			require.NoError(t, err)
			assert.Equal(t, c.outcome.Output, string(text))
		})
	}
}

func TestFoldersIncludeLinkTargets(t *testing.T) {
	root := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Skip(err)
	}
	real, err := filepath.EvalSymlinks(root)
	require.NoError(t, err)
	list := Folders(root, "relative", func(name string) string {
		return map[string]string{"HOME": link, "TMPDIR": "~/tmp"}[name]
	})
	assert.Contains(t, list, volatile.Folder{Path: root, Name: "[ROOT]"})
	assert.Contains(t, list, volatile.Folder{Path: link, Name: "[HOME]"})
	assert.Contains(t, list, volatile.Folder{Path: real, Name: "[HOME]"})
	for _, p := range list {
		assert.True(t, filepath.IsAbs(p.Path), p.Path)
	}
}
