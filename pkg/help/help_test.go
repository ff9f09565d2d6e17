package help

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type everyones struct {
	Chdir string `short:"C" placeholder:"DIR" help:"Act as if started in DIR."`
}

type condition struct {
	Retries int `placeholder:"N" help:"Retry each failed example up to N times."`
}

type bake struct {
	Cake      []string `arg:"" optional:"" help:"Cakes; several are a union."`
	Heat      string   `enum:"low,high" default:"low" placeholder:"HOW" help:"How hot the oven is, low or high; a long text that is folded at most widths of a terminal."`
	Now       bool     `help:"At once."`
	Secret    bool     `hidden:"" help:"Not shown."`
	condition `group:"With --now:"`
}

func (bake) Help() string {
	return "First paragraph.\n\nSecond paragraph, with a stanza:\n\n  key:\n    value: 1\n\nExit codes: 0; 2 usage; 3 burnt.\n\nFields:\n\n  name    what it is called\n  weight  grams, rounded to the nearest one, of the cake without its plate\n"
}

type shop struct {
	Open  struct{} `cmd:"" help:"Open it."`
	Close struct{} `cmd:"" help:"Close it."`
}

type grammar struct {
	everyones `group:"Flags of every command:"`
	Bake      bake     `cmd:"" group:"Run:" help:"Bake."`
	Shop      shop     `cmd:"" group:"Keep:" help:"The shop."`
	Hidden    struct{} `cmd:"" group:"Keep:" hidden:"" help:"Not shown."`
}

func model(t *testing.T) *kong.Node {
	t.Helper()
	k, err := kong.New(&grammar{}, kong.Name("cake"), kong.Description("Which cakes?\n\nExit codes: 0 good; 1 bad."))
	require.NoError(t, err)
	return k.Model.Node
}

func printed(t *testing.T, o Options, n *kong.Node) string {
	t.Helper()
	o.Value = kong.DefaultHelpValueFormatter
	if o.Examples == nil {
		o.Examples = func(command string) []string {
			if command == "bake" {
				return []string{"cake bake --now   # at once"}
			}
			return nil
		}
	}
	var b strings.Builder
	require.NoError(t, o.Node(&b, n))
	return b.String()
}

func TestACommand(t *testing.T) {
	assert.Equal(t, `Usage: cake bake [CAKE…] [flags]

Bake.

First paragraph.

Second paragraph, with a stanza:

  key:
    value: 1

Examples:
  cake bake --now   # at once

Arguments:
  [CAKE…]  Cakes; several are a union.

Flags:
  --heat=HOW  How hot the oven is, low or high;
              a long text that is folded at most
              widths of a terminal.
  --now       At once.

With --now:
  --retries=N  Retry each failed example up to N
               times.

Fields:
  name    what it is called
  weight  grams, rounded to the nearest one, of
          the cake without its plate

Exit codes:
  0  good
  2  usage
  3  burnt

Flags of every command:
  -h, --help       Show context-sensitive help.
  -C, --chdir=DIR  Act as if started in DIR.
`, printed(t, Options{Width: 48}, model(t).Children[0]))
}

func TestTheApplication(t *testing.T) {
	assert.Equal(t, `Usage: cake COMMAND [flags]

Which cakes?

Run:
  bake    Bake.

Keep:
  shop    The shop.

Topics ('hub help TOPIC'):
  ovens  Ovens of all kinds

Flags of every command:
  -h, --help       Show context-sensitive help.
  -C, --chdir=DIR  Act as if started in DIR.

Exit codes:
  0  good
  1  bad
`, printed(t, Options{Topics: [][2]string{{"ovens", "Ovens of all kinds"}}}, model(t)))
	assert.Contains(t, printed(t, Options{}, model(t).Children[1]), "Usage: cake shop COMMAND [flags]\n\nThe shop.\n\nCommands:\n  shop open   Open it.\n  shop close  Close it.\n")
	assert.NotContains(t, printed(t, Options{}, model(t).Children[1].Children[0]), "Examples", "it has none")
}

// No line is wider than the terminal, and a wide one does not make long lines.
func TestLinesFit(t *testing.T) {
	for width := range 220 {
		for _, n := range []*kong.Node{model(t), model(t).Children[0]} {
			for line := range strings.Lines(printed(t, Options{Width: width, Examples: func(string) []string { return nil }}, n)) {
				most := min(max(width, narrowest), widest)
				if width == 0 {
					most = usual
				}
				if strings.Contains(strings.TrimSpace(line), " ") { // a word alone is never cut
					assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), most, "%d: %q", width, line)
				}
			}
		}
	}
}

func TestHeadingsAreBoldInColour(t *testing.T) {
	assert.Contains(t, printed(t, Options{Color: true}, model(t)), "\n\x1b[1mRun:\x1b[0m\n")
}

func TestAnExampleThatDoesNotFit(t *testing.T) {
	text := printed(t, Options{Width: 24}, model(t).Children[0])
	assert.Contains(t, text, "\nExamples:\n  cake bake --now\n      # at once\n")
}

// An exit code that another word precedes keeps its sentence.
func TestExitCodesOfAnotherForm(t *testing.T) {
	assert.Nil(t, codes("those of the run; 2 usage."))
	assert.Equal(t, [][2]string{{"0", "also for none"}, {"130/143", "interrupted"}}, codes("0, also for none; 130/143 interrupted."))
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, assert.AnError }

func TestAWriteErrorIsReturned(t *testing.T) {
	o := Options{Value: kong.DefaultHelpValueFormatter, Examples: func(string) []string { return nil }}
	assert.ErrorIs(t, o.Node(broken{}, model(t)), assert.AnError)
	assert.ErrorIs(t, o.Overview(broken{}, model(t), nil), assert.AnError)
}

// Words find commands, pages, and both if they have one name.
func TestWords(t *testing.T) {
	words := func(names ...string) (string, error) {
		var b strings.Builder
		err := Options{Value: kong.DefaultHelpValueFormatter, Examples: func(string) []string { return nil }}.Words(&b, model(t), names)
		return b.String(), err
	}
	for _, tc := range []struct {
		words []string
		text  string
	}{
		{nil, "Usage: cake COMMAND"},
		{[]string{"shop", "open"}, "Usage: cake shop open"},
		{[]string{"exit-codes"}, "# Exit codes"},
	} {
		text, err := words(tc.words...)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(text, tc.text), text)
	}
	_, err := words("shop", "opne")
	assert.EqualError(t, err, `unknown command "shop opne"; 'hub help shop' lists its commands`)
	_, err = words("shpo")
	assert.ErrorContains(t, err, `unknown command or topic "shpo", did you mean "shop"?`)
	assert.NotContains(t, err.Error(), "hidden")
	for _, topic := range []string{"config", "first-hour", "metadata"} {
		text, err := words(topic)
		require.NoError(t, err)
		assert.False(t, strings.Contains(text, "<!-- generated"), topic)
		assert.False(t, strings.Contains(text, ".md)"), "%s: links are to topics", topic)
	}
}

// Hub alone has a line for each group, and breaks no line about the repository that fits.
func TestOverview(t *testing.T) {
	for width, want := range map[int]string{
		80: "2 cakes\nNext: cake bake  bake it\n\nRun:  bake\nKeep: shop\n\n",
		24: "2 cakes\nNext: cake bake  bake it\n\nRun:  bake\nKeep: shop\n\n",
	} {
		var b strings.Builder
		require.NoError(t, Options{Width: width}.Overview(&b, model(t), []string{"2 cakes", "Next: cake bake  bake it"}))
		assert.True(t, strings.HasPrefix(b.String(), want), "%d: %s", width, b.String())
		for l := range strings.Lines(b.String()) {
			assert.LessOrEqual(t, len(l), width+1)
		}
	}
}
