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
