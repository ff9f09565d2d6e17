package completion

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// grammar is a small one, with each kind of word.
type grammar struct {
	Chdir string `short:"C" placeholder:"DIR"`
	Quiet bool   `short:"q" aliases:"silent"`

	List struct {
		Filter flags.List  `short:"f" placeholder:"FILTER,…" help:"By status."`
		Format string      `enum:"table,json" default:"table" placeholder:"FORMAT"`
		Tag    flags.Words `placeholder:"TAG"`
		Sel    []string    `arg:"" optional:""`
	} `cmd:"" help:"List the examples: all of them. More."`
	Show struct {
		Ref string `arg:""`
	} `cmd:""`
	Config struct {
		Check struct{} `cmd:""`
		Print struct{} `cmd:""`
	} `cmd:""`
	Help struct {
		Command []string `arg:"" optional:""`
	} `cmd:""`
	Secret struct{} `cmd:"" hidden:""`
}

func model() *kong.Node { return kong.Must(&grammar{}, kong.Name("hub")).Model.Node }

// project has n examples in folders of ten.
func project(n int) *Project {
	cat := &catalog.Catalog{}
	for i := range n {
		cat.Examples = append(cat.Examples, hub.Example{
			Index: i + 1, ID: fmt.Sprintf("examples/g%02d/e%03d", i/10, i), Path: fmt.Sprintf("examples/g%02d/e%03d/run.sh", i/10, i),
			Title: fmt.Sprintf("Example %d", i), Group: fmt.Sprintf("g%02d", i/10), GroupTitle: "A group", Tags: []string{"all"},
		})
	}
	return &Project{
		Catalog: func() *catalog.Catalog { return cat },
		Runs:    func() []string { return []string{"run-1", "run-2"} },
		Grammar: model(),
	}
}

// ask returns the answer to a line, of which the last word is completed.
func ask(t testing.TB, in *Project, line string) string {
	words := strings.Split(line, " ")
	l, ok := Read(model(), words, len(words)-1)
	if !ok {
		return ""
	}
	answer := l.Complete(in)
	var b bytes.Buffer
	require.NoError(t, answer.Write(&b))
	return b.String()
}

func TestWords(t *testing.T) {
	in := project(3)
	for line, want := range map[string]string{
		"":                               "values\nlist\tList the examples\nshow\t\nconfig\t\nhelp\t\n",
		"li":                             "values\nlist\tList the examples\n",
		"nope ":                          "",
		"-q --chdir=x config ":           "values\ncheck\t\nprint\t\n",
		"-C ":                            "folders\n",
		"-C x -":                         "values\n--help\tShow context-sensitive help\n--quiet\t\n",
		"--si":                           "values\n--silent\t\n",
		"list --f":                       "values\n--filter\tBy status\n--format\t\n",
		"list --format=json --f":         "values\n--filter\tBy status\n",
		"list --format ":                 "values\ntable\t\njson\t\n",
		"list --format=j":                "values\n--format=json\t\n",
		"list --nope=j":                  "values\n",
		"list -f stale,pen":              "values\nstale,pending\tno result yet, and not marked as skipped\n",
		"list --tag ":                    "values\nall\t3 examples\n",
		"list group:":                    "values\ngroup:g00\tA group, 3 examples\n",
		"list tag:a":                     "values\ntag:all\t3 examples\n",
		"list t":                         "values\n",
		"list 2":                         "values\n2\texamples/g00/e001  Example 1\n",
		"list id:examples/g00/e002":      "values\nid:examples/g00/e002\tExample 2\n",
		"list examples/g00/e002/":        "values\nexamples/g00/e002/run.sh\tExample 2\n",
		"list e002":                      "values\ne002/run.sh\tExample 2\n",
		"list -- --":                     "values\n",
		"show examples/g00/e000 ":        "values\n",
		"show group:":                    "values\n",
		"help conf":                      "values\nconfig\t\n",
		"help config ":                   "values\ncheck\t\nprint\t\n",
		"help sel":                       "values\nselecting\tSelecting examples\n",
		"list examples/g00/e001 e000/ru": "values\ne000/run.sh\tExample 0\n",
	} {
		assert.Equal(t, want, ask(t, in, line), "%q", line)
	}
	assert.Equal(t, "", ask(t, in, "x y"))
	in.Catalog = func() *catalog.Catalog { return nil }
	assert.Equal(t, "values\n", ask(t, in, "list "), "a project that cannot be read")
	assert.Equal(t, "values\n", ask(t, in, "list group:"))
}

// Of many examples, the folders are offered: first those in which they differ.
func TestManyExamplesAreFolded(t *testing.T) {
	in := project(50)
	for _, line := range []string{"list ", "list exa", "list examples/"} {
		answer := ask(t, in, line)
		assert.Contains(t, answer, "values\nexamples/g00/\t10 examples\nexamples/g01/\t10 examples\n", line)
		assert.NotContains(t, answer, "e000", line)
	}
	assert.Contains(t, ask(t, in, "list "), "\ngroup:\tall examples of a group\ntag:\t")
	assert.Equal(t, 11, strings.Count(ask(t, in, "list examples/g01/"), "\n"))
}

func TestRuns(t *testing.T) {
	answer := project(0).runs("")
	var b bytes.Buffer
	require.NoError(t, answer.Write(&b))
	assert.Equal(t, "files\nlatest\trun run-2\nlatest~1\trun run-1\nrun-2\t\nrun-1\t\n", b.String())
}

// What a terminal could not show is not offered, and descriptions are one line.
func TestForeignTextIsSafe(t *testing.T) {
	in := project(2)
	cat := in.Catalog()
	cat.Examples[0].ID, cat.Examples[1].Title = "x\x1b]0;owned\a\ny", "a\tb\n\x1b[31mc"
	answer := ask(t, in, "list ")
	assert.NotContains(t, answer, "\x1b")
	assert.NotContains(t, answer, "owned")
	assert.Equal(t, strings.Count(answer, "\n")-1, strings.Count(answer, "\t"))
}

// Whatever is typed, the answer is lines of a value and a description, which all begin
// with the word.
func FuzzComplete(f *testing.F) {
	for _, seed := range []string{"", "li", "list --format=", "list -f a,b", "-C", "-Cx list", "show --", "list id:", "help x y", "list -- -", "--=", "-é x", "list tag:", "list 1", "list\xff \xff"} {
		f.Add(seed)
	}
	in := project(60)
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		lines := strings.Split(strings.TrimSuffix(ask(t, in, line), "\n"), "\n")
		for _, l := range lines[1:] {
			value, _, ok := strings.Cut(l, "\t")
			assert.True(t, ok, l)
			assert.True(t, strings.HasPrefix(value, words[len(words)-1]) || strings.HasPrefix(value, "id:"), "%q for %q", value, line)
			assert.True(t, utf8.ValidString(l))
		}
	})
}
