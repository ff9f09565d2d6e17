//go:build unix

package runner

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// What hub itself cannot do for an attempt names no folder of the machine either.
func TestErrorsOfHubHoldNoFolders(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(x *Executor, e *hub.Example)
		want  string
	}{
		"a copy": {func(x *Executor, e *hub.Example) {
			e.Settings.Workdir = hub.WorkdirCopy
			e.File = filepath.Join(x.Root, "gone", "b.sh")
		}, "copying the example's folder: lstat gone: "},
		"a temporary folder": {func(x *Executor, e *hub.Example) { x.Temp = filepath.Join(x.Temp, "gone") }, "making a temporary folder: mkdir $TMPDIR" + string(filepath.Separator) + "1: "},
		"a build": {func(x *Executor, e *hub.Example) {
			e.Build = []string{"true"}
			require.NoError(t, os.WriteFile(filepath.Join(x.Root, "taken"), nil, 0o644))
			x.Scratch = filepath.Join(x.Root, "taken")
		}, "making a folder for the built program: mkdir $TMPDIR: "},
	} {
		t.Run(name, func(t *testing.T) {
			x := workshop(t)
			x.Folders = []volatile.Folder{{Path: x.Root}}
			e := x.script(t, "a/b.sh", "")
			tc.spoil(x, e)
			a := x.Attempt(t.Context(), e, 1, nil)
			require.NotNil(t, a.Error)
			assert.Equal(t, hub.ErrInternal, a.Error.Type)
			assert.Contains(t, a.Error.Message, tc.want)
		})
	}
}
