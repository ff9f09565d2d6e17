package status

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// TempDir is where runs keep what goes with them: folders of the runs' IDs.
// Those of runs that no longer live are removed when cleaning.
func (s *Store) TempDir() string { return filepath.Join(s.dir(), "tmp") }

// The two folders of a run name each other, so that cleaning, which believes
// what it finds in TempDir, never removes a folder that is not a run's.
const (
	outsideName = "outside" // in the inner folder: the outer one's path
	insideName  = ".hub"    // in the outer folder: the inner one's path
)

// Temporary makes the two temporary folders of a run. The inner one, in
// TempDir, is for what must lie in the project: built programs, copies. The
// outer one, in the folder system, is for the temporary files of examples,
// which would find the project's own files above them otherwise; where none
// can be made it lies in the inner one. The caller removes both; what a kill
// leaves is removed when cleaning.
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

// outerPrefix is how the names of outer folders begin.
const outerPrefix = "hub-"

// outer makes the outer folder. It is for its user alone, whatever the umask
// is: others can write to where it lies.
func outer(dir *os.Root, inside, system string) (string, error) {
	system, err := filepath.Abs(system)
	if err != nil {
		return "", err
	}
	path, err := os.MkdirTemp(system, outerPrefix)
	if err != nil {
		return "", err
	}
	if err = dir.WriteFile(outsideName, []byte(path), 0o666); err == nil {
		err = os.WriteFile(filepath.Join(path, insideName), []byte(inside), 0o600)
	}
	if err != nil {
		_ = os.RemoveAll(path) // it holds nothing yet
		return "", err
	}
	return path, nil
}

// outsideOf returns the outer folder that belongs to an inner one; "" when
// there is none. What the inner one names is not believed: it counts only when
// it is called and made as an outer folder is, names the inner one, and holds
// nothing but what runs keep there.
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
	// It belongs to its user alone, but what is in it is as little believed.
	outer, err := plainfile.Folder(dir)
	if err != nil {
		return ""
	}
	defer outer.Close() // read only: nothing can be lost
	if back, err := plainfile.HeadIn(outer, insideName, maxHead); err != nil || string(back) != inside {
		return ""
	}
	entries, err := fs.ReadDir(outer.FS(), ".")
	if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != insideName && !isNumber(e.Name()) }) {
		return ""
	}
	return dir
}

// isNumber reports whether a name is that of the scratch folder of a process.
func isNumber(name string) bool {
	return name != "" && strings.Trim(name, "0123456789") == ""
}
