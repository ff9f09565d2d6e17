package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExamplesThatReplaceTheState lets an example put a pipe, a file with holes or
// a link in the place of what hub has open, and is to open again, while it runs.
// The run ends, what the other example did counts, and a run whose record was
// replaced is not good.
func TestExamplesThatReplaceTheState(t *testing.T) {
	once(t)
	bin := buildHub(t)
	work := t.TempDir()
	require.NoError(t, os.Chmod(filepath.Dir(work), 0o755))
	o := &odd{bin: bin}
	puts := map[string]string{"fifo": "mkfifo \"$at\"", "sparse": "truncate -s 300G \"$at\"", "link": "ln -s \"$OUTSIDE/folder\" \"$at\""}
	for _, c := range []struct {
		at   string
		want string // the exit codes that are right, for fifo, sparse, link
	}{
		{".hub", "333"}, {".hub/runs", "333"}, {".hub/runs/$HUB_RUN_ID.ndjson", "333"}, {".hub/runs/$HUB_RUN_ID", "333"},
		{".hub/tmp", "003"}, {".hub/tmp/$HUB_RUN_ID", "000"}, {".hub/cache", "003"}, // nothing is lost; but no state is written beside a link that leads out
		{".hub/lock", "303"}, {".hub/lock.json", "000"}, {".hub/status.json", "303"},
		{".hub/reports", "333"}, {".hub/reports/junit.xml", "303"}, // what is no link and no file stays; a link that leads out of the project is refused
		{"$(dirname \"$HUB_SCRATCH\")", "110"}, {"$HUB_SCRATCH", "000"}, // the next example has no folder for its temporary files
		{"examples/b", "111"}, {"examples/b/data", "000"}, {"examples/a/a.sh", "000"},
	} {
		for i, kind := range []string{"fifo", "sparse", "link"} {
			t.Run(strings.ReplaceAll(c.at+" "+kind, "/", "|"), func(t *testing.T) {
				dir, err := os.MkdirTemp(work, "")
				require.NoError(t, err)
				outside, unchanged := outsideOf(t, dir)
				root := filepath.Join(dir, "p")
				for name, text := range map[string]string{
					"hub.yaml":        "sources: [{path: examples}]\nrun: {workers: 1, env: {OUTSIDE: " + outside + "}}\nrunners: {sh: {version: [sh, -c, 'echo 1']}}\n",
					"examples/a/a.sh": "at=" + c.at + "\nmkdir -p \"$(dirname \"$at\")\" && rm -rf \"$at\" && " + puts[kind] + "\necho a\n",
					"examples/b/b.sh": "echo b\n",
				} {
					path := filepath.Join(root, name)
					require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
					require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
				}
				code, out, ended := o.run(root, nil, bin, "ci", "--save-output")
				require.True(t, ended, "it did not end: %s", out)
				assert.NotContains(t, out, "goroutine ")
				assert.Equal(t, string(c.want[i]), strconv.Itoa(code), out)
				if code == exitTrouble {
					assert.NotRegexp(t, "file exists|path escapes|not a directory", out, "what lies there has a name")
				}
				unchanged(t, c.at)
			})
		}
	}
}
