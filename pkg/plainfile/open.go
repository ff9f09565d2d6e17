package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Open opens the plain file at the path to read it. It is at most most bytes
// large; 0 is no bound. Links are followed.
func Open(path string, most int64) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := check(path, info, most); err != nil {
		return nil, err
	}
	return OpenKnown(path, most)
}

// OpenKnown is [Open] without the look beforehand, for a caller who has just seen
// a plain file there.
func OpenKnown(path string, most int64) (*os.File, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	return checked(f, path, most)
}

// OpenIn opens the plain file of that name below dir to read it. It is at most
// most bytes large; 0 is no bound. A symbolic link is none.
func OpenIn(dir *os.Root, name string, most int64) (*os.File, error) {
	return openIn(dir, name, most, os.O_RDONLY)
}

// EditIn opens a plain file below dir as OpenIn does, to read and write it.
func EditIn(dir *os.Root, name string) (*os.File, error) { return openIn(dir, name, 0, os.O_RDWR) }

func openIn(dir *os.Root, name string, most int64, flag int) (*os.File, error) {
	path := within(dir.Name(), name)
	info, err := dir.Lstat(name)
	if err != nil {
		return nil, err
	}
	if err := check(path, info, most); err != nil {
		return nil, err
	}
	f, err := patient(func() (*os.File, error) { return dir.OpenFile(name, flag|noWait, 0) })
	if err != nil {
		return nil, err
	}
	return checked(f, path, most)
}

// checked is the file when it is a plain one within the bound; else it is closed.
func checked(f *os.File, path string, most int64) (*os.File, error) {
	info, err := f.Stat()
	if err == nil {
		err = check(path, info, most)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Folder opens the folder at the path; what is opened through it stays in it.
// Links to the folder itself are followed.
func Folder(path string) (*os.Root, error) {
	dir, err := openRoot(path)
	if err == nil {
		return dir, nil
	}
	// Below the path: it may be what is no folder itself.
	return nil, ExplainPath(filepath.Join(path, "below"), err)
}

// FolderIn opens the folder of that name below dir. No link of dir leads out of
// it.
func FolderIn(dir *os.Root, name string) (*os.Root, error) {
	info, err := dir.Stat(name)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: syscall.ENOTDIR}
	}
	if err != nil {
		return nil, Explain(dir, name, err)
	}
	path := within(dir.Name(), name)
	// An os.Root that is opened below another one waits for a pipe that takes the
	// folder's place at this moment; one that is opened by its path does not, and
	// is compared with the folder that dir leads to.
	folder, err := openRoot(path)
	if err != nil {
		return nil, err
	}
	found, err := folder.Stat(".")
	if err == nil && !os.SameFile(info, found) {
		err = &fs.PathError{Op: "open", Path: path, Err: errReplaced}
	}
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	return folder, nil
}

var errReplaced = errors.New("another folder has replaced it in the meantime")

// Append opens what is at the path to append to it, and makes a plain file when
// nothing is there. Links are followed, and devices and pipes are taken, for
// the user named the path; but a pipe without a reader is an error, and not waited
// for. The file takes a deadline if writing to it may wait.
func Append(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noWait, 0o666)
	if errors.Is(err, syscall.ENXIO) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errUnread}
	}
	return f, err
}

var errUnread = errors.New("no program reads from it")

// RewriteIn opens the plain file of that name below dir for writing from its
// start, empty, and makes it when it is missing. A symbolic link is no plain
// file.
func RewriteIn(dir *os.Root, name string) (*os.File, error) {
	path := within(dir.Name(), name)
	info, err := dir.Lstat(name)
	if err == nil {
		err = check(path, info, 0)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|noWait, 0o666)
	if err != nil {
		return nil, err
	}
	if f, err = checked(f, path, 0); err != nil {
		return nil, err
	}
	// Not by the opening, which would cut off whatever was there by then.
	if err := f.Truncate(0); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
