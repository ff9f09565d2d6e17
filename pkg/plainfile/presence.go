package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// listAfter is how many files of one folder are asked for one by one before
// the folder is listed: a listing costs less than a few questions, and more
// than one.
const listAfter = 8

// Presence finds out which of many thousand files are missing, quicker than by
// asking for each. It is quickest when files of one folder are asked for in a
// row, and it forgets one folder for the next. The paths are below Root.
type Presence struct {
	Root string

	dir   string
	asked int
	names map[string]bool // of dir; nil while it is not listed
}

// Missing reports whether there is certainly no file at the slash path.
func (p *Presence) Missing(file string) bool {
	dir, name := path.Split(file)
	if dir != p.dir {
		p.dir, p.asked, p.names = dir, 0, nil
	}
	if p.asked++; p.asked == listAfter {
		p.list()
	}
	if p.names[name] {
		return false
	}
	// What the listing does not hold may be there by another spelling.
	_, err := os.Lstat(filepath.Join(p.Root, filepath.FromSlash(file)))
	return errors.Is(err, fs.ErrNotExist)
}

// list notes what the folder holds; nothing when it cannot be read.
func (p *Presence) list() {
	dir := filepath.Join(p.Root, filepath.FromSlash(p.dir))
	folder, err := Folder(dir)
	if err != nil {
		return // it may be none any more
	}
	defer folder.Close() // read only: nothing can be lost
	f, err := folder.Open(".")
	if err != nil {
		return
	}
	defer f.Close()                // likewise
	names, _ := f.Readdirnames(-1) // what an error left out is asked for
	p.names = make(map[string]bool, len(names))
	for _, name := range names {
		p.names[name] = true
	}
}
