package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wholeTree is what lies below a folder: names, modes, contents and the targets
// of links.
func wholeTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		text := ""
		switch {
		case info.Mode().IsRegular():
			var data []byte
			data, err = os.ReadFile(path)
			text = string(data)
		case info.Mode()&fs.ModeSymlink != 0:
			text, err = os.Readlink(path)
		}
		found[filepath.ToSlash(rel)] = info.Mode().String() + " " + text
		return err
	}))
	return found
}

// grounds is a folder W with what nobody may touch, and a project in W/p.
type grounds struct{ w, p, logs string }

// newGrounds lays them out: W/outside holds what is somebody else's, a state of
// hub's among it, and W/logs the log of a shard of the project.
func newGrounds(t *testing.T, template string) grounds {
	t.Helper()
	w := t.TempDir()
	require.NoError(t, os.CopyFS(w, os.DirFS(template)))
	return grounds{w, filepath.Join(w, "p"), filepath.Join(w, "logs")}
}

// groundsTemplate is what newGrounds copies.
func groundsTemplate(t *testing.T, bin string) string {
	t.Helper()
	w := tree(t, map[string]string{
		"outside/authorized_keys": "ssh-ed25519 AAAA mine\n", "outside/golden": "mine\n", "outside/lock.json": "mine\n",
		"outside/runs/mine.ndjson": "mine\n", "outside/cache/.mine.tmp": "mine\n", "outside/junit.xml": "mine\n",
		"p/README.md":   "# Mine\n",
		"p/.git/config": "[core]\n\tbare = false\n", "p/.git/HEAD": "ref: refs/heads/main\n", "p/.git/objects/x": "", "p/.git/refs/x": "",
		"p/examples/a.sh": "echo a\n", "p/examples/bad.sh": "exit 1\n",
		"p/examples/side/run.sh": "echo side\n", "p/examples/side/example.yaml": "title: Side\n",
		"p/linked/keep":     "",
		"p/src/status.json": "{\"mine\": 1}\n", "p/src/tmp/mine": "mine\n",
		"p/lib/tmp/mine": "mine\n", "p/lib/cache/.mine.tmp": "mine\n", "p/lib/runs/mine.ndjson": "mine\n",
	})
	p := filepath.Join(w, "p")
	exit, _, told := hubIn(t, bin, p, "ci", "-q", "--shard=1/1", "--save-output")
	require.Equal(t, exitFailed, exit, told)
	require.NoError(t, os.CopyFS(filepath.Join(w, "logs"), os.DirFS(filepath.Join(p, ".hub", "runs"))))
	require.NoError(t, os.CopyFS(filepath.Join(w, "outside", "state"), os.DirFS(filepath.Join(p, ".hub"))))
	return w
}

// writing are the commands that write: with everything that makes them write.
var writing = [][]string{
	{"all"},
	{"ci"},
	{"run", "examples/a.sh"},
	{"run", "--save-output", "examples/a.sh"},
	{"errors", "--run"},
	{"errors", "--clear"},
	{"stale", "--run"},
	{"stale"},
	{"merge", "LOGS"},
	{"report"},
	{"clean"},
	{"clean", "--silent"},
	{"clean", "--all", "-y"},
	{"clean", "--completed", "--backup"},
}

// link makes a link, and the folder that it lies in.
func link(t *testing.T, target, name string) {
	t.Helper()
	require.NoError(t, os.RemoveAll(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

// TestNothingIsWrittenElsewhere walks every command that writes against every
// kind of place where hub does not write: what lies outside of the project, what
// is git's, the configuration, examples and what is somebody else's are the same
// bytes afterwards.
func TestNothingIsWrittenElsewhere(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	bin := buildHub(t)
	template := groundsTemplate(t, bin)

	config := func(lines string) func(*testing.T, grounds) {
		return func(t *testing.T, g grounds) {
			text := strings.ReplaceAll("version: 1\nsources: [{path: examples}]\n"+lines+"\n", "W/", filepath.ToSlash(g.w)+"/")
			require.NoError(t, os.WriteFile(filepath.Join(g.p, "hub.yaml"), []byte(text), 0o644))
		}
	}
	linked := func(target, name string) func(*testing.T, grounds) {
		return func(t *testing.T, g grounds) {
			config("")(t, g)
			link(t, filepath.Join(g.w, "outside", target), filepath.Join(g.p, name))
		}
	}
	linkedInside := func(target, name string) func(*testing.T, grounds) {
		return func(t *testing.T, g grounds) {
			config("")(t, g)
			link(t, filepath.FromSlash(target), filepath.Join(g.p, name))
		}
	}
	both := func(list ...func(*testing.T, grounds)) func(*testing.T, grounds) {
		return func(t *testing.T, g grounds) {
			for _, prepare := range list {
				prepare(t, g)
			}
		}
	}
	places := map[string]func(*testing.T, grounds){
		"status above the root":            config("status: {file: ../outside/authorized_keys}"),
		"status of a new name above":       config("status: {file: ../outside/new/status.json}"),
		"status at an absolute path":       config("status: {file: W/outside/authorized_keys}"),
		"another state above the root":     config("status: {file: ../outside/state/status.json}"),
		"status behind a link to a folder": both(linked("", "linked"), config("status: {file: linked/status.json}")),
		"status is a link":                 both(linked("authorized_keys", "linked/status.json"), config("status: {file: linked/status.json}")),
		"status in .git":                   config("status: {file: .git/config}"),
		"status in .git, new":              config("status: {file: .git/hub/status.json}"),
		"status in .GIT":                   config("status: {file: .GIT/config}"),
		"status is hub.yaml":               config("status: {file: hub.yaml}"),
		"status is an example":             config("status: {file: examples/a.sh}"),
		"status is metadata":               config("status: {file: examples/side/example.yaml}"),
		"status is somebody's":             config("status: {file: README.md}"),
		"linked .hub":                      linked("state", ".hub"),
		"linked .hub, of somebody":         linked("", ".hub"),
		"linked status":                    linked("authorized_keys", ".hub/status.json"),
		"linked .hub, a source's folder":   linkedInside("src", ".hub"),
		"linked .hub, a folder of others":  linkedInside("lib", ".hub"),
		"linked status, in the root":       linkedInside("../README.md", ".hub/status.json"),
		"linked runs":                      linked("state/runs", ".hub/runs"),
		"linked cache":                     linked("cache", ".hub/cache"),
		"linked tmp":                       linked("state", ".hub/tmp"),
		"linked lock":                      linked("new-lock", ".hub/lock"),
		"linked holder":                    linked("authorized_keys", ".hub/lock.json"),
		"linked reports":                   linked("", ".hub/reports"),
		"linked report":                    linked("authorized_keys", ".hub/reports/junit.xml"),
		"linked mark":                      linked("authorized_keys", ".hub/.gitignore"),
		"reports above the root":           config("reports: {dir: ../outside}"),
		"reports at an absolute path":      config("reports: {dir: W/outside/new}"),
		"reports behind a link":            both(linked("", "linked"), config("reports: {dir: linked/x}")),
		"reports in .git":                  config("reports: {dir: .git}"),
		"reports in .Git":                  config("reports: {dir: .Git/x}"),
		"report by its path, above":        config("reports: {default: ['junit:../outside/authorized_keys']}"),
		"report by its path, git's":        config("reports: {default: ['junit:.git/config']}"),
		"report by its path, an example":   config("reports: {default: ['junit:examples/a.sh']}"),
		"report by its path, hub.yaml":     config("reports: {default: ['junit:hub.yaml']}"),
		"report by its path, metadata":     config("reports: {default: ['junit:examples/side/example.yaml']}"),
		"report by its path, the state":    config("reports: {default: ['junit:.hub/status.json']}"),
	}
	for name, prepare := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGrounds(t, template)
			prepare(t, g)
			before := wholeTree(t, g.w)
			for _, args := range writing {
				told := try(t, bin, g, args, before)
				if args[0] == "clean" && len(args) < 3 && args[len(args)-1] != "-y" {
					assert.Equal(t, exitGood, told, "%v never fails a commit", args)
				}
			}
		})
	}

	// What the user names may lie anywhere, and is no example, configuration,
	// state or file of git's either.
	for _, path := range []string{
		"examples/a.sh", "examples/side/example.yaml", "examples/side/run.sh", "hub.yaml", ".git/config", ".git/new", ".GIT/new", ".git",
		".hub/status.json", ".hub/lock", ".hub/runs/new.ndjson", "linked/junit.xml", "linked/link.xml", "hard.sh",
	} {
		t.Run("named "+path, func(t *testing.T) {
			t.Parallel()
			g := newGrounds(t, template)
			config("")(t, g)
			link(t, filepath.Join(g.w, "outside"), filepath.Join(g.p, "linked"))
			link(t, filepath.Join(g.w, "outside", "authorized_keys"), filepath.Join(g.w, "outside", "link.xml"))
			require.NoError(t, os.Link(filepath.Join(g.p, "examples", "a.sh"), filepath.Join(g.p, "hard.sh")))
			before := wholeTree(t, g.w)
			for _, args := range [][]string{
				{"all", "--report=junit:" + path}, {"ci", "--report=junit:" + path}, {"run", "examples/a.sh", "--report=junit:" + path},
				{"errors", "--run", "--report=junit:" + path}, {"stale", "--run", "--report=junit:" + path},
				{"merge", "LOGS", "--report=junit:" + path}, {"report", "--report=junit:" + path},
				{"all", "--events=" + path}, {"run", "examples/a.sh", "--events=" + path},
			} {
				assert.Equal(t, exitUsage, try(t, bin, g, args, before), "%v", args)
			}
		})
	}
}

// try runs one command, and checks that it has left alone what is not its own.
func try(t *testing.T, bin string, g grounds, args []string, before map[string]string) int {
	t.Helper()
	args = append([]string(nil), args...)
	for i := range args {
		if args[i] == "LOGS" {
			args[i] = g.logs
		}
	}
	exit, _, told := hubIn(t, bin, g.p, args...)
	assert.NotContains(t, told, "goroutine ", "%v", args)
	after := wholeTree(t, g.w)
	for path, was := range before {
		// What is in .hub is hub's own. A link there may be replaced, not followed.
		if strings.HasPrefix(path, "p/.hub/") || path == "p/.hub" && !strings.Contains(was, g.w) {
			continue
		}
		if now, ok := after[path]; !assert.True(t, ok, "%v removed %s", args, path) || !assert.Equal(t, was, now, "%v changed %s", args, path) {
			t.FailNow()
		}
	}
	for path := range after {
		if _, ok := before[path]; !ok && (strings.HasPrefix(path, "outside") || strings.HasPrefix(strings.ToLower(path), "p/.git")) {
			t.Fatalf("%v wrote %s (exit %d: %s)", args, path, exit, told)
		}
	}
	return exit
}
