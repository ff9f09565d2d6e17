package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// survivor is an example that leaves a process behind: lines of a shell, or the
// file of testdata/survivors of that name. NUMBER in it is replaced by what is
// found again in the name or the command line of what it leaves.
type survivor struct {
	name  string
	needs string // a program
	text  string
}

// survivors are the ways of leaving an example that are known.
func survivors() []survivor {
	out := []survivor{
		{"sh-background", "sh", "sleep 319.NUMBER &\n"},
		{"sh-clean", "env", "env -i sleep 319.NUMBER </dev/null >/dev/null 2>&1 &\n"},
		{"sh-nohup", "nohup", "nohup setsid sleep 319.NUMBER </dev/null >/dev/null 2>&1 &\n"},
		{"sh-setsid-clean", "setsid", "env -i setsid --fork sleep 319.NUMBER </dev/null >/dev/null 2>&1\n"},
		{"sh-systemd-run", "setsid", "setsid sh -c 'env -i setsid sh -c \"cd /; exec env -i sleep 319.NUMBER\" </dev/null >/dev/null 2>&1 &' &\nwait\n"},
		{"sh-late", "setsid", "(sleep 0.05; env -i setsid sleep 319.NUMBER) </dev/null >/dev/null 2>&1 &\n"},
	}
	for _, kind := range []string{"orphan", "join", "forgetful", "cloneparent", "cloneparentsession", "chains", "chainsessions",
		"thread", "vfork", "stopped", "stoppedorphan", "ignoring", "reaper", "zombies"} {
		out = append(out, survivor{"c-" + kind, "gcc", "exec ../bin/survivor " + kind + " NUMBER\n"})
	}
	return append(out,
		survivor{"go-daemon", "go", "exec ../bin/daemon NUMBER\n"},
		survivor{"py-daemon", "python3", "daemon.py"},
		survivor{"py-forgetful", "python3", "forgetful.py"},
		survivor{"py-chains", "python3", "chains.py"},
		survivor{"pl-daemon", "perl", "daemon.pl"},
	)
}

// survivorBin is a folder with what the survivors need built; empty where gcc is
// missing.
var survivorBin = sync.OnceValues(func() (string, error) {
	if _, err := program(); err != nil { // whose folder it is in
		return "", err
	}
	dir := filepath.Join(programDir, "bin")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	from := filepath.Join("testdata", "survivors")
	builds := [][]string{{"go", "build", "-o", filepath.Join(dir, "daemon"), filepath.Join(from, "daemon.go")}}
	if _, err := exec.LookPath("gcc"); err == nil {
		builds = append(builds, []string{"gcc", "-O1", "-pthread", "-o", filepath.Join(dir, "survivor"), filepath.Join(from, "survivor.c")})
	}
	for _, b := range builds {
		if out, err := exec.Command(b[0], b[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%v: %w: %s", b, err, out)
		}
	}
	return dir, nil
})

// leakers writes the examples of a project in which each survivor stands between
// innocents, and returns the numbers by which what they leave is found, by ID.
func leakers(t *testing.T, all []survivor) (root string, numbers map[string]string) {
	t.Helper()
	bin, err := survivorBin()
	require.NoError(t, err)
	numbers = map[string]string{}
	files := map[string]string{"hub.yaml": "sources: [{path: examples, entry: [none]}]\nrun: {leaks: fail, timeout: 1m}\n"}
	first := 100_000_000 + rand.IntN(899_000_000)
	for i, s := range all {
		if _, err := exec.LookPath(s.needs); err != nil {
			present(t, !inCI(), s.needs)
			continue
		}
		number := strconv.Itoa(first + i)
		text, ext := "cd examples\n"+strings.Replace(s.text, "../bin", bin, 1), ".sh"
		if e := filepath.Ext(s.text); e == ".py" || e == ".pl" {
			code, err := os.ReadFile(filepath.Join("testdata", "survivors", s.text))
			require.NoError(t, err)
			text, ext = string(code), e
		}
		file := fmt.Sprintf("examples/%02d-%s%s", i, s.name, ext)
		files[file] = strings.ReplaceAll(text, "NUMBER", number)
		files[fmt.Sprintf("examples/%02d-%s-innocent.sh", i, s.name)] = "sleep 0.05 & wait\necho fine\n"
		numbers[file] = number
	}
	files["examples/00-innocent.sh"] = "echo fine\n"
	return tree(t, files), numbers
}

// alive are the processes whose name or command line holds the number. Zombies
// are none: what is dead waits for its parent.
func alive(number string) []int {
	names, _ := filepath.Glob("/proc/[0-9]*/stat")
	var pids []int
	for _, name := range names {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err != nil || pid == os.Getpid() {
			continue
		}
		stat, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(name), "cmdline"))
		end := bytes.LastIndexByte(stat, ')')
		if end < 0 || strings.ContainsRune("ZX", rune(stat[end+2])) {
			continue
		}
		if bytes.Contains(stat[:end], []byte(number)) || bytes.Contains(line, []byte(number)) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// bury ends what a test that failed has left.
func bury(t *testing.T, numbers map[string]string) {
	t.Cleanup(func() {
		for _, number := range numbers {
			for _, pid := range alive(number) {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	})
}

// runningIn are the processes whose current folder is root or below it.
func runningIn(root string) []int {
	names, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var pids []int
	for _, name := range names {
		dir, err := os.Readlink(name)
		if err != nil || dir != root && !strings.HasPrefix(dir, root+"/") {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
