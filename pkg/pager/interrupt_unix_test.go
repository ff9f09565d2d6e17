//go:build unix

package pager

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An interrupt is a way to leave a pager: nothing is printed after it.
func TestPagerThatIsInterrupted(t *testing.T) {
	for _, end := range []string{"kill -INT $$", "exit 130"} {
		var out bytes.Buffer
		p := &Pager{Out: &out, Err: &out, Rows: 1, Environ: []string{"HUB_PAGER=/bin/sh -c 'read -r l; echo $l; " + end + "'"}, Lend: func() func() { return func() {} },
			Warn: func(string, ...any) { t.Error("a warning") }}
		_, err := p.Write([]byte("shown\nnot shown\n"))
		require.NoError(t, err)
		assert.Equal(t, "shown\n", out.String(), end)
	}
}
