package selector

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

func parse(t testing.TB, texts ...string) (terms []Term) {
	t.Helper()
	for _, text := range texts {
		term, err := Parse(text)
		require.NoError(t, err, text)
		terms = append(terms, term)
	}
	return terms
}

// found returns the IDs of what was found, in order.
func found(c *catalog.Catalog, m match) string {
	var out []string
	for _, i := range m.found {
		out = append(out, c.Examples[i].ID)
	}
	return strings.Join(out, " ")
}

// repository is a catalog with each kind of thing that a SEL may mean.
func repository(t testing.TB) (c *catalog.Catalog, root string) {
	root = plant(t, files{
		"s/agents/basic/hello/run.sh": "# ---\n# id: a1\n# tags: [Slow, net]\n# ---\n",
		"s/agents/basic/bye/run.sh":   "# ---\n# id: a2\n# docname: bye_doc\n# ---\n",
		"s/agents/deep/one/run.sh":    "",
		"s/agents/deep/two/run.sh":    "# ---\n# tags: slow\n# skip: why\n# ---\n",
		"s/chat/run.sh":               "",
		"s/chat/more/run.sh":          "",
		"s/chat/plain.sh":             "",
		"s/stem.sh":                   "",
		"s/stem/only.sh":              "",
		"s/.hidden/dot.sh":            "",
		"s/[id]/page.sh":              "",
		"s/twice/x/one.sh":            "",
		"s/twice/x/two.sh":            "",
		"s/again/x/one.sh":            "",
		"s/again/x/three.sh":          "",
	})
	cfg := configure(t, root, `sources: [{path: s, include: ["**/*.sh", "**/.hidden/*.sh"], group: "{dir1}/{dir2}"}]`)
	c, err := catalog.Discover(cfg, nil)
	require.NoError(t, err)
	return c, root
}

// What each kind of SEL means, and whether it names one example, so that this runs even if
// it is marked skip.
func TestSELs(t *testing.T) {
	c, root := repository(t)
	dir := filepath.Join(root, "s", "agents")
	for sel, want := range map[string]string{
		"5": "!a2", "005": "!a2", "5-6": "a2 a1", "5-5": "a2",
		"id:a1": "!a1", "id:s/chat": "!s/chat", "xa1": "!a1", "xA1": "!a1", "a1": "!a1", "bye_doc": "!a2",
		"s/agents/basic/hello/run.sh": "!a1", "hello/run.sh": "!a1", "plain": "!s/chat/plain.sh", "chat/plain.sh": "!s/chat/plain.sh",
		filepath.Join(root, "s", "chat", "plain.sh"): "!s/chat/plain.sh",
		// Folders, from the root, by their ends, from the folder where one is.
		"s/agents": "a2 a1 s/agents/deep/one s/agents/deep/two", "agents/": "a2 a1 s/agents/deep/one s/agents/deep/two", "basic": "a2 a1", "./s/agents/basic": "a2 a1",
		filepath.Join(root, "s", "agents", "deep"): "s/agents/deep/one s/agents/deep/two", ".": "a2 a1 s/agents/deep/one s/agents/deep/two", "../chat/plain.sh": "!s/chat/plain.sh",
		// A folder of one example selects it, and its ID names it.
		"hello": "a1", "s/agents/basic/hello": "a1", "s/agents/deep/two": "!s/agents/deep/two",
		// An example and a folder with more.
		"s/chat": "s/chat/plain.sh s/chat s/chat/more", "chat": "s/chat/plain.sh s/chat s/chat/more", "s/stem.sh": "!s/stem.sh",
		"group:agents": "a2 a1 s/agents/deep/one s/agents/deep/two", "group:Agents/BASIC": "a2 a1", "tag:SLOW": "a1 s/agents/deep/two", "tag:net": "a1",
		"s/agents/**/run.sh": "a2 a1 s/agents/deep/one s/agents/deep/two", "./s/*.sh": "s/stem.sh", "s/agents/*/h*": "a1", "**/x/one.sh": "s/again/x/one.sh s/twice/x/one.sh",
		"s/{chat,stem}/*.sh": "s/chat/plain.sh s/chat s/stem/only.sh", "s/?gain/**": "s/again/x/one.sh s/again/x/three.sh",
		// Dots are named; brackets of a name are no class.
		"s/.hidden/*": "s/.hidden/dot.sh", "**/.*/**": "s/.hidden/dot.sh", "s/[id]/page.sh": "!s/[id]/page.sh", "[id]": "s/[id]/page.sh",
	} {
		m, err := parse(t, sel)[0].find(c, dir)
		if !assert.NoError(t, err, sel) {
			continue
		}
		names, _ := strings.CutPrefix(want, "!")
		assert.Equal(t, names, found(c, m), sel)
		assert.Equal(t, want != names, m.names, "%s names one example", sel)
		assert.IsIncreasing(t, append([]int{-1}, m.found...), sel)
	}
}

func TestSELsThatMeanNothingOrTooMuch(t *testing.T) {
	c, _ := repository(t)
	for sel, want := range map[string]string{
		"0": "no example has index 0; indexes go from 1 to 15", "16": "no example has index 16;", "9-16": "no example has index 9-16;", "99999999999999999999-99999999999999999999": "no example has index",
		"id:a": `no example "id:a"`, "id:s/agents": `no example "id:s/agents"`,
		"group:agent": `unknown group "agent", did you mean "agents"? 'hub list' shows all 13`, "group:basic": `unknown group "basic"`, "tag:zzz": `unknown tag "zzz". Known: Slow, net`, "tag:slo": `unknown tag "slo", did you mean "Slow"? Known: Slow, net`,
		"x": `"x" is ambiguous: it matches 2 folders: s/again/x, s/twice/x`, "x/one.sh": `"x/one.sh" is ambiguous: it matches 2 examples: s/again/x/one.sh, s/twice/x/one.sh`,
		"s/chat/plian.sh": `no example "s/chat/plian.sh" (did you mean "s/chat/plain.sh"?)`, "nothing/of/it": `no example "nothing/of/it"; 'hub list' shows all examples`,
		"**/*.py": `no example matches the glob "**/*.py"`, "s/*/dot.sh": `it would match 1 in hidden folders, which a glob must name`, "s/[a": `"s/[a" is not a valid glob`,
		strings.Repeat("{a,}", 50): "is not a valid glob", ".": `no example "."`, "s/stem": `"s/stem" is ambiguous: it matches 2 examples: s/stem.sh, s/stem/only.sh`,
	} {
		_, err := parse(t, sel)[0].find(c, "")
		if assert.ErrorContains(t, err, want, sel) {
			_, one := errors.AsType[*Error](err)
			_, unknown := errors.AsType[*usage.Unknown](err)
			_, asked := errors.AsType[*usage.Error](err)
			assert.True(t, one || unknown || asked, "%s: an error of the request", sel)
		}
	}
	for text, want := range map[string]string{
		"": "an empty SEL (a variable that is not set?) selects no example", " ": "an empty SEL", "id:": "nothing follows the colon", "tag: ": "nothing follows", "group:": "nothing follows", "9-3": "write 3-9",
	} {
		_, err := Parse(text)
		_, asked := errors.AsType[*usage.Error](err)
		assert.True(t, asked, text)
		assert.ErrorContains(t, err, want, text)
	}
}

// A refusal never lists what does not fit a screen.
func TestRefusalsNameAFew(t *testing.T) {
	c := &catalog.Catalog{}
	for i := range 300 {
		name := "folder" + strings.Repeat("y", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		c.Examples = append(c.Examples, hub.Example{Index: i + 1, ID: "ex/" + name + "/same.sh", Path: "ex/" + name + "/same.sh", Group: name, GroupTitle: name, Tags: []string{name}})
	}
	for _, sel := range []string{"same.sh", "folderyab/same", "group:foldeya", "tag:foldeya", "group:nothing-like-it", "ex/folder", "sane.sh", "999"} {
		_, err := parse(t, sel)[0].find(c, "")
		require.Error(t, err, sel)
		assert.LessOrEqual(t, strings.Count(err.Error(), "folder"), 6, err.Error())
		assert.Less(t, len(err.Error()), 300, err.Error())
	}
}

func TestAWordForTheFolderIsSaid(t *testing.T) {
	c, _ := repository(t)
	chosen, err := (&Choice{Any: parse(t, "s/chat", "s/chat", "chat")}).In(c)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"s/chat means the folder s/chat (3 examples); for the one example use id:s/chat",
		"chat means the folder s/chat (3 examples); for the one example use id:s/chat",
	}, chosen.Notes)
}

// An ID that looks like an index or a range is found where no index is.
func TestIDsOfDigits(t *testing.T) {
	c := discover(t, "sources: [{path: s}]", files{"s/a.sh": "# ---\n# id: 5265\n# ---\n", "s/b.sh": "# ---\n# id: 70-80\n# ---\n", "s/c.sh": "# ---\n# id: 1\n# ---\n"})
	for sel, want := range map[string]string{"5265": "5265", "70-80": "70-80", "1": "5265", "id:1": "1"} {
		m, err := parse(t, sel)[0].find(c, "")
		require.NoError(t, err, sel)
		assert.Equal(t, want, found(c, m), sel)
		assert.True(t, m.names, sel)
		assert.Equal(t, sel == "5265" || sel == "70-80", m.note != "", sel)
	}
}

// What a refusal suggests can be typed, and says something where IDs do not.
func TestSuggestionsCanBeTyped(t *testing.T) {
	c, _ := repository(t)
	for sel, want := range map[string][]string{
		"helo": {"s/agents/basic/hello"}, "bye_dok": {"bye_doc"}, "pla": {"s/chat/plain.sh"}, "agen": {"s/agents"}, "s/chatt": {"s/chat"}, "id:a11": {"a1"}, "basi": {"s/agents/basic"},
	} {
		_, err := parse(t, sel)[0].find(c, "")
		fail, ok := errors.AsType[*Error](err)
		require.True(t, ok, sel)
		for _, w := range want {
			assert.Contains(t, fail.Nearest, w, sel)
		}
		for _, near := range fail.Nearest {
			_, err := parse(t, near)[0].find(c, "")
			assert.NoError(t, err, "%s suggests %s", sel, near)
		}
	}
	_, err := parse(t, "agents/**")[0].find(c, "")
	assert.ErrorContains(t, err, `"**/agents/**" matches 4`)
}

// A file that is left out by its name, or is a transcript, is not called unknown.
func TestWhatIsLeftOutSaysSo(t *testing.T) {
	c, _ := repository(t)
	c.Shapes = []catalog.Shape{{Path: "s", Support: []string{"s/boot.sh"}, Folders: []string{"s/_support"}, Transcripts: []string{"s/said.sh"}}}
	for _, word := range []string{"s/boot.sh", "./s/said.sh", "s/_support/x/y.sh", "s/gone.sh"} {
		is := word != "s/gone.sh"
		for _, find := range []func() error{
			func() error { _, err := parse(t, word)[0].find(c, ""); return err },
			func() error { _, _, err := One(c, word); return err },
		} {
			err, ok := errors.AsType[*Error](find())
			require.True(t, ok, word)
			assert.Equal(t, is, err.LeftOut, word)
			assert.Equal(t, is, strings.Contains(err.Error(), "left out as a support file or transcript"), err.Error())
		}
	}
}
