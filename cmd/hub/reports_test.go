package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/reporters"
)

// A run that was interrupted has all its reports, however long one takes.
func TestASignalCostsNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.txt")
	synctest.Test(t, func(t *testing.T) {
		slow := reporters.Reporter{Name: "slow", Write: func(w io.Writer, _ *hub.Run) error {
			time.Sleep(2 * slowEnd)
			_, err := io.WriteString(w, "whole")
			return err
		}}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		written, err := (&App{guard: place.New(filepath.Dir(path))}).writeReports(ctx, &hub.Run{}, []target{{Reporter: slow, path: path}})
		require.NoError(t, err)
		assert.Len(t, written, 1)
	})
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "whole", string(text))
}
