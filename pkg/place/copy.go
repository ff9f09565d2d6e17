package place

import (
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// maxCopy bounds the size of a copied file, in bytes.
const maxCopy = 16 << 30

// Copy replaces the file name in dir by a copy of the regular file at a path relative to
// the folder from. It follows no link out of that folder. The error is fs.ErrNotExist if
// the file is missing.
func Copy(dir *os.Root, name string, from *os.Root, path string) error {
	in, err := plainfile.OpenIn(from, path, maxCopy)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing can be lost
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}
