package status

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// TempDir returns the folder of temporary folders, named by run. Cleaning
// removes those of runs that are not alive.
func (s *Store) TempDir() string { return filepath.Join(s.dir(), "tmp") }

// The two folders of a run name each other, so that cleaning, which relies on
// TempDir, never removes a folder that does not belong to a run.
const (
	outsideName = "outside" // in the inner folder: path of the outer one
	insideName  = ".hub"    // in the outer folder: path of the inner one
)

// Temporary makes the two temporary folders of a run. The inner one, in
// TempDir, is for files that must be in the project: built programs, copies.
// The outer one, in the folder system (absolute), is for the temporary files of examples,
// which would otherwise find the project's files in their parent folders; if it
// cannot be made, it is inside the inner one. The caller removes both; after a
// kill, cleaning does.
func (s *Store) Temporary(run, system string) (inside, outside string, err error) {
	inside = filepath.Join(s.TempDir(), run)
	dir, err := s.Below(inside)
	if err != nil {
		return "", "", fmt.Errorf("creating a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	if outside, err = outer(dir, inside, system); err == nil {
		return inside, outside, nil
	}
	outside = filepath.Join(inside, "tmp")
	if err := dir.Mkdir("tmp", 0o700); err != nil {
		return "", "", fmt.Errorf("creating a temporary folder: %w", err)
	}
	return inside, outside, nil
}

// outerPrefix is the prefix of the names of outer folders.
const outerPrefix = "hub-"

// outer makes the outer folder. Only its user can access it, whatever the umask
// is, because other users can write to its parent folder.
func outer(dir *os.Root, inside, system string) (string, error) {
	path, err := os.MkdirTemp(system, outerPrefix)
	if err != nil {
		return "", err
	}
	if err = dir.WriteFile(outsideName, []byte(path), 0o666); err == nil {
		err = os.WriteFile(filepath.Join(path, insideName), []byte(inside), 0o600)
	}
	if err != nil {
		_ = os.RemoveAll(path) // it is still empty
		return "", err
	}
	return path, nil
}

// outsideOf returns the outer folder that belongs to an inner one; "" when
// there is none. The path in the inner folder is untrusted: the folder counts
// only if its name and mode are those of an outer folder, it names the inner
// one, and it contains only what runs keep there.
func (s *Store) outsideOf(inside string) string {
	text, err := s.head64K(filepath.Join(inside, outsideName))
	dir := string(text)
	if err != nil || !filepath.IsAbs(dir) || filepath.Clean(dir) != dir || !strings.HasPrefix(filepath.Base(dir), outerPrefix) {
		return ""
	}
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		return ""
	}
	// Only its user can access it, but its content is untrusted as well.
	outer, err := plainfile.Folder(dir)
	if err != nil {
		return ""
	}
	defer outer.Close() // read only: nothing can be lost
	if back, err := plainfile.HeadIn(outer, insideName, maxHead); err != nil || string(back) != inside {
		return ""
	}
	entries, err := plainfile.Entries(outer)
	if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != insideName && !isNumber(e.Name()) }) {
		return ""
	}
	return dir
}

// isNumber reports whether a name is that of a process's scratch folder.
func isNumber(name string) bool {
	return name != "" && strings.Trim(name, "0123456789") == ""
}
