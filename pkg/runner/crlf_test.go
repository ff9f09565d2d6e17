package runner

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A script of mixed line ends fails by a CR as one does whose first line has it.
func TestCRLFIsFoundInAnyLine(t *testing.T) {
	for text, want := range map[string]bool{
		"#!/bin/sh\r\necho\r\n":                  true,
		"#!/bin/bash\nset -o pipefail\r\necho\n": true,
		"#!/bin/sh\necho\n":                      false,
		"a\rb\n":                                 false,
		"":                                       false,
	} {
		file := filepath.Join(t.TempDir(), "x.sh")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		assert.Equal(t, want, crlf(file), "%q", text)
	}
	assert.False(t, crlf(t.TempDir()))
}
