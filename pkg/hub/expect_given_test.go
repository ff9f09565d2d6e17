package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// An expectation that every output meets is none, and must not make a doubtful
// pass a good one.
func TestEmptyTextsExpectNothing(t *testing.T) {
	empty := ""
	for _, c := range []struct {
		expect ExpectOutput
		want   bool
	}{
		{ExpectOutput{}, false},
		{ExpectOutput{Contains: Strings{}}, false},
		{ExpectOutput{Contains: Strings{""}}, false},
		{ExpectOutput{Matches: Strings{""}}, false},
		{ExpectOutput{Contains: Strings{"", "x"}}, true},
		{ExpectOutput{Matches: Strings{"^x"}}, true},
		{ExpectOutput{Equals: &empty}, true},
	} {
		assert.Equal(t, c.want, c.expect.Given(), "%+v", c.expect)
		assert.Equal(t, c.want, c.expect.Requires(), "%+v", c.expect)
	}
	// What must not be there is expected, and every silent program meets it.
	for _, x := range []ExpectOutput{{NotContains: Strings{"x"}}, {NotMatches: Strings{"x"}}} {
		assert.True(t, x.Given(), "%+v", x)
		assert.False(t, x.Requires(), "%+v", x)
	}
}
