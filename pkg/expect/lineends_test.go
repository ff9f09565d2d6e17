package expect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/expect"
)

func TestInStyleOf(t *testing.T) {
	for _, c := range []struct{ old, text, want string }{
		{"", "a\nb\n", "a\nb\n"},
		{"x\ny\n", "a\nb\n", "a\nb\n"},
		{"x\r\ny\r\n", "a\nb\n", "a\r\nb\r\n"},
		{"x\r\ny", "a\nb\n", "a\r\nb"},
		{"x", "a\nb\n", "a\nb"},
		{"x\r\ny\nz\r\n", "a\nb\n", "a\r\nb\r\n"},
		{"x\r\ny\nz\n", "a\nb\n", "a\nb\n"},
		{"\ufeffx\r\n", "a\n", "\ufeffa\r\n"},
		{"\ufeffx\n", "\ufeffa\n", "\ufeffa\n"},
		{"\ufeff", "a\n", "\ufeffa\n"},
		{"x\r\n", "", ""},
		{"x", "", ""},
	} {
		got := expect.InStyleOf(c.old, c.text)
		assert.Equal(t, c.want, got, "%q in the style of %q", c.text, c.old)
		assert.Nil(t, expect.Check(golden("x"), expect.Printed{Golden: got, Text: c.text}), "%q compares equal to %q", got, c.text)
	}
}

// A byte order mark comes from an editor, unless the program prints one.
func TestByteOrderMarkOfAGoldenFile(t *testing.T) {
	check := func(golden_, text string) bool {
		return expect.Check(golden("x"), expect.Printed{Golden: golden_, Text: text}) == nil
	}
	assert.True(t, check("\ufeffa\n", "a\n"))
	assert.True(t, check("\ufeffa\n", "\ufeffa\n"))
	assert.False(t, check("a\n", "\ufeffa\n"))
	require.False(t, check("\ufeff\ufeffa\n", "a\n"))
}
