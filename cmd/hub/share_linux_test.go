package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestManualPages: mandoc and groff have nothing to remark on any page, and print what
// the help says.
func TestManualPages(t *testing.T) {
	t.Parallel()
	needs(t, "mandoc")
	bin, root := buildHub(t), t.TempDir()
	exit, names, told := hubIn(t, bin, root, "completion", "--share=deep/share")
	require.Zero(t, exit, told)
	pages, err := filepath.Glob(filepath.Join(root, "deep/share/man/man*/*"))
	require.NoError(t, err)
	assert.Greater(t, len(pages), 25)
	assert.Equal(t, len(pages)+4, strings.Count(names, "\n"), "the pages and the scripts of four shells")
	_, noGroff := exec.LookPath("groff")
	for _, page := range pages {
		out, _ := exec.Command("mandoc", "-Tlint", "-Wwarning", page).CombinedOutput() // its exit code says the same
		for line := range strings.Lines(string(out)) {
			if !strings.Contains(line, "missing date") { // of a build without version control
				t.Error(line)
			}
		}
		if noGroff == nil {
			out, err := exec.Command("groff", "-ww", "-man", "-Tutf8", page).CombinedOutput()
			require.NoError(t, err)
			assert.NotContains(t, string(out), "warning:", page)
		}
	}
	out, err := exec.Command("mandoc", "-Tascii", filepath.Join(root, "deep/share/man/man1/hub-all.1")).Output()
	require.NoError(t, err)
	assert.Contains(t, spelt(string(out)), "hub-all - Run the examples")
	assert.Contains(t, spelt(string(out)), "-j, --workers=N")
	assert.Contains(t, spelt(string(out)), "4 nothing to run")

	// What is there is replaced.
	exit, again, told := hubIn(t, bin, root, "completion", "--share="+filepath.Join(root, "deep/share"))
	require.Zero(t, exit, told)
	assert.Equal(t, names, again)
}

// spelt returns what a page shows, without what terminals print twice to make it bold.
func spelt(page string) string {
	var b strings.Builder
	runes := []rune(page)
	for i := 0; i < len(runes); i++ {
		if i+1 < len(runes) && runes[i+1] == '\b' {
			i++
			continue
		}
		b.WriteRune(runes[i])
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
