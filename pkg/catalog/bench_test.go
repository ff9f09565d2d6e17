package catalog

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/filecache"
)

// BenchmarkDiscover finds small examples in folders of a hundred: one in four shell
// with front matter, Python, JavaScript and Go each, or only shell without (plain).
// The relevant numbers are ns/file, with nothing known and with all of it (known),
// and those of a user who looks for the files and reads the head of each (find).
func BenchmarkDiscover(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000, 100_000} {
		for _, kind := range []string{"plain", "mixed"} {
			if n == 100_000 && (kind == "mixed" || testing.Short()) {
				continue // writing the files takes longest
			}
			root := b.TempDir()
			examples(b, root, n, kind == "mixed")
			cfg := configure(b, root, oneSource+"overrides: [{match: {path: 'examples/g01/**'}, timeout: 1m}]\n")
			perFile := func(b *testing.B) {
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/file")
			}
			where := filepath.Join(root, "cache", "files.bin")
			learn := filecache.Load(where, root, func() time.Time { return time.Now().Add(time.Hour) })
			_, err := Discover(cfg, learn)
			require.NoError(b, err)
			require.NoError(b, learn.Save(nil))
			for name, load := range map[string]func() *filecache.Cache{
				"new":   func() *filecache.Cache { return nil },
				"known": func() *filecache.Cache { return filecache.Load(where, root, time.Now) },
			} {
				b.Run(fmt.Sprintf("%s/%d/%s", kind, n, name), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						c, err := Discover(cfg, load())
						require.NoError(b, err)
						require.Len(b, c.Examples, n)
					}
					perFile(b)
				})
			}
			if _, err := exec.LookPath("xargs"); err == nil && kind == "plain" {
				b.Run(fmt.Sprintf("%s/%d/find", kind, n), func(b *testing.B) {
					for b.Loop() {
						cmd := exec.Command("sh", "-c", "find examples -name '*.sh' -print0 | xargs -0 head -n 1 -q")
						cmd.Dir = root
						require.NoError(b, cmd.Run())
					}
					perFile(b)
				})
			}
		}
	}
}

// examples writes n examples below the root.
func examples(b *testing.B, root string, n int, mixed bool) {
	for i := range n {
		dir := filepath.Join(root, "examples", fmt.Sprintf("g%02d", i/100))
		if i%100 == 0 {
			require.NoError(b, os.MkdirAll(dir, 0o755))
		}
		ext, text := ".sh", "#!/bin/sh\n# Say hello\necho hello\n"
		switch i % 4 {
		case 0:
			if mixed {
				text = "#!/bin/sh\n# ---\n# title: Number " + fmt.Sprint(i) + "\n# tags: [a, b]\n# ---\necho hello\n"
			}
		case 1:
			if mixed {
				ext, text = ".py", "#!/usr/bin/env python3\n\"\"\"Say hello.\"\"\"\n\nprint('hello')\n"
			}
		case 2:
			if mixed {
				ext, text = ".js", "// Say hello\nconsole.log('hello')\n"
			}
		case 3:
			if mixed {
				ext, text = ".go", "// Say hello.\npackage main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(`hello`) }\n"
			}
		}
		require.NoError(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("e%d%s", i, ext)), []byte(text), 0o644))
	}
}
