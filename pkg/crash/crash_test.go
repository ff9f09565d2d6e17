package crash

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheSentenceNamesTheReasonAndThePlace(t *testing.T) {
	said := func(do func()) (text string) {
		defer func() { text = Sentence(recover()) }()
		do()
		return ""
	}
	assert.Regexp(t, `^hub: internal error in crash/crash_test\.go:\d+: two lines; please report it, with the output of GOTRACEBACK=all\n$`, said(func() { panic("two\nlines") }))
	assert.Regexp(t, `in crash/crash_test\.go:\d+: again;`, said(sync.OnceFunc(func() { panic("again") })))
	var none map[string]int
	assert.Regexp(t, `in crash/crash_test\.go:\d+: assignment to entry in nil map;`, said(func() { none["x"] = 1 }))
	assert.Contains(t, said(func() {}), "error: <nil>;")
}

func TestStacksAreForThoseWhoAskForThem(t *testing.T) {
	for level, want := range map[string]bool{"": false, "none": false, "single": true, "all": true, "crash": true} {
		assert.Equal(t, want, Wanted(level), level)
	}
}
