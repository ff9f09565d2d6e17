package runner

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

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
