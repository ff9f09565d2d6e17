package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPurposesHaveBounds: what a command is for (entry files for exclude and
// ids, hub.yaml for init, golden files for --update) it does inside the project
// alone, and never to git's files.
func TestPurposesHaveBounds(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	bin := buildHub(t)
	for _, c := range []struct {
		name  string
		files map[string]string
		links map[string]string // name in the project: target in W
		args  [][]string
	}{
		{"a source above the root", map[string]string{"p/hub.yaml": "sources: [{path: ../outside}, {path: examples}]\n"}, nil,
			[][]string{{"ids"}, {"exclude", "mine"}}},
		{"a source of git's", map[string]string{"p/hub.yaml": "sources: [{path: .git/hooks}, {path: examples}]\n", "p/.git/hooks/mine.sh": "echo mine\n"}, nil,
			[][]string{{"ids"}, {"exclude", ".git/hooks/mine.sh"}}},
		{"a linked entry file", nil, map[string]string{"examples/linked.sh": "outside/mine.sh"},
			[][]string{{"exclude", "linked"}}},
		{"a linked source", map[string]string{"p/hub.yaml": "sources: [{path: linked}]\n"}, map[string]string{"linked": "outside"},
			[][]string{{"ids"}, {"exclude", "mine"}}},
		{"linked metadata", map[string]string{"p/examples/x/run.sh": "echo x\n"}, map[string]string{"examples/x/example.yaml": "outside/mine.yaml"},
			[][]string{{"ids"}, {"exclude", "examples/x"}}},
		{"a linked hub.yaml", nil, map[string]string{"hub.yaml": "outside/mine.yaml"}, [][]string{{"init", "--force"}}},
		{"a hub.yaml linked to git's", nil, map[string]string{"hub.yaml": "p/.git/config"}, [][]string{{"init", "--force"}}},
		{"a hub.yaml linked to an example", nil, map[string]string{"hub.yaml": "p/examples/keep.sh"}, [][]string{{"init", "--force"}}},
		{"a hub.yaml linked to something else", map[string]string{"p/package.json": "{\"version\": \"1\"}\n"}, map[string]string{"hub.yaml": "p/package.json"},
			[][]string{{"init", "--force"}}},
		{"metadata linked to hub.yaml", map[string]string{"p/hub.yaml": "sources: [{path: .}]\n", "p/examples/x/run.sh": "echo x\n"},
			map[string]string{"examples/x/example.yaml": "p/hub.yaml"}, [][]string{{"exclude", "examples/x"}, {"ids"}}},
		{"metadata linked to something else", map[string]string{"p/hub.yaml": "sources: [{path: .}]\n", "p/examples/x/run.sh": "echo x\n", "p/package.json": "{}\n"},
			map[string]string{"examples/x/example.yaml": "p/package.json"}, [][]string{{"exclude", "examples/x"}, {"ids"}}},
		{"another name for hub.yaml", nil, nil,
			[][]string{{"init", "--force", "-c", "examples/keep.sh"}, {"init", "--force", "-c", ".git/config"}, {"init", "-c", ".git/hub.yaml"}}},
		{"golden files", map[string]string{
			"p/examples/up/up.sh":     goldenScript("../../../outside/mine.txt"),
			"p/examples/up/new.sh":    goldenScript("../../../outside/new.txt"),
			"p/examples/up/git.sh":    goldenScript("../../.git/config"),
			"p/examples/up/git2.sh":   goldenScript("../../.GIT/new"),
			"p/examples/up/link.sh":   goldenScript("link.txt"),
			"p/examples/up/folder.sh": goldenScript("folder/new.txt"),
			"p/examples/up/config.sh": goldenScript("../../hub.yaml"),
			"p/examples/up/other.sh":  goldenScript("../keep.sh"),
			"p/hub.yaml":              "sources: [{path: examples}]\n",
		}, map[string]string{"examples/up/link.txt": "outside/mine.txt", "examples/up/folder": "outside"},
			[][]string{{"all", "--update"}, {"run", "examples/up/git.sh", "examples/up/up.sh", "--update"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{
				"outside/mine.sh": "echo mine\n", "outside/mine.yaml": "title: mine\n", "outside/mine.txt": "mine\n",
				"p/.git/config": "[core]\n", "p/examples/keep.sh": "# ---\n# id: keep\n# ---\necho keep\n",
			}
			for name, text := range c.files {
				files[name] = text
			}
			g := grounds{w: tree(t, files)}
			g.p = filepath.Join(g.w, "p")
			for name, target := range c.links {
				link(t, filepath.Join(g.w, filepath.FromSlash(target)), filepath.Join(g.p, filepath.FromSlash(name)))
			}
			before := wholeTree(t, g.w)
			for _, args := range c.args {
				assert.NotEqual(t, exitGood, try(t, bin, g, args, before), "%v", args)
			}
		})
	}
}

// golden is an example with a golden file that is never what it prints.
func goldenScript(file string) string {
	return "# ---\n# expect: {stdout: {golden: " + file + "}}\n# ---\necho $0\n"
}

// TestHooksStayInTheWorkTree: the content of a repository does not lead the
// hook out of it.
func TestHooksStayInTheWorkTree(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	bin := buildHub(t)
	g := grounds{w: tree(t, map[string]string{"outside/mine": "mine\n", "p/examples/a.sh": "echo a\n"})}
	g.p = filepath.Join(g.w, "p")
	for _, args := range [][]string{{"init", "-q"}, {"config", "core.hooksPath", ".githooks"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = g.p
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	link(t, filepath.Join(g.w, "outside"), filepath.Join(g.p, ".githooks"))
	before := wholeTree(t, g.w)
	for _, what := range []string{"install", "uninstall"} {
		assert.Equal(t, exitUsage, try(t, bin, g, []string{"hooks", what}, before))
	}
	_, _, told := hubIn(t, bin, g.p, "hooks", "install")
	assert.Contains(t, told, "a symbolic link in the work tree leads from")
}

// TestSwappedFolders: an example swaps a folder of the state for a link while it
// runs. Nothing is written or removed behind it; what could not be written is
// said and costs the exit code.
func TestSwappedFolders(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("no sh, or no links")
	}
	bin := buildHub(t)
	for _, swapped := range []string{".hub", ".hub/reports", ".hub/runs", ".hub/tmp", ".hub/cache", ".hub/status.json", ".hub/lock.json", "out"} {
		t.Run(swapped, func(t *testing.T) {
			t.Parallel()
			g := grounds{w: tree(t, map[string]string{
				"outside/junit.xml": "mine\n", "outside/status.json": "mine\n", "outside/runs/mine.ndjson": "mine\n", "outside/lock.json": "mine\n", "outside/cache/x": "mine\n",
				"p/hub.yaml":      "sources: [{path: examples}]\nreports: {default: [junit, 'json:out/report.json']}\n",
				"p/examples/a.sh": "target=../outside\ncase " + swapped + " in *.json) target=../outside/status.json;; esac\nmkdir -p out .hub/reports\nmv " + swapped + " moved\nln -s \"$PWD/$target\" " + swapped + "\necho swapped\n",
				"p/examples/b.sh": "echo b\n",
			})}
			g.p = filepath.Join(g.w, "p")
			before := wholeTree(t, g.w)
			exit := try(t, bin, g, []string{"ci", "-j1", "--save-output"}, before)
			if swapped == ".hub" || swapped == ".hub/reports" || swapped == "out" || swapped == ".hub/runs" {
				assert.Equal(t, exitTrouble, exit)
			}
			try(t, bin, g, []string{"clean", "--all", "-y"}, before)
		})
	}
}

// TestUmask: files and folders are created as any program of the user's would
// create them, and those that are replaced keep their mode.
func TestUmask(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("no sh, or no umask")
	}
	bin := buildHub(t)
	for umask, want := range map[string][2]os.FileMode{"027": {0o640, 0o750}, "002": {0o664, 0o775}, "077": {0o600, 0o700}} {
		t.Run(umask, func(t *testing.T) {
			t.Parallel()
			root := tree(t, map[string]string{
				"hub.yaml":        "sources: [{path: examples}]\n",
				"examples/a.sh":   "# ---\n# expect: {stdout: {golden: new/a.out}}\n# ---\necho a\n",
				"examples/b.html": "",
			})
			script := "umask " + umask + "\n\"$1\" run a --update --save-output --report=junit:out/deep/junit.xml --events=events.ndjson && \"$1\" ci -q && \"$1\" stale && \"$1\" clean --completed --older-than=1h --backup && \"$1\" init -c other/hub.yaml"
			require.NoError(t, os.Mkdir(filepath.Join(root, "other"), 0o755))
			cmd := exec.Command("sh", "-c", script, "sh", bin)
			cmd.Dir = root
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			seen := 0
			for path, text := range wholeTree(t, root) {
				made := strings.HasPrefix(path, ".hub") || strings.HasPrefix(path, "out") || path == "events.ndjson" || strings.HasPrefix(path, "examples/new") || path == "other/hub.yaml"
				if !made {
					continue
				}
				seen++
				info, err := os.Stat(filepath.Join(root, path))
				require.NoError(t, err)
				mode := want[0]
				if info.IsDir() {
					mode = want[1]
				}
				assert.Equal(t, mode, info.Mode().Perm(), "%s %.20s", path, text)
			}
			assert.Greater(t, seen, 12)

			status := filepath.Join(root, ".hub", "status.json")
			require.NoError(t, os.Chmod(status, 0o604))
			exit, _, told := hubIn(t, bin, root, "all", "-q")
			require.Equal(t, exitGood, exit, told)
			info, err := os.Stat(status)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o604), info.Mode().Perm())
		})
	}
}
