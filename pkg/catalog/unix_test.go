//go:build unix

package catalog

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestSpecialFilesAreNeverOpened(t *testing.T) {
	root := plant(t, files{"examples/x.sh": "", "examples/tosocket.sh": "-> s.sh", "examples/sub/main.sh": ""})
	at := func(name string) string { return filepath.Join(root, "examples", name) }
	for _, name := range []string{"pipe.sh", "pipe", "sub/example.yaml"} {
		require.NoError(t, syscall.Mkfifo(at(name), 0o644))
	}
	t.Chdir(filepath.Join(root, "examples")) // the names of sockets are short
	l, err := net.Listen("unix", "s.sh")
	require.NoError(t, err)
	defer l.Close()

	c, err := Discover(configure(t, root, oneSource), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"examples/pipe.sh", "examples/s.sh", "examples/tosocket.sh", "examples/x.sh", "examples/sub"}, ids(c))
	assert.Empty(t, problems(c))
	for id, why := range map[string]string{
		"examples/pipe.sh":     "it is a named pipe, not a file",
		"examples/s.sh":        "it is a socket, not a file",
		"examples/tosocket.sh": "the symbolic link leads to a socket, not to a file",
	} {
		assert.Equal(t, &hub.Error{Type: hub.ErrUnreadable, File: id, Message: why}, byID(t, c, id).Invalid)
	}
	assert.Equal(t, "example.yaml is not a file but a named pipe", byID(t, c, "examples/sub").Invalid.Message)
}

func TestUnusualNames(t *testing.T) {
	tree := files{}
	for _, name := range []string{
		"with space.sh", "new\nline.sh", `quo"te's.sh`, "-dash.sh", "--help", "@file.sh", "esc\x1b[31m.sh", "tab\t.sh",
		"{file}.sh", "*.sh", "[a].sh", `back\slash.sh`, "ümläut.sh", "日本.sh", "42.sh", " .sh", "%41.sh", "%0A.sh", "..x.sh/a.sh", "...sh/b.sh",
	} {
		tree[name] = "#!/bin/sh\n"
	}
	if runtime.GOOS == "linux" {
		tree["latin\xe9.sh"] = ""
	}
	root := plant(t, tree)
	c, err := Discover(configure(t, root, "sources: [{path: .}]"), nil)
	require.NoError(t, err)
	want := map[string][]string{
		"with space.sh": {"sh", "with space.sh"}, "new%0Aline.sh": {"sh", "new\nline.sh"}, `quo"te's.sh`: {"sh", `quo"te's.sh`},
		"-dash.sh": {"sh", "./-dash.sh"}, "--help": {"sh", "./--help"}, "@file.sh": {"sh", "./@file.sh"},
		"esc%1B[31m.sh": {"sh", "esc\x1b[31m.sh"}, "tab%09.sh": {"sh", "tab\t.sh"}, "{file}.sh": {"sh", "{file}.sh"}, "*.sh": {"sh", "*.sh"},
		"[a].sh": {"sh", "[a].sh"}, `back\slash.sh`: {"sh", `back\slash.sh`}, "ümläut.sh": {"sh", "ümläut.sh"}, "日本.sh": {"sh", "日本.sh"},
		"42.sh": {"sh", "42.sh"}, " .sh": {"sh", " .sh"}, "%41.sh": {"sh", "%41.sh"}, "%250A.sh": {"sh", "%0A.sh"},
	}
	if runtime.GOOS == "linux" {
		want["latin%E9.sh"] = []string{"sh", "latin\xe9.sh"}
	}
	got := map[string][]string{}
	for _, e := range c.Examples {
		got[e.ID] = e.Argv
		assert.Equal(t, e.ID, e.Path)
		assert.Equal(t, hub.Printable(e.ID), e.ID)
		assert.FileExists(t, e.File)
	}
	assert.Equal(t, want, got)
	assert.Empty(t, problems(c))
}

// unprivileged is the environment variable with the root of the tree for the
// child process that [asNobody] starts.
const unprivileged = "HUB_TEST_UNPRIVILEGED"

// TestUnreadable needs a user who cannot read everything: started by root, it
// runs itself again as one.
func TestUnreadable(t *testing.T) {
	root, child := os.LookupEnv(unprivileged)
	if !child {
		root = plant(t, files{
			"examples/a/open.sh":      "",
			"examples/a/closed.sh":    "",
			"examples/a/notes":        "",
			"examples/a/package.go":   "package main\n\nfunc main() {}\n",
			"examples/shut/in.sh":     "",
			"examples/half/main.py":   "",
			"examples/m/main.py":      "",
			"examples/m/example.yaml": "title: nobody can know\n",
			"if/x.sh":                 "# run\n",
			"named/notes":             "",
		})
		for _, name := range []string{"examples/a/closed.sh", "examples/a/notes", "examples/a/package.go", "examples/shut", "examples/m/example.yaml", "if/x.sh", "named/notes"} {
			file := filepath.Join(root, name)
			require.NoError(t, os.Chmod(file, 0))
			t.Cleanup(func() { assert.NoError(t, os.Chmod(file, 0o755)) })
		}
		if os.Geteuid() == 0 {
			asNobody(t, root)
			return
		}
	}
	c, err := Discover(configure(t, root, `
sources:
  - path: examples
  - {path: if, include-if: '^# run$'}
  - {path: named, include: [notes], runner: sh}
overrides: [{match: {path: nowhere}, timeout: 1s}]
`), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"examples/a/closed.sh", "examples/a/open.sh", "examples/a/package.go", "examples/half", "examples/m", "named/notes"}, ids(c))
	for _, id := range []string{"examples/a/closed.sh", "examples/a/package.go", "named/notes"} {
		assert.Equal(t, &hub.Error{Type: hub.ErrUnreadable, File: id, Message: "the file cannot be read: permission denied"}, byID(t, c, id).Invalid)
	}
	assert.Equal(t, &hub.Error{Type: hub.ErrInvalidMeta, File: "examples/m/example.yaml", Message: "example.yaml cannot be read: permission denied"}, byID(t, c, "examples/m").Invalid)
	assert.Equal(t, []string{
		"examples/shut: the folder cannot be read, so examples in it may be missing: permission denied [incomplete]",
		"examples/a/notes: the file cannot be read, so it is unknown whether it is an example: permission denied [incomplete]",
		"if/x.sh: the file cannot be read, so it is unknown whether it is an example: permission denied [incomplete]",
	}, problems(c), "not the override, which may match missing examples")
	assert.True(t, c.Incomplete())
	_, err = json.Marshal(c.Examples)
	require.NoError(t, err)
}

// asNobody runs the calling test again as an unprivileged user.
func asNobody(t *testing.T, root string) {
	t.Helper()
	const nobody = 65534
	dir, err := os.MkdirTemp("", "hub-nobody-")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o755))
	for parent := root; parent != filepath.Dir(parent) && parent != os.TempDir(); parent = filepath.Dir(parent) {
		require.NoError(t, os.Chmod(parent, 0o755))
	}
	self, err := os.Executable()
	require.NoError(t, err)
	in, err := os.Open(self)
	require.NoError(t, err)
	defer in.Close()
	program := filepath.Join(dir, "catalog.test")
	out, err := os.OpenFile(program, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(out, in)
	require.NoError(t, err)
	require.NoError(t, out.Close())

	cmd := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), unprivileged+"="+root)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	output, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Skipf("root may not become another user here: %v", err)
	}
	require.NoError(t, err, "%s", output)
	require.Contains(t, string(output), "--- PASS: "+t.Name())
}
