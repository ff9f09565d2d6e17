//go:build unix

package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// expected is the verdict that a file of testdata/hostile states.
type expected struct {
	Status    hub.Status
	Type      hub.ErrorType
	Exit      *int
	Signal    string
	Leaked    *bool
	Doubtful  *bool
	Flaky     *bool
	Truncated *bool
	Allowed   *bool
}

var verdictText = regexp.MustCompile(`verdict: (\{[^}]*\})`)

// TestHostileExamples runs the examples that misbehave, all together, and holds
// each to the verdict that it states; then it looks for what they left behind.
func TestHostileExamples(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hostile")
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "hostile"))))
	want := verdicts(t, dir)

	// Unlike anything else on this machine: it also marks every process that
	// descends from this run.
	secret := "hostile-" + filepath.Base(filepath.Dir(filepath.Dir(dir))) + "-5ecre7"
	cmd := exec.Command(buildHub(t), "ci", "-j4", "--report=json,junit,markdown")
	cmd.Dir = dir
	temp, before, bound := t.TempDir(), files(t, dir), timeBound(t, dir, 4)
	cmd.Env = append(outsideCI(os.Environ()), "HUB_HOSTILE_SECRET="+secret, "TMPDIR="+temp)
	start := time.Now()
	printed, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	require.True(t, errors.As(err, &exit), "hub ci: %v\n%s", err, printed)
	require.Equal(t, exitFailed, exit.ExitCode(), "hub ci: %s", printed)
	took := time.Since(start)
	t.Logf("%d examples in %.1f s, of at most %.1f s", len(want), took.Seconds(), bound.Seconds())
	assert.Less(t, took, bound, "longer than all the timeouts allow")
	assert.GreaterOrEqual(t, len(want), 30)

	reports := filepath.Join(dir, ".hub", "reports")
	run := loadReport(t, filepath.Join(reports, "report.json"))
	seen := map[string]bool{}
	for i := range run.Plan {
		file := run.Plan[i].Path
		seen[file] = true
		w, known := want[file]
		if assert.True(t, known, "%s is no example, or states no verdict", file) {
			checkVerdict(t, file, w, &run.Results[i])
		}
	}
	for file := range want {
		assert.True(t, seen[file], "%s was not found", file)
	}

	t.Run("reports can be read", func(t *testing.T) { readable(t, reports) })
	t.Run("no secret is told", func(t *testing.T) { noSecret(t, dir, secret, printed) })
	t.Run("no file is left", func(t *testing.T) {
		assert.Empty(t, files(t, temp), "the folder for temporary files")
		assert.Empty(t, files(t, filepath.Join(dir, ".hub", "tmp")), "hub's own")
		assert.Equal(t, before, files(t, dir), "the examples' own folders")
	})
	t.Run("no process is left", func(t *testing.T) { noSurvivor(t, secret) })
}

// timeBound is how long the run may take: a fifth more than what the timeouts of
// all examples come to on so many workers.
func timeBound(t *testing.T, dir string, workers int) time.Duration {
	t.Helper()
	cfg, err := config.Load(dir, "", nil)
	require.NoError(t, err)
	cat, err := catalog.Discover(cfg, nil)
	require.NoError(t, err)
	var sum time.Duration
	for _, e := range cat.Examples {
		sum += e.Settings.Timeout
	}
	return sum / time.Duration(workers) * 6 / 5
}

// files lists what is below dir, but for hub's own folder; nothing when dir
// does not exist.
func files(t *testing.T, dir string) []string {
	t.Helper()
	out := []string{}
	require.NoError(t, filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && file == dir:
			return nil
		case err == nil && d.IsDir() && d.Name() == ".hub":
			return filepath.SkipDir
		case err == nil && file != dir:
			out = append(out, file)
		}
		return err
	}))
	return out
}

// verdicts reads what every example below dir states, by its slash path.
func verdicts(t *testing.T, dir string) map[string]expected {
	t.Helper()
	want := map[string]expected{}
	require.NoError(t, filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(file) == "hub.yaml" {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		match := verdictText.FindSubmatch(data)
		if match == nil {
			return nil
		}
		entry, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		if filepath.Base(file) == "example.yaml" {
			entry = filepath.Join(filepath.Dir(entry), "run.sh")
		}
		var e expected
		decoder := yaml.NewDecoder(bytes.NewReader(match[1]))
		decoder.KnownFields(true)
		require.NoError(t, decoder.Decode(&e), entry)
		require.True(t, e.Status.Valid(), "%s: status %q", entry, e.Status)
		want[filepath.ToSlash(entry)] = e
		return nil
	}))
	require.NotEmpty(t, want)
	return want
}

func checkVerdict(t *testing.T, file string, want expected, got *hub.Result) {
	t.Helper()
	// A skip for want of an interpreter is honest; any other has to be stated.
	if got.Status == hub.StatusSkipped && want.Status != hub.StatusSkipped && len(got.Attempts) == 0 && missingTool(file) {
		t.Logf("%s: skipped: %s", file, got.Reason)
		return
	}
	if !assert.Equal(t, want.Status, got.Status, "%s: %+v", file, got.Error) {
		return
	}
	if want.Type != "" && assert.NotNil(t, got.Error, file) {
		assert.Equal(t, want.Type, got.Error.Type, "%s: %s", file, got.Error.Message)
	}
	last := got.Last()
	if last == nil {
		last = &hub.Attempt{}
		assert.Nil(t, want.Exit, "%s was not run", file)
	}
	if want.Exit != nil {
		assert.Equal(t, *want.Exit, last.ExitCode, "%s: exit code", file)
	}
	if want.Signal != "" {
		assert.Equal(t, want.Signal, last.Signal, "%s: signal", file)
	}
	marks := []struct {
		name string
		want *bool
		got  bool
	}{
		{"leaked", want.Leaked, len(got.Leaked) > 0},
		{"doubtful", want.Doubtful, got.Doubtful != ""},
		{"flaky", want.Flaky, got.Flaky},
		{"allowed", want.Allowed, got.AllowedFailure != nil},
		{"truncated", want.Truncated, last.DroppedBytes > 0},
	}
	for _, m := range marks {
		if m.want != nil {
			assert.Equal(t, *m.want, m.got, "%s: %s: %q %q %d", file, m.name, got.Leaked, got.Doubtful, last.DroppedBytes)
		}
	}
	if want.Status == hub.StatusSkipped {
		assert.NotEmpty(t, got.Reason, file)
	}
	assert.True(t, utf8.ValidString(last.Output), "%s: output", file)
}

// missingTool reports whether this machine lacks what the example needs.
func missingTool(file string) bool {
	tool := map[string]string{".py": "python3", ".pl": "perl"}[filepath.Ext(file)]
	if tool == "" {
		tool = "setsid"
	}
	_, err := exec.LookPath(tool)
	return err != nil || (runtime.GOOS != "linux" && strings.HasPrefix(file, "leaks/"))
}

func readable(t *testing.T, reports string) {
	data, err := os.ReadFile(filepath.Join(reports, "junit.xml"))
	require.NoError(t, err)
	for decoder := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err = decoder.Token(); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, io.EOF, "junit.xml")

	data, err = os.ReadFile(filepath.Join(reports, "summary.md"))
	require.NoError(t, err)
	assert.True(t, utf8.Valid(data), "summary.md is UTF-8")
	assert.Less(t, len(data), 1_000_000, "summary.md")
}

// noSecret looks into everything that Hub printed and wrote.
func noSecret(t *testing.T, dir, secret string, printed []byte) {
	assert.NotContains(t, string(printed), secret, "the console")
	assert.NotContains(t, string(printed), "\x1b", "no example reaches the terminal")
	require.NoError(t, filepath.WalkDir(filepath.Join(dir, ".hub"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err == nil {
			assert.False(t, bytes.Contains(data, []byte(secret)), "%s holds the secret", file)
		}
		return err
	}))
}

// noSurvivor looks for processes that carry the mark in their environment.
func noSurvivor(t *testing.T, mark string) {
	if runtime.GOOS != "linux" {
		t.Skip("processes are looked for in /proc")
	}
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		environ, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(environ, []byte(mark)) {
			continue // gone, another user's, or none of ours
		}
		line, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		assert.Fail(t, "a process is left", "%s: %q %v", file, line, err)
	}
}
