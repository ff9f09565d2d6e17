package familiar

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWordsAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range Words() {
		assert.NotEmpty(t, w.Text)
		assert.False(t, len(w.As) > 0 && len(w.Try) > 0, "%s is taken for something, or answered", w.Text)
		if !strings.HasPrefix(w.Text, "-") {
			assert.Empty(t, w.In, "%s is a command", w.Text)
		}
		for _, command := range append(w.In, "") {
			if command == "" && len(w.In) > 0 {
				continue
			}
			assert.False(t, seen[w.Text+" "+command], "%s has two rows for %q", w.Text, command)
			seen[w.Text+" "+command] = true
			assert.NotContains(t, w.Answer(command), "\n")
		}
	}
}

func TestReplace(t *testing.T) {
	value, several, fixed, none := Word{Text: "--maxfail", As: []string{"--max-failures"}}, Word{Text: "raw", As: []string{"run", "--raw"}}, Word{Text: "--json", As: []string{"--format=json"}}, Word{Text: "--list"}
	for _, c := range []struct {
		word     Word
		in, want string
	}{
		{value, "all --maxfail 3", "all --max-failures 3"},
		{value, "all --maxfail=3 x", "all --max-failures=3 x"},
		{value, "all --maxfails=3", ""},
		{value, "run -- --maxfail", ""},
		{several, "-C x raw y", "-C x run --raw y"},
		{several, "raw=1", ""},
		{fixed, "list --json", "list --format=json"},
		{fixed, "list --json=x", ""},
		{none, "errors --list -l 3", "errors -l 3"},
		{none, "errors --list=3", ""},
	} {
		args := strings.Fields(c.in)
		got, ok := c.word.Replace(args)
		assert.Equal(t, c.want, strings.Join(got, " "), c.in)
		assert.Equal(t, c.want != "", ok, c.in)
		assert.Equal(t, c.in, strings.Join(args, " "), "the arguments stay as they are")
	}
}

func TestAnswersAreForTheCommand(t *testing.T) {
	assert.Equal(t, "unknown flag --lf; type 'hub ci --filter=errors' or 'hub errors --run' (so)", (&Word{Text: "--lf", Try: []string{"all --filter=errors", "errors --run"}, Note: "so"}).Answer("ci"))
	assert.Equal(t, `unknown flag -k; type "hub all 'a/**'"`, (&Word{Text: "-k", Try: []string{"all 'a/**'"}}).Answer("all"))
	assert.Equal(t, "unknown command test; type 'hub all'", (&Word{Text: "test", Try: []string{"all"}}).Answer(""))
}

func TestFilters(t *testing.T) {
	for word, want := range map[string]string{"failing": "errors", "Passing": "completed", "outdated": "stale", "new": "pending", "incomplete": "not-completed", "errors": "", "": "", "nonsense": "", "running": ""} {
		assert.Equal(t, want, Filter(word), word)
	}
}
