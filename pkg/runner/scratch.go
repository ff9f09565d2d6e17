package runner

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
)

// scratch makes a folder for the temporary files of one process, and the
// function that removes it. No two are of one name.
func (x *Executor) scratch() (dir string, remove func(), err error) {
	dir = filepath.Join(x.Temp, strconv.FormatInt(x.folders.Add(1), 10))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", func() {}, fmt.Errorf("making a temporary folder: %w", err)
	}
	// What resists goes with the whole of Temp, and is told then.
	return dir, func() { _ = atomicfile.RemoveAll(dir) }, nil
}
