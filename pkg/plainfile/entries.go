package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Entries returns what is in the folder, sorted by name. The type of each entry is what
// the folder itself says, where it says it; what it is of is not opened.
//
// Note: fs.ReadDir of an [os.Root] looks at each entry.
func Entries(dir *os.Root) ([]fs.DirEntry, error) {
	f, err := dir.Open(".")
	if err != nil {
		return nil, err
	}
	if f, err = unrooted(f, dir.Name()); err != nil {
		return nil, err
	}
	entries, err := f.ReadDir(-1)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}
