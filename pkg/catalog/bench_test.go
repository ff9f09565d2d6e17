package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkDiscover finds small examples in ten folders: equal numbers of shell
// with front matter, Python, JavaScript and Go. The relevant number is ns/file.
func BenchmarkDiscover(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			root := b.TempDir()
			for i := range n {
				dir := filepath.Join(root, "examples", fmt.Sprintf("g%02d", i%10))
				require.NoError(b, os.MkdirAll(dir, 0o755))
				var ext, text string
				switch i / 10 % 4 {
				case 0:
					ext, text = ".sh", "#!/bin/sh\n# ---\n# title: Number "+fmt.Sprint(i)+"\n# tags: [a, b]\n# ---\necho hello\n"
				case 1:
					ext, text = ".py", "#!/usr/bin/env python3\n\"\"\"Say hello.\"\"\"\n\nprint('hello')\n"
				case 2:
					ext, text = ".js", "// Say hello\nconsole.log('hello')\n"
				default:
					ext, text = ".go", "// Say hello.\npackage main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(`hello`) }\n"
				}
				require.NoError(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("e%d%s", i, ext)), []byte(text), 0o644))
			}
			cfg := configure(b, root, oneSource+"overrides: [{match: {path: 'examples/g01/**'}, timeout: 1m}]\n")
			b.ReportAllocs()
			for b.Loop() {
				c, err := Discover(cfg, nil)
				require.NoError(b, err)
				require.Len(b, c.Examples, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/file")
		})
	}
}
