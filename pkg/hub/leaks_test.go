package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLeaksFailOnlyWhereTheSettingsSaySo(t *testing.T) {
	assert.False(t, LeaksFail.Fail(0))
	assert.True(t, LeaksFail.Fail(1))
	for _, l := range []Leaks{"", LeaksWarn, LeaksIgnore} {
		assert.False(t, l.Fail(1), l)
		assert.Nil(t, LeakProblem([]*Example{{Settings: &Settings{Leaks: l}}}, "left"), l)
	}
	p := LeakProblem([]*Example{{}, {Settings: &Settings{Leaks: LeaksFail}}}, "left")
	assert.Equal(t, &Problem{Kind: ProblemLeak, Message: "left; a leak is an error for some example of the run (leaks: fail)"}, p)
}

func TestLeakErrorCountsProcessesOfOneName(t *testing.T) {
	assert.Equal(t, &Error{Type: ErrLeaked, File: "a.sh", Message: "left processes behind: sleep (2), %0A"},
		LeakError(&Example{Path: "a.sh"}, []string{"sleep", "\n", "sleep"}))
}
