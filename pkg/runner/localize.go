package runner

import (
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// localize replaces folders in a message that would otherwise differ from run to run, or
// from machine to machine: a copy of the example's folder by the folder, its built program
// by its name, its folder for temporary files by the variable, and then Folders.
func (x *Executor) localize(message *string, e *hub.Example, o Outcome) {
	if *message == "" {
		return
	}
	bin := filepath.Join(x.Scratch, "bin-"+strconv.Itoa(e.Index), "example")
	name := path.Base(e.Unit())
	name = strings.TrimSuffix(name, path.Ext(name))
	for _, r := range []struct{ folder, name string }{
		{bin + ".exe", name},
		{bin, name},
		{o.Scratch, "$TMPDIR"},
		{x.Temp, "$TMPDIR"},
	} {
		if filepath.IsAbs(r.folder) {
			*message = strings.ReplaceAll(*message, r.folder, r.name)
		}
	}
	if x.Scratch != "" && strings.HasPrefix(o.Dir, x.Scratch) {
		*message = strings.ReplaceAll(*message, o.Dir, path.Dir(e.Path))
	}
	if filepath.IsAbs(x.Scratch) {
		*message = strings.ReplaceAll(*message, x.Scratch, "$TMPDIR")
	}
	*message = volatile.Folders(x.Folders, *message)
}

// local localizes the message of an error of hub's own about an example, and returns the
// error.
func (x *Executor) local(e *hub.Example, failed *hub.Error) *hub.Error {
	x.localize(&failed.Message, e, Outcome{})
	return failed
}
