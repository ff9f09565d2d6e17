package outcome

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestASCII(t *testing.T) {
	assert.Equal(t, "x failed  2 - ... 3 more lines", ASCII("✗ failed  2 · … 3 more lines"))
	assert.Equal(t, "naïve 日本", ASCII("naïve 日本"), "text of others")
	for _, s := range append(hub.Statuses(), "bogus") {
		for _, flaky := range []bool{false, true} {
			for _, r := range ASCII(OfStatus(s, flaky).Glyph) {
				assert.LessOrEqual(t, r, rune(unicode.MaxASCII), s)
			}
		}
	}
}
