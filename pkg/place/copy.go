package place

import (
	"io"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// maxCopy bounds the size of a copied file, in bytes.
const maxCopy = 16 << 30

// Copy replaces the file name in dir by a copy of the regular file from, a path in the
// folder at an absolute path. No link out of that folder is followed. The error is
// fs.ErrNotExist if the file or the folder is missing.
func Copy(dir *os.Root, name, folder, from string) error {
	root, err := plainfile.Folder(folder)
	if err != nil {
		return err
	}
	defer root.Close() // read only: nothing can be lost
	in, err := plainfile.OpenIn(root, from, maxCopy)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing can be lost
	return atomicfile.WriteIn(dir, name, false, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}
