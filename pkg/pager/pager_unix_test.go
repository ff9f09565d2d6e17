//go:build unix

package pager

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A program that the pager leaves behind, with the pager's input, holds nobody up.
func TestALeftoverOfThePager(t *testing.T) {
	gate := filepath.Join(t.TempDir(), "gate")
	require.NoError(t, unix.Mkfifo(gate, 0o600))
	p := &Pager{Out: io.Discard, Err: io.Discard, Rows: 10, Lend: func() func() { return func() {} },
		Environ: []string{"PATH=" + os.Getenv("PATH"), `HUB_PAGER=sh -c 'exec 5<&0; read x <"$0" & exit 0' ` + gate},
		Warn:    func(format string, args ...any) { assert.Fail(t, "a warning", format, args) }}
	_, err := p.Write([]byte(strings.Repeat("line\n", 100_000)))
	assert.NoError(t, err)
	require.NoError(t, os.WriteFile(gate, nil, 0o600)) // it ends now, not before
}
