package place

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func put(t testing.TB, path string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte("was"), 0o644))
	return path
}

func symlink(t testing.TB, target, name string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

// real returns a new folder without links in its path.
func real(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	return dir
}

func TestPlaces(t *testing.T) {
	w := real(t)
	root := filepath.Join(w, "p")
	put(t, filepath.Join(root, "examples", "a.sh"))
	put(t, filepath.Join(root, ".git", "config"))
	put(t, filepath.Join(root, "sub", ".git")) // a linked work tree's, or a submodule's
	put(t, filepath.Join(w, "outside", "keys"))
	for _, name := range []string{"HEAD", "objects/x", "refs/x"} {
		put(t, filepath.Join(w, "bare.git", filepath.FromSlash(name)))
	}
	for _, name := range []string{"HEAD", "commondir"} {
		put(t, filepath.Join(w, "elsewhere", filepath.FromSlash(name)))
	}
	symlink(t, filepath.Join(w, "outside"), filepath.Join(root, "out"))
	symlink(t, filepath.Join(root, "examples"), filepath.Join(root, "absolute"))
	symlink(t, "examples", filepath.Join(root, "relative"))
	symlink(t, "nowhere", filepath.Join(root, "broken"))
	symlink(t, ".git", filepath.Join(root, "g"))
	symlink(t, root, filepath.Join(w, "linked-root"))
	symlink(t, filepath.Join(root, "examples"), filepath.Join(w, "outside", "in"))
	symlink(t, filepath.Join(w, "bare.git"), filepath.Join(w, "outside", "bare"))
	require.NoError(t, os.Link(filepath.Join(root, "examples", "a.sh"), filepath.Join(root, "hard")))

	info, err := os.Stat(filepath.Join(root, "examples", "a.sh"))
	require.NoError(t, err)
	inodes := []func(int) [2]uint64{nil, func(int) [2]uint64 { return [2]uint64{} }}
	if runtime.GOOS != "windows" {
		inodes = append(inodes, func(int) [2]uint64 { return keyOf(info) })
	}
	for n := range 2 * len(inodes) {
		via := []string{"p", "linked-root"}[n%2]
		g := New(filepath.Join(w, via))
		g.Protect("the configuration", filepath.Join(w, via, "hub.yaml"))
		example := filepath.Join(w, via, "examples", "a.sh")
		g.ProtectAll(Files{Len: 1, File: func(int) string { return example }, Inode: inodes[n/2], Name: func(int) string { return "the example a" }})
		for _, c := range []struct {
			path string // from the root
			by   Claim
			want Kind // empty: allowed
		}{
			{"new", Configured, ""},
			{"deep/er/new", Configured, ""},
			{"examples/new", Configured, ""},
			{"absolute/new", Configured, ""},
			{"relative/new", Configured, ""},
			{"../p/new", Configured, ""},
			{"../linked-root/new", Configured, ""},
			{".github/new", Configured, ""},
			{"git/config", Configured, ""},
			{".gitignore", Configured, ""},
			{"HEAD", Configured, ""},
			{"../outside/new", Configured, Outside},
			{"../p2", Configured, Outside},
			{"..", Configured, Outside},
			{"out/new", Configured, Outside},
			{"out/deep/new", Configured, Outside},
			{"out", Configured, Outside},
			{"broken", Configured, BrokenLink},
			{"broken/new", Configured, BrokenLink},
			{".git", Configured, Git},
			{".git/new", Configured, Git},
			{".GIT/new", Configured, Git},
			{".git./new", Configured, Git},
			{".git /new", Configured, Git},
			{"GIT~1/new", Configured, Git},
			{".g\u200cit/new", Configured, Git},
			{"g/config", Configured, Git},
			{"sub/.git", Configured, Git},
			{"sub/new", Configured, ""},
			{"deep/.git/new", Configured, Git},
			{"hub.yaml", Configured, Protected},
			{"examples/a.sh", Configured, Protected},
			{"relative/a.sh", Configured, Protected},
			{"hard", Configured, Protected},

			{"../outside/new", Named, ""},
			{"../outside/deep/new", Named, ""},
			{"../outside/keys", Named, ""},
			{"new", Named, ""},
			{"out/new", Named, Outside},
			{"out/keys", Named, Outside},
			{"../outside/in", Named, ""}, // it leads into the project
			{"../outside/in/new", Named, ""},
			{"../outside/in/a.sh", Named, Protected},
			{"../outside/bare/new", Named, Git},
			{"../bare.git/hooks/new", Named, Git},
			{"../elsewhere/new", Named, Git},
			{"../outside/.git/new", Named, Git},
			{".git/new", Named, Git},
			{"hub.yaml", Named, Protected},
			{"../p/hub.yaml", Named, Protected},
			{"../linked-root/hub.yaml", Named, Protected},
			{"hard", Named, Protected},
		} {
			path := filepath.Join(w, via, filepath.FromSlash(c.path))
			if runtime.GOOS == "windows" && strings.ContainsAny(c.path, " ~\u200c") {
				continue
			}
			err := g.Check(path, c.by)
			if c.want == "" {
				assert.NoError(t, err, "%s via %s", c.path, via)
				continue
			}
			var refusal *Refusal
			if assert.ErrorAs(t, err, &refusal, "%s via %s", c.path, via) {
				assert.Equal(t, c.want, refusal.Kind, "%s via %s: %v", c.path, via, err)
			}
			_, err = g.File(path, c.by)
			assert.ErrorAs(t, err, &refusal, c.path)
		}
		// Only protects what it is asked to.
		_, err := g.Only().File(filepath.Join(w, via, "hub.yaml"), Configured)
		assert.NoError(t, err)
		assert.Error(t, g.Only().Check(filepath.Join(w, via, ".git", "config"), Configured))
	}
}

// A work tree in the folder of a bare repository, or below .git, does not belong to git.
func TestWorkTreesInGitDirectories(t *testing.T) {
	w := real(t)
	for _, name := range []string{"HEAD", "objects/x", "refs/x", "config", "main/.git", ".git/wt/.git", ".git/HEAD", ".git/objects/x", ".git/refs/x"} {
		put(t, filepath.Join(w, filepath.FromSlash(name)))
	}
	g := New(filepath.Join(w, "main"))
	assert.NoError(t, g.Check(filepath.Join(w, "main", ".hub", "status.json"), Configured))
	assert.NoError(t, g.Check(filepath.Join(w, "reports", "junit.xml"), Named))
	assert.Error(t, g.Check(filepath.Join(w, "config"), Named))
	assert.Error(t, g.Check(filepath.Join(w, "hooks", "new"), Named))
	assert.Error(t, g.Check(filepath.Join(w, "main", ".git"), Configured))
	g = New(filepath.Join(w, ".git", "wt"))
	assert.NoError(t, g.Check(filepath.Join(w, ".git", "wt", ".hub", "status.json"), Configured))
	g = New(filepath.Join(w, ".git"))
	assert.Error(t, g.Check(filepath.Join(w, ".git", "hub.yaml"), Configured))
}

// A link that replaces a folder after the check is not followed.
func TestSwaps(t *testing.T) {
	w := real(t)
	root, victim := filepath.Join(w, "p"), put(t, filepath.Join(w, "outside", "f"))
	put(t, filepath.Join(root, "dir", "f"))
	g := New(root)
	file, err := g.File(filepath.Join(root, "dir", "f"), Configured)
	require.NoError(t, err)
	folder, err := g.Folder(filepath.Join(root, "dir"), Configured)
	require.NoError(t, err)
	defer folder.Close()

	require.NoError(t, os.Remove(filepath.Join(root, "dir", "f")))
	symlink(t, victim, filepath.Join(root, "dir", "f"))
	_, err = file.Rewrite()
	assert.Error(t, err)
	assert.Error(t, folder.WriteFile("f", []byte("x"), 0o666))
	require.NoError(t, file.Replace(true, text("new")), "the link is replaced")
	info, err := os.Lstat(filepath.Join(root, "dir", "f"))
	require.NoError(t, err)
	assert.True(t, info.Mode().IsRegular())

	require.NoError(t, os.Rename(filepath.Join(root, "dir"), filepath.Join(root, "moved")))
	symlink(t, filepath.Join(w, "outside"), filepath.Join(root, "dir"))
	assert.Error(t, file.Replace(true, text("new")))
	_, err = file.Rewrite()
	assert.Error(t, err)
	_, err = g.Folder(filepath.Join(root, "dir"), Configured)
	assert.Error(t, err)
	require.NoError(t, folder.WriteFile("new", []byte("x"), 0o666))
	assert.FileExists(t, filepath.Join(root, "moved", "new"), "the original folder stays open")
	was, err := os.ReadFile(victim)
	require.NoError(t, err)
	assert.Equal(t, "was", string(was))
	entries, err := os.ReadDir(filepath.Join(w, "outside"))
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

// Whatever links a project has, configured paths are written inside it or not at all, and
// never below .git.
func TestConfiguredStaysInside(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 7))
		w := real(t)
		root := filepath.Join(w, "p")
		names := []string{"a", "b", ".git", "c/d", "c/.GIT", "e"}
		for _, name := range names {
			require.NoError(t, os.MkdirAll(filepath.Join(root, name), 0o755))
		}
		require.NoError(t, os.MkdirAll(filepath.Join(w, "outside", "x"), 0o755))
		targets := []string{"..", "../outside", "../outside/x", ".git", "a", "../p/b", "c/d", filepath.Join(w, "outside"), filepath.Join(root, "c"), "../..", "l0", "l1", "l2"}
		var links []string
		for i := range 6 {
			name := fmt.Sprintf("%s/l%d", names[random.IntN(len(names))], i)
			if i < 3 {
				name = fmt.Sprintf("l%d", i)
			}
			symlink(t, targets[random.IntN(len(targets))], filepath.Join(root, name))
			links = append(links, name)
		}
		parts := append([]string{"..", ".", "a", "c", "d", "new", "outside", "p", ".git", ".GIT"}, links...)
		g := New(root)
		for range 60 {
			path := root
			for range 1 + random.IntN(4) {
				path += "/" + parts[random.IntN(len(parts))]
			}
			file, err := g.File(filepath.FromSlash(path), Configured)
			if err == nil {
				err = file.Replace(false, text("new"))
			}
			if err != nil {
				continue
			}
			at, err := filepath.EvalSymlinks(file.Path)
			require.NoError(t, err, path)
			assert.Equal(t, file.Path, at)
			rel, err := filepath.Rel(root, at)
			require.NoError(t, err)
			assert.True(t, filepath.IsLocal(rel), "seed %d: %s is %s", seed, path, at)
			assert.NotContains(t, strings.Split(strings.ToLower(filepath.ToSlash(rel)), "/"), ".git", "seed %d: %s", seed, path)
		}
		for _, name := range []string{"outside", "p/.git"} {
			assert.NoError(t, filepath.WalkDir(filepath.Join(w, name), func(path string, d os.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					t.Errorf("seed %d: %s was written", seed, path)
				}
				return err
			}))
		}
	}
}

func FuzzIsDotGit(f *testing.F) {
	for _, name := range []string{".git", ".GIT", "git~1", ".git:x", ".git. .", "x.git", ".gitx", "\u200c.git", ""} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if strings.EqualFold(name, ".git") && !isDotGit(name) {
			t.Fatalf("%q is .git", name)
		}
		if isDotGit(name) && !isDotGit(strings.ToUpper(name)+".") {
			t.Fatalf("%q", name)
		}
	})
}
