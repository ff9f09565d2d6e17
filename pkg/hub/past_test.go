package hub

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func (p *Past) words() string {
	var b strings.Builder
	p.Each(func(s Status, flaky bool) {
		b.WriteString(string(s[0]))
		if flaky {
			b.WriteString("!")
		}
	})
	return b.String()
}

func TestPast(t *testing.T) {
	var p Past
	for range 12 {
		p.Add(StatusCompleted, false)
	}
	p.Add(StatusError, false)
	p.Add(StatusSkipped, false)
	p.Add(StatusError, false)
	p.Add(StatusCompleted, true)
	p.Add(StatusInterrupted, false)
	p.Add(StatusCompleted, false)
	assert.Equal(t, "c12e2Cic", p.Outcomes)
	assert.Equal(t, "cccccccccccceec!ic", p.words())
}

// A record may claim anything.
func TestPastOfForeignBytes(t *testing.T) {
	for outcomes, want := range map[string]string{
		"": "", "12": "", "x3c": "c", "c0e": "e", "c-1": "c", "é": "", "c99999999999999999999": strings.Repeat("c", maxPast),
		"c1000000": strings.Repeat("c", maxPast), strings.Repeat("e", 500): strings.Repeat("e", maxPast),
	} {
		assert.Equal(t, want, (&Past{Outcomes: outcomes}).words(), "%.30q", outcomes)
	}
}
