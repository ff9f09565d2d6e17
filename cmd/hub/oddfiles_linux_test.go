package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// promised is how long a command takes at most that runs nothing long, whatever
// lies below .hub.
const promised = 5 * time.Second

// oddTable is what a table is made of: what lies where, and who meets it. The
// exit codes are in testdata/oddfiles.txt: those are the promise.
type oddTable struct {
	name     string
	paths    []string
	commands []oddCommand
}

// oddCommand is a command line; "git" stands for a commit, whose hook runs hub.
type oddCommand struct {
	line string
	// changes: what lies there may be another thing afterwards.
	changes bool
	// silent: exit code 0 and nothing to read, whatever is there.
	silent bool
}

func commands(changes bool, lines ...string) []oddCommand {
	var out []oddCommand
	for _, line := range lines {
		out = append(out, oddCommand{line: line, changes: changes, silent: line == "clean --silent" || line == "git"})
	}
	return out
}

// The run that was killed and that of which nothing but a temporary folder is left.
const oddRun, oddTemporary = "20200101T000000.000Z-0000", "20200101T000001.000Z-0000"

func oddTables(kept string) []oddTable {
	reads := commands(false, "list", "status", "stats", "errors", "stale", "show a", "show --log a", "all --dry-run", "report --report=json:-", "report --report=json:- --from="+kept,
		"config check", "ids --dry-run", "version", "schema status")
	writes := commands(true, "all -q --save-output", "ci -q", "run --raw a", "run -q a", "errors --run", "errors --clear", "stale --run", "report", "merge .hub",
		"clean --completed --backup", "clean --all --yes", "clean", "clean --silent", "git", "hooks install", "exclude a", "ids", "init --force")
	return []oddTable{
		{"below the state folder", []string{
			".hub", ".hub/.gitignore", ".hub/lock", ".hub/lock.json", ".hub/status.json", ".hub/status.json.backup-20200101T000000Z", ".hub/status.json.corrupt-20200101T000000Z", ".hub/.status.json.1.tmp",
			".hub/runs", ".hub/runs/" + kept + ".ndjson", ".hub/runs/" + oddRun + ".ndjson", ".hub/runs/" + kept, ".hub/runs/" + kept + "/OUTPUT",
			".hub/cache", ".hub/cache/files.bin", ".hub/cache/versions.json",
			".hub/tmp", ".hub/tmp/" + oddTemporary, ".hub/tmp/" + oddTemporary + "/outside", ".hub/reports", ".hub/reports/junit.xml",
		}, append(slices.Clone(reads), writes...)},
		{"what hub reads of the project", []string{"examples/a/data", "examples/a/example.yaml", "examples/c.sh", "examples/a/want.txt", "hub.yaml", ".git/hooks/pre-commit"},
			append(commands(false, "list", "status", "stale", "show a", "all --dry-run", "config check", "ids --dry-run"),
				commands(true, "all -q", "run -q a --update", "exclude a", "ids", "clean --silent", "git", "hooks install", "hooks uninstall", "init --force")...)},
	}
}

// TestWhateverLiesThere puts everything but a file in the place of each file that
// hub opens, and runs each command. None waits, none is led elsewhere, and each
// exits with the code that it promises. Each command meets each place and each
// thing; all of them together take minutes, and are tried with HUB_SOAK.
func TestWhateverLiesThere(t *testing.T) {
	if testing.Short() {
		t.Skip("some thousand processes")
	}
	bin := buildHub(t)
	work := t.TempDir()
	for _, dir := range []string{filepath.Dir(work), work, filepath.Dir(bin)} {
		require.NoError(t, os.Chmod(dir, 0o755)) // for nobody
	}
	o := &odd{bin: bin, work: work, template: filepath.Join(work, "template"), all: *sample.Update || os.Getenv("HUB_SOAK") != ""}
	kept, output := o.prepare(t)
	golden := filepath.Join("testdata", "oddfiles.txt")
	text, err := os.ReadFile(golden)
	if !*sample.Update {
		require.NoError(t, err)
	}
	var all strings.Builder
	all.WriteString(oddHead)
	for _, table := range oddTables(kept) {
		fmt.Fprintf(&all, "\n# %s\n#\n", table.name)
		for i, c := range table.commands {
			fmt.Fprintf(&all, "# %s%d hub %s\n", strings.Repeat(" ", i+1), i+1, strings.ReplaceAll(c.line, kept, "RUN"))
		}
		for _, row := range o.rows(t, table, kept, output) {
			all.WriteString(row + "\n")
			codes, what, _ := strings.Cut(row, "  ")
			if !*sample.Update {
				assert.Empty(t, differs(codes, string(text), what), "%s: %s", golden, what)
			}
		}
	}
	if *sample.Update && os.Getuid() == 0 {
		require.NoError(t, os.WriteFile(golden, []byte(all.String()), 0o644))
	}
}

// differs says what the golden file has in the place of the codes; empty when it
// has them. A dot is a command that was not tried.
func differs(codes, golden, what string) string {
	for line := range strings.Lines(golden) {
		want, of, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if of != what {
			continue
		}
		for i := range codes {
			if len(want) != len(codes) || codes[i] != '.' && codes[i] != want[i] {
				return fmt.Sprintf("%s was %s", codes, want)
			}
		}
		return ""
	}
	return codes + " is not there"
}

const oddHead = `# What hub's commands exit with when something else lies where a file should be:
# one row for each thing and place, one character for each command, in the order
# above the rows. TestWhateverLiesThere writes this with -update, as root.
`

// odd is the project of the table.
type odd struct {
	bin, work, template string
	all                 bool         // each cell is tried, and not a fifth of them
	alone               sync.RWMutex // written by what is tried again
}

// prepare makes a project with a state and a commit hook, and returns the run that
// is kept and one of its outputs.
func (o *odd) prepare(t *testing.T) (kept, output string) {
	for name, text := range map[string]string{
		"hub.yaml": "version: 1\nsources: [{path: examples}]\nrun: {workers: 1, doubtful: ignore}\nrunners: {sh: {version: [sh, -c, 'echo 1']}}\n" +
			"overrides: [{match: {path: examples/a/**}, expect: {stdout: {golden: want.txt}}}, {match: {path: examples/c.sh}, timeout: 1s}]\n",
		"examples/a/run.sh":   "echo a\n",
		"examples/a/data":     "a\n",
		"examples/a/want.txt": "a\n",
		"examples/b.sh":       "exit 1\n",
		"examples/c.sh":       "echo c\n",
	} {
		path := filepath.Join(o.template, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	for _, args := range [][]string{{"git", "init", "-q", "--template="}, {"git", "add", "."}, {"git", "commit", "-qm1"}, {o.bin, "hooks", "install"}, {o.bin, "ci", "-q", "--save-output"}} {
		code, out, ended := o.run(o.template, nil, args...)
		require.True(t, ended && code < exitUsage, "%v: %s", args, out)
	}
	logs, err := filepath.Glob(filepath.Join(o.template, ".hub", "runs", "*.ndjson"))
	require.NoError(t, err)
	require.Len(t, logs, 1)
	outputs, err := filepath.Glob(filepath.Join(strings.TrimSuffix(logs[0], ".ndjson"), "*.log"))
	require.NoError(t, err)
	require.NotEmpty(t, outputs)
	return strings.TrimSuffix(filepath.Base(logs[0]), ".ndjson"), filepath.Base(outputs[0])
}

// run runs a command, and reports whether it ended within the time promised.
func (o *odd) run(dir string, as *syscall.Credential, args ...string) (code int, out string, ended bool) {
	ctx, cancel := context.WithTimeout(context.Background(), promised)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	text, err := cmd.CombinedOutput()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil:
		return -1, string(text), false
	case failed:
		return exit.ExitCode(), string(text), true
	case err != nil:
		return -1, err.Error(), true
	}
	return 0, string(text), true
}

// rows runs a table, a row for each thing and place, on all CPUs.
func (o *odd) rows(t *testing.T, table oddTable, kept, output string) []string {
	kinds := oddKinds()
	rows := make([]string, len(table.paths)*len(kinds))
	free := make(chan struct{}, runtime.NumCPU()+1) // some of what is done is to wait
	var working sync.WaitGroup
	for i, path := range table.paths {
		for j, kind := range kinds {
			free <- struct{}{}
			working.Go(func() {
				defer func() { <-free }()
				shown := strings.ReplaceAll(path, kept, "RUN")
				rows[i*len(kinds)+j] = o.row(t, table, i+j, kind, strings.ReplaceAll(path, "OUTPUT", output), shown)
			})
		}
	}
	working.Wait()
	return rows
}

// row tries the commands with one thing in one place: the row's own fifth of them.
func (o *odd) row(t *testing.T, table oddTable, number int, kind oddKind, path, shown string) string {
	work, err := os.MkdirTemp(o.work, "row-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(work, 0o755))
	outside, unchanged := outsideOf(t, work)
	root := filepath.Join(work, "p")
	var held *os.File
	let := func() {
		if held != nil {
			assert.NoError(t, held.Close())
			held = nil
		}
	}
	var as *syscall.Credential
	if kind.kept {
		as = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	place := func() {
		let()
		require.NoError(t, os.RemoveAll(root))
		require.NoError(t, os.CopyFS(root, os.DirFS(o.template)))
		if as != nil {
			require.NoError(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
				return errors.Join(err, os.Lchown(path, nobody, nobody))
			}))
		}
		at := filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o777))
		if !kind.kept {
			require.NoError(t, os.RemoveAll(at))
		}
		require.NoError(t, kind.put(at, outside))
		if as != nil {
			require.NoError(t, os.Lchown(at, nobody, nobody))
		}
		if kind.hold != nil {
			held, err = kind.hold(at)
			require.NoError(t, err)
		}
	}
	defer let()
	var codes strings.Builder
	changed := true
	for i, c := range table.commands {
		if !o.all && (i+number)%5 != 0 {
			codes.WriteByte('.')
			continue
		}
		if changed || c.changes {
			place()
		}
		changed = c.changes
		args := append([]string{o.bin}, strings.Fields(c.line)...)
		if c.line == "git" {
			args = []string{"git", "commit", "-q", "--allow-empty", "-mx"}
		}
		what := fmt.Sprintf("%s at %s, hub %s", kind.name, path, c.line)
		o.alone.RLock()
		code, out, ended := o.run(root, as, args...)
		o.alone.RUnlock()
		if !ended { // alone: other work on the machine is nobody's fault
			o.alone.Lock()
			place()
			code, out, ended = o.run(root, as, args...)
			o.alone.Unlock()
		}
		assert.True(t, ended, "%s: did not end within %s", what, promised)
		assert.NotContains(t, out, "goroutine ", what)
		if c.silent && !strings.Contains(path, ".git/") {
			assert.Equal(t, 0, code, "%s: %s", what, out)
			assert.Empty(t, out, what)
		}
		if code >= exitUsage {
			assert.Contains(t, out, "hub: ", what)
		}
		unchanged(t, what)
		if code < 0 || code > 9 {
			codes.WriteByte('!')
		} else {
			codes.WriteString(strconv.Itoa(code))
		}
	}
	let()
	require.NoError(t, os.RemoveAll(work))
	return fmt.Sprintf("%s  %s, %s", codes.String(), shown, kind.name)
}
