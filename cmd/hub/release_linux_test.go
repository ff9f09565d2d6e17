package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRelease installs what 'make release-snapshot' has built, the folder HUB_DIST, as a
// user does: into an empty folder, from the package of Debian and from the archive.
func TestRelease(t *testing.T) {
	dist := os.Getenv("HUB_DIST")
	if dist == "" {
		t.Skip("HUB_DIST is not set: make release-snapshot builds a release and runs this")
	}
	var err error
	dist, err = filepath.Abs(filepath.Join("..", "..", dist))
	require.NoError(t, err)
	sums, err := os.ReadFile(filepath.Join(dist, "checksums.txt"))
	require.NoError(t, err)
	listed := map[string]int{}
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		require.True(t, ok, line)
		data, err := os.ReadFile(filepath.Join(dist, name))
		require.NoError(t, err)
		assert.Equal(t, sum, fmt.Sprintf("%x", sha256.Sum256(data)), name)
		parts := strings.SplitN(name, "_", 4)
		require.Len(t, parts, 4, name)
		_, kind, _ := strings.Cut(parts[3], ".")
		listed[parts[2]+" "+kind]++
	}
	assert.Equal(t, map[string]int{
		"linux tar.gz": 2, "darwin tar.gz": 2, "windows zip": 2, "linux deb": 2, "linux rpm": 2, "linux apk": 2,
		"linux cdx.json": 2, "darwin cdx.json": 2, "windows cdx.json": 2,
	}, listed)

	one := func(pattern string) string {
		found, err := filepath.Glob(filepath.Join(dist, pattern))
		require.NoError(t, err)
		require.Len(t, found, 1, pattern)
		return found[0]
	}
	for _, c := range []struct{ name, program, share string }{
		{"deb", "usr/bin/hub", "usr/share"},
		{"tar.gz", "hub", "share"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			file := one("hub_*_linux_" + runtime.GOARCH + "." + c.name)
			unpack := exec.Command("tar", "-xzf", file, "-C", root)
			if c.name == "deb" {
				needs(t, "dpkg-deb")
				unpack = exec.Command("dpkg-deb", "-x", file, root)
			}
			out, err := unpack.CombinedOutput()
			require.NoError(t, err, "%s", out)
			project := tree(t, map[string]string{"examples/a.sh": "echo a\n"})
			run := func(name string, args ...string) string {
				cmd := exec.Command(name, args...)
				cmd.Dir, cmd.Env = project, append(plainly(), "PATH="+filepath.Dir(filepath.Join(root, c.program))+":/usr/bin:/bin")
				out, err := cmd.CombinedOutput()
				require.NoError(t, err, "%s %s: %s", name, args, out)
				return string(out)
			}
			hub := filepath.Join(root, c.program)
			assert.Regexp(t, `^hub v\d+\.\d+\.\d+\S*\ncommit: [0-9a-f]{40}\n`, run(hub, "version", "-v"))
			assert.Contains(t, run(hub, "ci"), "GOOD  1 passed")
			share := filepath.Join(root, c.share)
			assert.Contains(t, run("bash", "-c", `source "$1" && complete -p hub`, "-", filepath.Join(share, "bash-completion/completions/hub")), "complete ")
			assert.FileExists(t, filepath.Join(share, "zsh/site-functions/_hub"))
			assert.FileExists(t, filepath.Join(share, "fish/vendor_completions.d/hub.fish"))
			needs(t, "mandoc")
			assert.Contains(t, run("mandoc", "-T", "ascii", filepath.Join(share, "man/man1/hub.1")), "Which of this repository's examples work?")
		})
	}
}
