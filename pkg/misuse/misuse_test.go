package misuse

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// grammar has a command with every kind of argument.
type grammar struct {
	Quiet bool `short:"q"`

	All struct {
		Workers int      `short:"j"`
		Sel     []string `arg:"" optional:""`
	} `cmd:""`
	Pair struct {
		A   string `arg:""`
		B   string `arg:""`
		Odd string `enum:"x,y" default:"x"`
	} `cmd:""`
	Sub struct {
		One struct{} `cmd:""`
		Two struct{} `cmd:""`
	} `cmd:""`
}

// parse reads a line.
func parse(t *testing.T, args []string) (*kong.Context, error) {
	parser, err := kong.New(&grammar{}, kong.Name("hub"))
	require.NoError(t, err)
	return parser.Parse(args)
}

func TestExplain(t *testing.T) {
	for line, want := range map[string]string{
		"pair":            "which runs? hub pair A B (for example: hub diff latest~1 latest)",
		"pair x":          "which second run? hub pair A B (for example: hub diff latest~1 latest)",
		"pair x y z":      "z is one argument too many; type 'hub pair A B'",
		"sub":             "which command? type 'hub sub one' or 'hub sub two'",
		"-q":              "which command? 'hub help' lists them",
		"sub on":          `unknown command on, did you mean "one"?`,
		"sub zebra":       "unknown command zebra",
		"a/b.py":          "unknown command a/b.py; to run an example, type 'hub run a/b.py'",
		"all --worker 3":  `unknown flag --worker, did you mean "--workers"?`,
		"pair --workers":  "unknown flag --workers, but 'hub all' has it",
		"all -j":          "--workers needs a value; type --workers=INT",
		"pair x y --odd":  "--odd needs a value; type --odd=x|y",
		"all --quiet=odd": "--quiet takes no value; type --quiet, or omit it",
	} {
		_, err := parse(t, strings.Fields(line))
		require.Error(t, err, line)
		_, explained := Explain(err, func() []*kong.Node { return kong.Must(&grammar{}, kong.Name("hub")).Model.Children })
		assert.EqualError(t, explained, want, line)
	}
	assert.Nil(t, Node(assert.AnError))
	help, other := Explain(assert.AnError, nil)
	assert.Nil(t, help)
	assert.Equal(t, assert.AnError, other)
}

func TestTwice(t *testing.T) {
	parsed, err := parse(t, strings.Fields("all -j 2 -q -q x"))
	require.NoError(t, err)
	assert.NoError(t, Twice(parsed))
	parsed, err = parse(t, strings.Fields("all -j 2 --workers=2"))
	require.NoError(t, err)
	assert.ErrorContains(t, Twice(parsed), "--workers is given more than once")
}

// Forgive reads what is almost right: words of other tools, and flags between arguments.
func TestForgive(t *testing.T) {
	for line, want := range map[string]string{
		"all a -q b":         "all -q a b",
		"all --jobs=3 a":     "all --workers=3 a",
		"all a --jobs 3 b":   "all --workers 3 a b",
		"all a":              "all a",
		"all --no-such x -q": "",
		"test":               "",
	} {
		var read [][]string
		err := Forgive(strings.Fields(line), func(args []string) error {
			read = append(read, args)
			_, err := parse(t, args)
			return err
		})
		if want == "" {
			assert.Error(t, err, line)
			continue
		}
		require.NoError(t, err, line)
		assert.Equal(t, want, strings.Join(read[len(read)-1], " "), line)
	}
	err := Forgive([]string{"test"}, func(args []string) error {
		_, err := parse(t, args)
		return err
	})
	assert.ErrorContains(t, err, "type 'hub all' or 'hub ci'")
}
