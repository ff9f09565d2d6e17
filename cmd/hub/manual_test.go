package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/manual"
)

// updateManual, set by UPDATE_MANUAL=1, writes what is generated in the manual, and the
// output in its transcripts.
var updateManual = os.Getenv("UPDATE_MANUAL") != ""

var manualDir = filepath.Join("..", "..", "pkg", "manual")

// manualPages returns the files of the manual, the index as well, by name.
func manualPages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(manualDir, "*.md"))
	require.NoError(t, err)
	pages := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		pages[filepath.Base(file)] = string(text)
	}
	require.Greater(t, len(pages), 10)
	return pages
}

// rewrite writes a page anew, or fails if it is not what it should be.
func rewrite(t *testing.T, name, before, after string) {
	t.Helper()
	if before == after {
		return
	}
	if updateManual {
		require.NoError(t, os.WriteFile(filepath.Join(manualDir, name), []byte(after), 0o644))
		return
	}
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	at := 0
	for at < min(len(old), len(now))-1 && old[at] == now[at] {
		at++
	}
	assert.Fail(t, "out of date", "%s: write it with UPDATE_MANUAL=1 go test ./cmd/hub -run Manual\nline %d, and perhaps more:\n- %s\n+ %s", name, at+1, old[at], now[at])
}

var generated = regexp.MustCompile(`(?s)(<!-- generated: ([^\n]*?) -->\n).*?(<!-- end -->)`)

// What the manual lists is what the program has.
func TestManualListsAreGenerated(t *testing.T) {
	lists := manualLists(t)
	used := map[string]bool{}
	for name, text := range manualPages(t) {
		rewrite(t, name, text, generated.ReplaceAllStringFunc(text, func(block string) string {
			m := generated.FindStringSubmatch(block)
			list, ok := lists[m[2]]
			if !assert.True(t, ok, "%s: there is no list %s", name, m[2]) {
				return block
			}
			used[m[2]] = true
			return m[1] + "\n" + strings.Trim(list(), "\n") + "\n\n" + m[3]
		}))
	}
	for name := range lists {
		assert.True(t, used[name], "no page has the list %s", name)
	}
}

// Every command has a section with examples, which the grammar takes, in the page of
// commands: its help prints them.
func TestManualHasExamplesOfEveryCommand(t *testing.T) {
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, c := range n.Children {
			if c.Hidden {
				continue
			}
			walk(c)
			lines := manual.Examples(c.Path())
			assert.NotEmpty(t, lines, "hub %s has no examples in commands.md", c.Path())
			for _, line := range lines {
				assert.LessOrEqual(t, len(line), 100, line)
				command, _, _ := strings.Cut(line, " #")
				command, _, _ = strings.Cut(command, " > ")
				require.True(t, strings.HasPrefix(command, "hub "), line)
				parsed, err := readLine(strings.TrimPrefix(unquoted(command), "hub "))
				if assert.NoError(t, err, line) {
					assert.True(t, strings.HasPrefix(parsed.Selected().Path()+" ", c.Path()+" "), "%s is no example of hub %s", line, c.Path())
				}
			}
		}
	}
	walk(grammar(t).Node)
}

// unquoted replaces quoted texts of several words by one word.
func unquoted(command string) string {
	return regexp.MustCompile(`'(\d+) (\w+) ago'|'1 month'|'[^']* [^']*'`).ReplaceAllString(command, "2d")
}

// Every hub.yaml and all metadata in the manual are valid, and every part of a pipeline
// that is JSON.
func TestManualConfigurations(t *testing.T) {
	found := 0
	for name, text := range manualPages(t) {
		for _, f := range fences(text) {
			switch {
			case strings.HasPrefix(f.text, "version: 1\n"):
				_, err := config.Parse(name, []byte(f.text), t.TempDir(), nil)
				assert.NoError(t, err)
				found++
			case strings.HasPrefix(f.text, "# ---\n"):
				head, _, _ := strings.Cut(strings.TrimPrefix(f.text, "# ---\n"), "# ---\n")
				_, _, err := config.ParseFrontMatter(name, 1, []byte(strings.ReplaceAll("\n"+head, "\n# ", "\n")), nil)
				assert.NoError(t, err, "%s: %s", name, head)
				found++
			case f.language == "json":
				assert.True(t, json.Valid([]byte(f.text)), "%s: %s", name, f.text)
			}
		}
	}
	assert.Greater(t, found, 4)
}

// Every command, flag, topic and page that the manual names exists.
func TestManualNamesWhatThereIs(t *testing.T) {
	once(t)
	app := grammar(t)
	global := names(app.Flags)
	flags, every := map[string]map[string]bool{}, map[string]bool{}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, c := range n.Children {
			walk(c)
			flags[c.Path()] = names(c.Flags)
			for name := range flags[c.Path()] {
				every[name] = true
			}
			for _, below := range c.Children {
				for name := range names(below.Flags) {
					flags[c.Path()][name] = true
				}
			}
		}
	}
	walk(app.Node)
	pages := manualPages(t)
	foreign := "migrating.md" // whose tables have words of other tools
	for name, text := range pages {
		for _, m := range regexp.MustCompile("(?m)(?:^\\$ |^|`|')hub (?:-C \\S+ )?([a-z]+)(?: ([a-z]+))?([^`\n#'|;]*)").FindAllStringSubmatch(text, -1) {
			at := m[1]
			if _, two := flags[m[1]+" "+m[2]]; two {
				at = m[1] + " " + m[2]
			}
			has, ok := flags[at]
			if !assert.True(t, ok, "%s: there is no command hub %s", name, m[1]) {
				continue
			}
			for _, f := range regexp.MustCompile(`(?:^| )--([a-z-]+)`).FindAllStringSubmatch(m[3], -1) {
				assert.True(t, has[f[1]] || global[f[1]], "%s: hub %s has no flag --%s", name, at, f[1])
			}
			if topic := regexp.MustCompile(`^[a-z-]+$`).FindString(m[2]); at == "help" && topic != "" && flags[topic] == nil {
				_, ok := manual.Find(regexp.MustCompile(`[a-z-]+`).FindString(m[2] + m[3]))
				assert.True(t, ok, "%s: there is no topic %s", name, m[2]+m[3])
			}
		}
		for _, m := range regexp.MustCompile("`--([a-z][a-z-]+)").FindAllStringSubmatch(text, -1) {
			assert.True(t, every[m[1]] || global[m[1]] || name == foreign, "%s: no command has a flag --%s", name, m[1])
		}
		for _, m := range regexp.MustCompile(`\]\(([^)#]*)(?:#([^)]*))?\)`).FindAllStringSubmatch(text, -1) {
			target, known := pages[m[1]]
			switch {
			case m[1] == "":
				target = text
			case strings.Contains(m[1], "://"):
				continue
			case !known:
				assert.FileExists(t, filepath.Join(manualDir, m[1]), "%s links to it", name)
				continue
			}
			if m[2] != "" {
				assert.Contains(t, anchors(target), m[2], "%s links to %s#%s", name, m[1], m[2])
			}
		}
	}
}

// anchors returns the anchors of the headings of a page, as GitHub makes them.
func anchors(page string) (all []string) {
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(page, -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		all = append(all, strings.ReplaceAll(name, " ", "-"))
	}
	return all
}

// The manual has every key of hub.yaml and of metadata, and its index every page.
func TestManualIsComplete(t *testing.T) {
	once(t)
	pages := manualPages(t)
	var schema struct{ Properties map[string]any }
	require.NoError(t, json.Unmarshal(config.Schema(), &schema))
	for key := range schema.Properties {
		assert.True(t, strings.Contains(pages["config.md"], "<!-- generated: keys "+key+" -->"), "config.md has no list of the keys of %s", key)
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[config.FrontMatter](), reflect.TypeFor[hub.Settings]()} {
		for i := range typ.NumField() {
			if key, _, _ := strings.Cut(typ.Field(i).Tag.Get("yaml"), ","); key != "" && key != "-" {
				assert.True(t, strings.Contains(pages["metadata.md"], "\n- `"+key+"`"), "metadata.md does not have the key %s", key)
			}
		}
	}
	for _, topic := range manual.Topics() {
		assert.True(t, strings.Contains(pages["README.md"], "("+topic.Name+".md)"), "the index does not have %s", topic.Name)
		assert.NotEmpty(t, topic.Title, topic.Name)
		assert.Equal(t, 1, strings.Count("\n"+withoutFences(topic.Text), "\n# "), "%s: one heading of the first level", topic.Name)
	}
	assert.True(t, strings.Contains(pages["README.md"], "## No telemetry, no network\n"))
}

// fences returns the fenced blocks of a page, with the first word after the fence, and
// what follows it.
func fences(page string) (all []fence) {
	for _, m := range fencePattern.FindAllStringSubmatch(page, -1) {
		all = append(all, fence{language: m[1], info: m[2], text: m[3]})
	}
	return all
}

var fencePattern = regexp.MustCompile("(?ms)^```(\\w*) ?([^\n]*)\n(.*?)^```$")

func withoutFences(page string) string { return fencePattern.ReplaceAllString(page, "") }

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
