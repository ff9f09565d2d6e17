package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// nobody is a user who may not read what others keep to themselves.
const nobody = 65534

// oddKind is something that may lie where hub, or an example, has a file or a
// folder.
type oddKind struct {
	name string
	// put makes it at a path, below the project or the folder outside that is
	// named, where nothing is.
	put func(path, outside string) error
	// hold keeps it open from the other side; nil when nobody does.
	hold func(path string) (*os.File, error)
	// kept: what is there stays, and changes only its mode.
	kept bool
}

func oddKinds() []oddKind {
	link := func(to string) func(path, outside string) error {
		return func(path, outside string) error { return os.Symlink(filepath.Join(outside, to), path) }
	}
	fifo := func(path, _ string) error { return unix.Mkfifo(path, 0o666) }
	kinds := []oddKind{
		{name: "fifo", put: fifo},
		{name: "fifo with a writer", put: fifo, hold: func(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR, 0) }},
		{name: "socket", put: func(path, _ string) error { return unix.Mknod(path, unix.S_IFSOCK|0o666, 0) }},
		{name: "dangling link", put: func(path, _ string) error { return os.Symlink("nowhere", path) }},
		{name: "link to a file outside", put: link("file")},
		{name: "link to a folder outside", put: link("folder")},
		{name: "link to zeros", put: func(path, _ string) error { return os.Symlink("/dev/zero", path) }},
		{name: "folder", put: func(path, _ string) error { return os.Mkdir(path, 0o777) }},
		{name: "sparse", put: func(path, _ string) error {
			if err := os.WriteFile(path, nil, 0o666); err != nil {
				return err
			}
			return os.Truncate(path, 300<<30)
		}},
	}
	if os.Getuid() == 0 {
		kinds = append(kinds,
			oddKind{name: "device", put: func(path, _ string) error { return unix.Mknod(path, unix.S_IFCHR|0o666, int(unix.Mkdev(1, 5))) }},
			oddKind{name: "unreadable", kept: true, put: func(path, _ string) error {
				err := os.Chmod(path, 0)
				if os.IsNotExist(err) {
					if err = os.WriteFile(path, nil, 0o666); err == nil {
						err = os.Chmod(path, 0)
					}
				}
				return err
			}})
	}
	return kinds
}

// outsideOf makes what links lead to, and returns what checks that nobody has
// changed it.
func outsideOf(t *testing.T, work string) (outside string, unchanged func(t *testing.T, what string)) {
	t.Helper()
	outside = filepath.Join(work, "outside")
	files := map[string]string{"file": "mine", "folder/file": "mine too"}
	for name, text := range files {
		path := filepath.Join(outside, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return outside, func(t *testing.T, what string) {
		t.Helper()
		seen := 0
		require.NoError(t, filepath.WalkDir(outside, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			seen++
			rel, _ := filepath.Rel(outside, path)
			text, err := os.ReadFile(path)
			if err == nil && string(text) != files[rel] {
				t.Errorf("%s: %s was written", what, rel)
			}
			return err
		}))
		if seen != len(files) {
			t.Errorf("%s: there are %d files outside of the project, not %d", what, seen, len(files))
		}
	}
}
