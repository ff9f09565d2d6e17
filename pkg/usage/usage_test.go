package usage

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorfWraps(t *testing.T) {
	err := fmt.Errorf("reading flags: %w", Errorf("--file=%s: %w", "x", fs.ErrNotExist))
	assert.EqualError(t, err, "reading flags: --file=x: file does not exist")
	assert.ErrorIs(t, err, fs.ErrNotExist)
	own, ok := errors.AsType[*Error](err)
	assert.True(t, ok)
	assert.EqualError(t, own, "--file=x: file does not exist")
}

func TestUnknownSuggestsTheNearestAndListsAll(t *testing.T) {
	for _, c := range []struct {
		value string
		known []string
		text  string
	}{
		{"erors", []string{"errors", "stale"}, `unknown filter "erors", did you mean "errors"? Known: errors, stale`},
		{"zebra", []string{"errors", "stale"}, `unknown filter "zebra". Known: errors, stale`},
		{"", []string{"errors"}, `unknown filter "". Known: errors`},
		{"a", nil, `unknown filter "a"; none exist`},
	} {
		assert.EqualError(t, &Unknown{What: "filter", Value: c.value, Known: c.known}, c.text)
	}
}

// Of what a project has, which may be hundreds, the nearest few are named.
func TestUnknownNamesAFewOfTheProjects(t *testing.T) {
	known := []string{"agents", "basics", "chat", "deep"}
	u := &Unknown{What: "group", Value: "chta", Known: known, Listed: "hub list"}
	assert.EqualError(t, u, `unknown group "chta", did you mean "chat"? Known: agents, basics, chat, deep`)
	u.Known = append(known, "chats", "else")
	assert.EqualError(t, u, `unknown group "chta", did you mean "chat" or "chats"? 'hub list' shows all 6`)
	u.Value = "nothing like it"
	assert.EqualError(t, u, `unknown group "nothing like it". Known: agents, basics, chat, deep, chats, … 'hub list' shows all 6`)
}
