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

func TestMessagesHoldNoTemporaryFolders(t *testing.T) {
	root := t.TempDir()
	x := &Executor{Root: root, Scratch: filepath.Join(root, ".hub", "tmp", "r"), Temp: filepath.Join(root, "hub-123")}
	e := &hub.Example{Index: 7, ID: "ex/boom.c", Path: "ex/boom.c"}
	o := Outcome{Dir: filepath.Join(x.Scratch, "copy-9"), Scratch: filepath.Join(x.Temp, "3")}
	for message, want := range map[string]string{
		filepath.Join(x.Scratch, "bin-7", "example") + ": no such file": "boom: no such file",
		"open " + filepath.Join(o.Dir, "in.txt") + ": denied":           "open " + "ex" + string(filepath.Separator) + "in.txt: denied",
		"cannot write " + filepath.Join(o.Scratch, "x") + " there":      "cannot write $TMPDIR" + string(filepath.Separator) + "x there",
		"in " + filepath.Join(x.Temp, "4"):                              "in $TMPDIR" + string(filepath.Separator) + "4",
		"in " + filepath.Join(x.Scratch, "bin-8"):                       "in $TMPDIR" + string(filepath.Separator) + "bin-8",
		"nothing to see": "nothing to see",
		"":               "",
	} {
		x.localize(&message, e, o)
		assert.Equal(t, want, message)
	}
	x.Folders = []volatile.Folder{{Path: root}}
	for message, want := range map[string]string{
		"open " + filepath.Join(root, "data.json") + ": denied": "open data.json: denied",
		"in " + filepath.Join(x.Temp, "4"):                      "in $TMPDIR" + string(filepath.Separator) + "4",
	} {
		x.localize(&message, e, o)
		assert.Equal(t, want, message)
	}
	message := "a/b"
	(&Executor{}).localize(&message, e, Outcome{})
	assert.Equal(t, "a/b", message, "unknown folders replace nothing")
}

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
