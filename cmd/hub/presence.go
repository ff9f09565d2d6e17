package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// listAfter is how many files of one folder are asked for one by one before
// the folder is listed: a listing costs less than a few questions, and more
// than one.
const listAfter = 8

// presence tells which files are there, for a commit hook that has no time to
// ask for each of many thousand. It is quickest when files of one folder are
// asked for in a row, and it forgets one folder for the next.
type presence struct {
	root  string // of the paths
	dir   string
	asked int
	names map[string]bool // of dir; nil while it is not listed
}

// missing reports whether the file at the slash path below the root is
// certainly not there.
func (p *presence) missing(file string) bool {
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
	_, err := os.Lstat(filepath.Join(p.root, filepath.FromSlash(file)))
	return errors.Is(err, fs.ErrNotExist)
}

// list notes what the folder holds; nothing when it cannot be read.
func (p *presence) list() {
	dir := filepath.Join(p.root, filepath.FromSlash(p.dir))
	folder, err := plainfile.Folder(dir)
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
