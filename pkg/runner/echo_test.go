package runner

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
)

// What PHP prints of the front matter is no output; whatever else begins like it is.
func TestFrontMatterIsNoOutput(t *testing.T) {
	const matter = "---\ntitle: 'Fatal error: x'\n---\n"
	for name, c := range map[string]struct{ name, file, printed, want string }{
		"echoed":               {"x.php", matter + "<?php\necho 1;", matter + "1\n", "1\n"},
		"nothing else":         {"x.php", matter + "<?php", matter, ""},
		"blank lines":          {"x.php", matter + "\n\n<?php", matter + "\n\n1", "1"},
		"with a #! line":       {"x.php", "#!/usr/bin/env php\n" + matter + "<?php", matter + "1", "1"},
		"CRLF":                 {"x.php", "---\r\ntitle: x\r\n---\r\n<?php", "---\r\ntitle: x\r\n---\r\n1", "1"},
		"a description":        {"x.php", matter + "\n# Overview\n<?php", matter + "\n# Overview\n1", "1"},
		"text beside <?php":    {"x.php", matter + "# Overview\nHello <?php", matter + "# Overview\nHello 1", "Hello 1"},
		"text between fences":  {"x.php", "---\nWelcome to the shop\n---\n<?php", "---\nWelcome to the shop\n---\n1", "---\nWelcome to the shop\n---\n1"},
		"a line of dashes":     {"x.php", "--- FATAL: x\n<?php", "--- FATAL: x\n1", "--- FATAL: x\n1"},
		"no closing fence":     {"x.php", "---\ntitle: x\n<?php", "---\ntitle: x\n1", "---\ntitle: x\n1"},
		"indented fence":       {"x.php", "---\ntitle: |\n  ---\n  x\n---\n<?php", "---\ntitle: |\n  ---\n  x\n---\n1", "1"},
		"a secret":             {"x.php", "---\ntitle: hunter2-hunter2\n---\n<?php", "---\ntitle: " + mask.Compile([]string{"hunter2-hunter2"}).String("hunter2-hunter2") + "\n---\n1", "1"},
		"another begin":        {"x.php", matter + "<?php", "---\ntitle: other\n", "---\ntitle: other\n"},
		"ends within":          {"x.php", matter + "<?php", "---\ntitle", "---\ntitle"},
		"not at the begin":     {"x.php", matter + "<?php", "1\n" + matter, "1\n" + matter},
		"no front matter":      {"x.php", "<h1>\n<?php", "<h1>\n1", "<h1>\n1"},
		"no PHP":               {"x.php", matter, matter + "1", matter + "1"},
		"twice":                {"x.php", matter + "<?php", matter + matter, matter},
		"another language":     {"x.sh", matter + "<?php", matter + "1", matter + "1"},
		"no file":              {"gone.php", "", matter + "1", matter + "1"},
		"no output":            {"x.php", matter + "<?php", "", ""},
		"an output of a dash":  {"x.php", matter + "<?php", "-", "-"},
		"an output of a fence": {"x.php", matter + "<?php", "---\n", "---\n"},
	} {
		for _, size := range []int{1, 5, 1000} {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "x.php"), []byte(c.file), 0o644))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "x.sh"), []byte(c.file), 0o644))
			e := &hub.Example{Path: c.name, File: filepath.Join(dir, c.name)}
			var got bytes.Buffer
			w, end := without(e, mask.Compile([]string{"hunter2-hunter2"}), &got)
			for rest := c.printed; rest != ""; {
				n, err := w.Write([]byte(rest[:min(size, len(rest))]))
				require.NoError(t, err)
				rest = rest[n:]
			}
			end()
			assert.Equal(t, c.want, got.String(), "%s, in pieces of %d", name, size)
		}
	}
}
