package flags

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTogether(t *testing.T) {
	var g struct {
		Chdir string `short:"C"`
		Quiet bool   `short:"q" aliases:"silent"`
		Run   struct {
			Ref     []string `arg:""`
			Workers int      `short:"j" aliases:"jobs"`
			Dry     bool     `short:"n"`
			Level   int      `type:"counter" short:"l"`
		} `cmd:""`
	}
	parser, err := kong.New(&g)
	require.NoError(t, err)
	node := parser.Model.Children[0]
	for in, want := range map[string]string{
		"run a b":                        "run a b",
		"run a -n b":                     "run -n a b",
		"-C dir run a --workers 3 b":     "run -C dir --workers 3 a b",
		"run a --workers=3 b --jobs 4 c": "run --workers=3 --jobs 4 a b c",
		"run a -j 3 b -j4 c -nj 5 d -nl": "run -j 3 -j4 -nj 5 -nl a b c d",
		"run a -nq b --silent c":         "run -nq --silent a b c",
		"run a -n -- -j b":               "run -n -- a -j b",
		"run a - -n b":                   "run -n a - b",
		"run a -n b --nope 3 c -n d":     "run -n a b --nope 3 c -n d",
		"run a -n b -nx c":               "run -n a b -nx c",
		"run a -n b -- c":                "run -n a b c",
		"run a -j":                       "run -j a",
		"":                               "",
		"run a --é b -é c":               "run a --é b -é c",
	} {
		args := strings.Fields(in)
		assert.Equal(t, want, strings.Join(Together(node, args), " "), in)
		assert.Equal(t, in, strings.Join(args, " "), "the arguments stay as they are")
	}
	_, err = parser.Parse(Together(node, strings.Fields("-C x run a -n b -j 3 c")))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, g.Run.Ref)
	assert.Equal(t, 3, g.Run.Workers)
	assert.Equal(t, "x", g.Chdir)
}
