package changed_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/changed"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
)

// tree is a repository that a test changes.
type tree struct {
	t   testing.TB
	dir string
	env []string
}

// plant makes a repository with the files, which are committed.
func plant(t testing.TB, files map[string]string) *tree {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("git is not installed")
	}
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	r := &tree{t: t, dir: filepath.Join(top, "repo")}
	r.env = append(os.Environ(), "HOME="+top, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+filepath.Join(top, "none"), "GIT_CEILING_DIRECTORIES="+top,
		"GIT_AUTHOR_NAME=n", "GIT_AUTHOR_EMAIL=e@example.org", "GIT_COMMITTER_NAME=n", "GIT_COMMITTER_EMAIL=e@example.org")
	r.env = slices.DeleteFunc(r.env, func(kv string) bool { // a job of a CI system says what it is
		return slices.ContainsFunc([]string{"CI=", "GITHUB_", "GITLAB_", "CI_"}, func(lead string) bool { return strings.HasPrefix(kv, lead) })
	})
	require.NoError(t, os.MkdirAll(r.dir, 0o755))
	r.git("init", "-q", "-b", "main")
	for name, text := range files {
		r.write(name, text)
	}
	r.commit()
	return r
}

func (r *tree) git(args ...string) string {
	r.t.Helper()
	return r.gitIn(r.dir, args...)
}

func (r *tree) gitIn(dir string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir, cmd.Env = dir, r.env
	out, err := cmd.CombinedOutput()
	require.NoError(r.t, err, "git %v: %s", args, out)
	return strings.TrimSpace(string(out))
}

func (r *tree) commit() {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "change")
}

func (r *tree) path(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

func (r *tree) write(name, text string) {
	r.t.Helper()
	require.NoError(r.t, os.MkdirAll(filepath.Dir(r.path(name)), 0o755))
	require.NoError(r.t, os.WriteFile(r.path(name), []byte(text), 0o644))
}

// found finds the examples.
func (r *tree) found() (*config.Config, *catalog.Catalog) {
	r.t.Helper()
	cfg, err := config.Load(r.dir, "", func(string) (string, bool) { return "", false })
	require.NoError(r.t, err)
	cat, err := catalog.Discover(cfg, nil)
	require.NoError(r.t, err)
	return cfg, cat
}

// look returns why examples are touched, by ID.
func (r *tree) look(request changed.Request, env ...string) (map[string]string, *changed.Changes, error) {
	r.t.Helper()
	cfg, cat := r.found()
	c, err := request.Look(context.Background(), cfg, cat, append(slices.Clone(r.env), env...))
	if err != nil {
		return nil, nil, err
	}
	touched := map[string]string{}
	for i := range cat.Examples {
		if why := c.Why(i); why != "" {
			touched[cat.Examples[i].ID] = why
		}
	}
	return touched, c, nil
}

// prints returns what each example's result depends on, by ID.
func (r *tree) prints() map[string]string {
	r.t.Helper()
	_, cat := r.found()
	out := map[string]string{}
	for _, e := range cat.Examples {
		print, err := fingerprint.Of(e, fingerprint.Inputs{})
		if err != nil {
			print = err.Error()
		}
		out[e.ID] = print + " " + e.JudgedBy()
	}
	return out
}

// history changes a tree at random.
type history struct {
	*tree
	random *rand.Rand
	done   []string
}

const configuration = "sources: [{path: ex}, {path: more, include: ['**/*.sh']}]\nrun: {timeout: %ds}\noverrides:\n- {match: {path: 'ex/b/**'}, retries: %d}\n- {match: {path: 'more/**'}, inputs: ['../boot.sh']}\n"

func head(random *rand.Rand) string {
	return []string{
		"", "", "", "# ---\n# inputs: ['../lib/**']\n# ---\n", "# ---\n# inputs: [../lib/sub, '../../lib/*.sh']\n# ---\n", "# ---\n# inputs: ['*.txt', ../dist]\n# ---\n",
		"# ---\n# expect: {stdout: {golden: ../gold/out.txt}}\n# ---\n", "# ---\n# needs: {files: [lib/x.sh]}\n# ---\n", "# ---\n# timeout: 9s\n# ---\n",
	}[random.IntN(9)]
}

func (h *history) file() string {
	return []string{
		"ex/a/run.sh", "ex/a/data.txt", "ex/a/deep/x", "ex/a/node_modules/m", "ex/b/one.sh", "ex/b/two.sh", "ex/b/x.txt", "ex/c.sh", "ex/d.sh", "ex/e/f/run.sh", "ex/e/g.sh", "ex/e/example.yaml",
		"more/m.sh", "more/n.sh", "boot.sh", "lib/x.sh", "lib/y.sh", "lib/sub/z", "gold/out.txt", "dist/x", "README.md", "ex/notes.txt", "ex/a/\xc3\xa4 \"b\"\n",
	}[h.random.IntN(23-windows())]
}

// windows is 1 where file names are limited.
func windows() int {
	if runtime.GOOS == "windows" {
		return 1
	}
	return 0
}

func (h *history) step() {
	name, other := h.file(), h.file()
	op := h.random.IntN(12)
	h.done = append(h.done, fmt.Sprintf("%d %s %s", op, name, other))
	exists := func(name string) bool {
		info, err := os.Lstat(h.path(name))
		return err == nil && info.Mode().IsRegular()
	}
	free := func(name string) bool { // and it can be made there
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if info, err := os.Stat(h.path(dir)); err == nil && !info.IsDir() {
				return false
			}
		}
		_, err := os.Lstat(h.path(name))
		return err != nil
	}
	text := fmt.Sprintf("echo %d\n", h.random.IntN(100))
	switch op {
	case 0, 1, 2, 3:
		if strings.HasSuffix(name, ".sh") {
			text = head(h.random) + text
		}
		if strings.HasSuffix(name, "example.yaml") {
			text = fmt.Sprintf("timeout: %ds\n", 1+h.random.IntN(9))
		}
		if exists(name) || free(name) {
			h.write(name, text)
		}
	case 4, 5:
		if exists(name) {
			require.NoError(h.t, os.Remove(h.path(name)))
		}
	case 6, 7:
		if exists(name) && free(other) {
			require.NoError(h.t, os.MkdirAll(filepath.Dir(h.path(other)), 0o755))
			require.NoError(h.t, os.Rename(h.path(name), h.path(other)))
		}
	case 8:
		h.write("hub.yaml", fmt.Sprintf(configuration, 10+h.random.IntN(2), h.random.IntN(3)))
	case 9: // a link in the place of a file
		if exists(name) && windows() == 0 {
			require.NoError(h.t, os.Remove(h.path(name)))
			to, err := filepath.Rel(path.Dir(name), other)
			require.NoError(h.t, err)
			require.NoError(h.t, os.Symlink(to, h.path(name)))
		}
	case 10: // a folder moves, and a link stands in its place
		if _, err := os.Lstat(h.path("moved")); err != nil && windows() == 0 {
			dir := []string{"lib", "lib/sub", "ex/a", "gold"}[h.random.IntN(4)]
			if info, err := os.Lstat(h.path(dir)); err == nil && info.IsDir() {
				require.NoError(h.t, os.Rename(h.path(dir), h.path("moved")))
				require.NoError(h.t, os.Symlink(strings.Repeat("../", strings.Count(dir, "/"))+"moved", h.path(dir)))
			}
		}
	case 11:
		if h.random.IntN(2) == 0 {
			h.git("add", "-A")
		} else {
			h.commit()
		}
	}
}

// Whatever happens to a repository: an example whose result may have changed is never left out.
// The fingerprints before and after know which those are.
func TestNeverTooFew(t *testing.T) {
	rounds := uint64(30)
	if os.Getenv("HUB_TEST_ROUNDS") != "" {
		_, err := fmt.Sscan(os.Getenv("HUB_TEST_ROUNDS"), &rounds)
		require.NoError(t, err)
	}
	differing, spared := 0, 0
	for seed := range rounds {
		random := rand.New(rand.NewPCG(seed, 18))
		files := map[string]string{
			"hub.yaml": fmt.Sprintf(configuration, 10, 0), ".gitignore": "dist\n", "README.md": "x", "boot.sh": "x", "lib/x.sh": "x", "lib/sub/z": "x", "gold/out.txt": "x",
			"dist/x": "x", "ex/a/data.txt": "x", "ex/e/example.yaml": "timeout: 5s\n",
		}
		for _, name := range []string{"ex/a/run.sh", "ex/b/one.sh", "ex/b/two.sh", "ex/c.sh", "ex/d.sh", "ex/e/f/run.sh", "more/m.sh", "more/n.sh"} {
			files[name] = head(random) + "echo\n"
		}
		h := &history{tree: plant(t, files), random: random}
		for range random.IntN(6) {
			h.step()
		}
		h.commit()
		request, before := changed.Request{Changed: true}, h.prints()
		switch seed % 3 {
		case 0:
			h.git("switch", "-q", "-c", "topic")
		case 1:
			rev := h.git("rev-parse", "HEAD")
			request = changed.Request{ChangedSince: &rev}
		case 2:
			request = changed.Request{Staged: true}
		}
		h.done = append(h.done, "from here")
		for range 1 + random.IntN(8) {
			if h.step(); request.Staged && strings.HasPrefix(h.done[len(h.done)-1], "11 ") {
				before = h.prints() // it may have been committed
				h.commit()
			}
		}
		if request.Staged {
			h.git("add", "-A")
		}
		after := h.prints()
		touched, c, err := h.look(request)
		require.NoError(t, err, "seed %d", seed)
		for _, id := range slices.Sorted(maps.Keys(after)) {
			differs := before[id] != after[id]
			if differs {
				differing++
			}
			if touched[id] == "" {
				spared++
			}
			assert.False(t, differs && touched[id] == "", "seed %d: %s is left out\n%s\n%s\n%s", seed, id, strings.Join(h.done, "\n"), strings.Join(c.Notes(), "\n"), h.git("status", "--porcelain"))
		}
	}
	t.Logf("%d results may have changed, %d examples were left out", differing, spared)
	assert.Greater(t, differing, int(rounds), "the histories change something")
	assert.Greater(t, spared, int(rounds), "and --changed leaves something out")
}
