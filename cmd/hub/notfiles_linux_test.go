package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// promised is how long a command may take beside the examples that it runs,
// whatever lies below .hub.
const promised = 5 * time.Second

// oddKinds are what may lie where hub expects a file of its own. Each puts
// itself at the path, where nothing is, and returns what takes back what it holds.
func oddKinds() []oddKind {
	none := func() {}
	return []oddKind{
		{"fifo", func(path string) (func(), error) { return none, unix.Mkfifo(path, 0o666) }},
		{"fifo with a writer", func(path string) (func(), error) {
			if err := unix.Mkfifo(path, 0o666); err != nil {
				return none, err
			}
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			return func() { _ = f.Close() }, err
		}},
		{"socket", func(path string) (func(), error) { return none, unix.Mknod(path, unix.S_IFSOCK|0o666, 0) }},
		{"device", func(path string) (func(), error) {
			return none, unix.Mknod(path, unix.S_IFCHR|0o666, int(unix.Mkdev(1, 5)))
		}},
		{"dangling link", func(path string) (func(), error) { return none, os.Symlink("nowhere", path) }},
		{"link outside", func(path string) (func(), error) {
			return none, os.Symlink(filepath.Join(filepath.Dir(path), strings.Repeat("../", 8), "etc/hostname"), path)
		}},
		{"link to zeros", func(path string) (func(), error) { return none, os.Symlink("/dev/zero", path) }},
		{"folder", func(path string) (func(), error) { return none, os.Mkdir(path, 0o777) }},
		{"sparse", func(path string) (func(), error) {
			if err := os.WriteFile(path, nil, 0o666); err != nil {
				return none, err
			}
			return none, os.Truncate(path, 300<<30)
		}},
	}
}

type oddKind struct {
	name string
	put  func(path string) (undo func(), err error)
}

func TestExplore(t *testing.T) {
	bin := buildHub(t)
	template := t.TempDir()
	write := func(name, text string) {
		p := filepath.Join(template, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o755))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o644))
	}
	write("hub.yaml", "version: 1\nsources: [{path: examples}]\nrun: {workers: 1}\nrunners: {sh: {version: [sh, -c, 'echo 1']}}\n")
	write("examples/a/run.sh", "echo a\n")
	write("examples/a/data.txt", "echo a\n")
	write("examples/b.sh", "echo b; exit 1\n")
	do := func(dir string, args ...string) (int, string, time.Duration) {
		ctx, cancel := context.WithTimeout(context.Background(), 6*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b", "PATH="+filepath.Dir(bin)+":"+os.Getenv("PATH"))
		cmd.WaitDelay = time.Second
		start := time.Now()
		out, err := cmd.CombinedOutput()
		took := time.Since(start)
		if ctx.Err() != nil {
			return -1, string(out), took
		}
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode(), string(out), took
		}
		require.NoError(t, err)
		return 0, string(out), took
	}
	for _, args := range [][]string{{"git", "init", "-q"}, {"git", "add", "."}, {"git", "commit", "-qm1"}, {"hub", "hooks", "install"}, {"hub", "all", "-q", "--save-output", "--report=json,junit"}, {"hub", "clean", "--completed", "--backup"}, {"hub", "all", "-q", "--save-output"}} {
		args := args
		if args[0] == "hub" {
			args = append([]string{bin}, args[1:]...)
		}
		code, out, _ := do(template, args...)
		fmt.Println(args, code, out)
	}
	var paths []string
	var ids []string
	filepath.Walk(filepath.Join(template, ".hub"), func(p string, info os.FileInfo, err error) error {
		rel, _ := filepath.Rel(template, p)
		paths = append(paths, rel)
		if strings.HasSuffix(rel, ".ndjson") {
			ids = append(ids, strings.TrimSuffix(filepath.Base(rel), ".ndjson"))
		}
		return nil
	})
	paths = append(paths, ".hub/tmp/20200101T000000.000Z-0000", ".hub/tmp/20200101T000000.000Z-0000/outside", ".hub/tmp/"+ids[0]+"/x", ".hub/.status.json.1.tmp", ".hub/lock.json", ".hub/runs/20200101T000000.000Z-0000.ndjson", ".hub/runs/x.ndjson",
		".hub/runs/20200101T000000.000Z-0000", ".hub/status.json.corrupt-20200101T000000Z", "examples/a/data.txt", "examples/a/fifo.sh", "examples/a/example.yaml", "examples/a/run.sh", "hub.yaml", ".git/hooks/pre-commit")
	commands := [][]string{
		{"list"}, {"status"}, {"stats"}, {"errors"}, {"stale"}, {"show", "a"}, {"show", "--log", "a"}, {"config", "check"}, {"config", "print"}, {"schema", "status"}, {"version"},
		{"all", "--dry-run"}, {"all", "-q"}, {"all", "-q", "--save-output"}, {"ci", "-q"}, {"run", "-q", "a"}, {"run", "--raw", "a"}, {"errors", "--run"}, {"errors", "--clear"}, {"stale", "--run"},
		{"report"}, {"report", "--from=" + ids[0], "--report=json:-"}, {"report", "--report=json,junit,markdown,html"}, {"merge", ".hub/runs"}, {"merge", ".hub"}, {"clean", "--silent"}, {"clean"}, {"clean", "--dry-run"}, {"clean", "--completed", "--backup"}, {"clean", "--all", "--yes"},
		{"hooks", "install"}, {"hooks", "uninstall"}, {"exclude", "a"}, {"ids"}, {"ids", "--dry-run"}, {"init", "--force"}, {"GIT"},
	}
	var mu sync.Mutex
	file, _ := os.Create("/tmp/files-x/explore.tsv")
	sem := make(chan struct{}, 3)
	var wg sync.WaitGroup
	only := os.Getenv("ONLY")
	for _, k := range oddKinds() {
		for _, p := range paths {
			if only != "" && !strings.Contains(p, only) {
				continue
			}
			sem <- struct{}{}
			wg.Add(1)
			go func() {
				defer func() { <-sem; wg.Done() }()
				work := t.TempDir()
				for _, c := range commands {
					// sleeps never
					dir := filepath.Join(work, "p")
					os.RemoveAll(dir)
					exec.Command("cp", "-a", template, dir).Run()
					path := filepath.Join(dir, p)
					os.MkdirAll(filepath.Dir(path), 0o755)
					os.RemoveAll(path)
					undo, err := k.put(path)
					require.NoError(t, err)
					args := append([]string{bin}, c...)
					if c[0] == "GIT" {
						args = []string{"git", "commit", "-q", "--allow-empty", "-mx"}
					}
					code, out, took := do(dir, args...)
					undo()
					mu.Lock()
					fmt.Fprintf(file, "%s\t%s\t%s\t%d\t%d\t%s\n", k.name, p, strings.Join(c, " "), code, took.Milliseconds(), strings.ReplaceAll(strings.TrimSpace(out), "\n", " | "))
					mu.Unlock()
					if code == -1 {
						break // one is enough to know: next cell
					}
				}
			}()
		}
	}
	wg.Wait()
}
