package nearest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTo(t *testing.T) {
	filters := []string{"all", "errors", "stale", "pending", "not-completed", "interrupted", "completed", "skipped", "flaky", "doubtful"}
	keys := []string{"path", "include", "exclude", "include-if", "runner", "group", "timeout", "tags", "retries", "max-delay", "stop-on-error"}
	reports := []string{"junit", "json", "markdown", "github"}
	runners := []string{"bash", "c", "cpp", "go", "js", "node", "perl", "php", "python", "r", "ruby", "sh", "ts", "zsh"}
	for _, c := range []struct {
		known []string
		want  map[string]string
	}{
		{filters, map[string]string{
			"eror": "errors", "erors": "errors", "error": "errors", "Errors": "errors", "err": "errors", "rrors": "errors", "errros": "errors",
			"al": "all", "alll": "all", "stall": "stale", "stael": "stale", "staled": "stale", "complete": "completed", "compelted": "completed",
			"not_completed": "not-completed", "notcompleted": "not-completed", "not": "not-completed", "skip": "skipped", "skips": "skipped", "completion": "completed", "flakey": "flaky", "intr": "",
			"interupted": "interrupted", "pendign": "pending", "doubt": "doubtful",
			// No suggestion is better than a word with another meaning.
			"failed": "", "passed": "", "running": "", "none": "", "any": "", "ok": "", "new": "", "incomplete": "", "uncompleted": "", "no": "", "a": "", "x": "", "": "", "zzzzzz": "",
		}},
		{keys, map[string]string{
			"tag": "tags", "pth": "path", "tiemout": "timeout", "time-out": "timeout", "inclde": "include", "includes": "include", "includeif": "include-if",
			"retry": "retries", "timed": "timeout", "maxdelay": "max-delay", "stop-on-eror": "stop-on-error", "runer": "runner", "grp": "group",
			"über": "", "shell": "", "file": "", "name": "", "script": "", "title": "",
		}},
		{reports, map[string]string{
			"jnuit": "junit", "jsn": "json", "jason": "json", "markdwon": "markdown", "mark": "markdown", "gihtub": "github", "git": "github",
			"xml": "", "html": "", "yaml": "", "csv": "", "tap": "", "text": "",
		}},
		{runners, map[string]string{
			"pyton": "python", "phyton": "python", "python3": "python", "Python": "python", "R": "r", "og": "go", "nodejs": "node", "zhs": "zsh",
			"java": "", "swift": "", "rust": "", "lua": "", "d": "", "rs": "", "pl": "", "fish": "", "ps": "",
		}},
	} {
		for word, want := range c.want {
			assert.Equal(t, want, To(word, c.known), "%q among %q", word, c.known)
		}
		for _, k := range c.known {
			assert.Equal(t, k, To(k, c.known), "a known word is its own nearest")
			assert.Equal(t, k, To(strings.ToUpper(k), c.known))
		}
	}
	assert.Empty(t, To("a", nil))
	assert.Empty(t, To(strings.Repeat("e", 100), []string{strings.Repeat("e", 100)}), "too long to be a slip")
	assert.Equal(t, "s/basics/bye", To("basic/bye", []string{"s/basics/hello", "s/basics/bye"}))
	assert.Empty(t, To("tag", []string{"stage"}))
	assert.Equal(t, "abcd", To("abc", []string{"ab", "abcd"}), "a letter is left out more often than added")
	assert.Equal(t, "axc", To("abc", []string{"axc", "ayc"}), "of equals the earlier")
}

func TestFew(t *testing.T) {
	known := []string{"agents/basic", "agents/basics", "agents/deep", "basic", "chat", "chats", "agents/basic"}
	assert.Equal(t, []string{"agents/basic", "agents/basics"}, Few("agents/basik", known, 5), "the most similar first, each once")
	assert.Equal(t, []string{"chat", "chats"}, Few("chta", known, 5))
	assert.Equal(t, []string{"chat"}, Few("chta", known, 1))
	assert.Empty(t, Few("chta", known, 0))
	assert.Empty(t, Few("something else", known, 5))
	assert.Empty(t, Few("", known, 5))
	assert.Equal(t, []string{"agents/deep"}, Few("DEEP", known, 5), "words that contain it")
	assert.Equal(t, []string{"chat", "chats", "b/a-chat"}, Few("chat", []string{"a/chat/b", "b/a-chat", "chats", "chat"}, 5), "similar ones first")
	assert.Empty(t, Few("ch", []string{"chats", "batch"}, 5), "two letters are in too many words")
	for _, word := range []string{"chta", "agents/basik", "bsic", "age"} {
		assert.Equal(t, To(word, known), append(Few(word, known, 3), "")[0], "the first is the nearest")
	}
}

func TestQuote(t *testing.T) {
	assert.Equal(t, `"a"`, Quote([]string{"a"}))
	assert.Equal(t, `"a" or "b"`, Quote([]string{"a", "b"}))
	assert.Equal(t, `"a", "b" or "c"`, Quote([]string{"a", "b", "c"}))
}
