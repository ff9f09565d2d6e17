package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
)

// fence is one fenced block of Markdown: its first line is the language and more, and
// the text follows.
type fence struct{ language, info, text string }

func readme(t *testing.T) (string, []fence) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	return string(data), fences(string(data))
}

// grammar is the parser's model of the commands and flags, without hidden commands.
func grammar(t *testing.T) *kong.Application {
	t.Helper()
	var cli CLI
	parser, err := newParser(&cli, nil, Process{}, nil)
	require.NoError(t, err)
	parser.Model.Children = slices.DeleteFunc(parser.Model.Children, func(c *kong.Node) bool { return c.Hidden })
	return parser.Model
}

// TestReadmeNamesWhatThereIs: every command in the README is one of the
// grammar, with the flags that it has, and every command is in the README.
func TestReadmeNamesWhatThereIs(t *testing.T) {
	text, _ := readme(t)
	flags := map[string]map[string]bool{}
	every := map[string]bool{}
	app := grammar(t)
	global := names(app.Flags)
	for _, cmd := range app.Children {
		flags[cmd.Name] = names(cmd.Flags)
		for _, below := range cmd.Children {
			maps.Copy(flags[cmd.Name], names(below.Flags))
		}
		assert.Contains(t, text, "hub "+cmd.Name, "the README does not name the command")
		for name := range flags[cmd.Name] {
			every[name] = true
		}
	}
	for _, m := range regexp.MustCompile("(?m)(?:^\\$ |^|`)hub ([a-z]+)([^`\n#]*)").FindAllStringSubmatch(text, -1) {
		has, ok := flags[m[1]]
		if !assert.True(t, ok, "there is no command hub %s", m[1]) {
			continue
		}
		for _, f := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(m[2], -1) {
			assert.True(t, has[f[1]] || global[f[1]], "hub %s has no flag --%s", m[1], f[1])
		}
	}
	for _, m := range regexp.MustCompile("`--([a-z-]+)").FindAllStringSubmatch(text, -1) {
		assert.True(t, every[m[1]] || global[m[1]], "no command has a flag --%s", m[1])
	}
}

// Every file that the README links to exists.
func TestReadmeLinks(t *testing.T) {
	text, _ := readme(t)
	links := regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(text, -1)
	for _, m := range links {
		assert.FileExists(t, filepath.Join("..", "..", filepath.FromSlash(m[1])))
	}
	assert.Greater(t, len(links), 10)
}

func names(flags []*kong.Flag) map[string]bool {
	out := map[string]bool{"help": true}
	for _, f := range flags {
		out[f.Name] = true
		for _, a := range f.Aliases {
			out[a] = true
		}
	}
	return out
}

// TestReadmeConfiguration: the hub.yaml and the metadata that it shows are valid.
func TestReadmeConfiguration(t *testing.T) {
	_, blocks := readme(t)
	found := 0
	for _, f := range blocks {
		switch {
		case f.language == "yaml" && strings.HasPrefix(f.text, "version:"):
			_, err := config.Parse("README.md", []byte(f.text), t.TempDir(), nil)
			assert.NoError(t, err)
			found++
		case f.language == "python":
			text := strings.ReplaceAll(strings.ReplaceAll(f.text, "# ---\n", ""), "\n# ", "\n")
			_, _, err := config.ParseFrontMatter("README.md", 1, []byte(strings.TrimPrefix(text, "# ")), nil)
			assert.NoError(t, err)
			found++
		}
	}
	assert.Equal(t, 2, found)
}

// TestReadmeTranscript runs the README's first command, and finds every line
// that it shows in what is printed, times and padding apart.
func TestReadmeTranscript(t *testing.T) {
	t.Parallel()
	needs(t, "python3", "node", "perl") // the transcript is of a machine that has them
	_, blocks := readme(t)
	var shown []string
	for _, f := range blocks {
		if rest, ok := strings.CutPrefix(f.text, "$ hub ci\n"); ok {
			shown = strings.Split(rest, "\n")
		}
	}
	require.NotEmpty(t, shown)
	root := copyProject(t)
	cmd := exec.Command(buildHub(t), "ci")
	cmd.Dir = root
	out, err := cmd.Output()
	require.NoError(t, err, string(out))
	printed := map[string]bool{}
	for l := range strings.Lines(string(out)) {
		printed[spaceless(l)] = true
	}
	checked := 0
	for _, l := range shown {
		if strings.HasPrefix(l, "$ ") {
			break
		}
		if l = spaceless(l); l != "" && l != "…" {
			assert.True(t, printed[l], "not printed: %s\n%s", l, out)
			checked++
		}
	}
	assert.Greater(t, checked, 4)
}

func spaceless(l string) string { return strings.Join(strings.Fields(timeless(l)), " ") }

// copyProject copies this repository's hub.yaml and bundled examples, so that
// a test does not write where others read.
func copyProject(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	top := filepath.Join("..", "..")
	require.NoError(t, os.CopyFS(filepath.Join(root, "testdata", "examples"), os.DirFS(filepath.Join(top, "testdata", "examples"))))
	for _, name := range []string{"hub.yaml", "go.mod"} {
		data, err := os.ReadFile(filepath.Join(top, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, name), data, 0o644))
	}
	return root
}
