package status

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
)

// keptCopies is the number of copies of each kind that are kept.
const keptCopies = 5

// The kinds of copies of the status file.
const (
	kindBackup  = "backup"  // made on request, or before a file of an older format is replaced
	kindCorrupt = "corrupt" // a damaged file, before it is replaced
)

// stamp is the format of the time in a copy's name.
const stamp = "20060102T150405Z"

// aside is a copy of the status file, named FILE.KIND-STAMP, or
// FILE.KIND-STAMP-N for the N-th in the same second.
type aside struct {
	path string
	at   time.Time
	n    int
}

// asides lists the copies of a kind, oldest first. It ignores files with other
// names.
func (s *Store) asides(kind string) ([]aside, error) {
	entries, err := s.list(s.dir())
	if err != nil {
		return nil, fmt.Errorf("looking for copies of the status file: %w", err)
	}
	var copies []aside
	for _, e := range entries {
		text, ok := strings.CutPrefix(e.Name(), filepath.Base(s.file)+"."+kind+"-")
		if !ok || !e.Type().IsRegular() {
			continue
		}
		text, number, numbered := strings.Cut(text, "-")
		at, err := time.Parse(stamp, text)
		n := 1
		if numbered && err == nil {
			n, err = strconv.Atoi(number)
		}
		if err == nil {
			copies = append(copies, aside{filepath.Join(s.dir(), e.Name()), at, n})
		}
	}
	slices.SortFunc(copies, func(a, b aside) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.n, b.n)) })
	return copies, nil
}

// aside returns a name for a copy that sorts after all of its kind, even if the
// clock was set back: then with the time of the newest one and the next number.
func (s *Store) aside(kind string) (string, error) {
	copies, err := s.asides(kind)
	if err != nil {
		return "", err
	}
	at, n := s.now().UTC().Truncate(time.Second), 1
	if len(copies) > 0 {
		if last := copies[len(copies)-1]; !last.at.Before(at) {
			at, n = last.at, last.n+1
		}
	}
	name := s.file + "." + kind + "-" + at.Format(stamp)
	if n > 1 {
		name += "-" + strconv.Itoa(n)
	}
	return name, nil
}

// keepAside gives the status file a second name, so that the first can be
// replaced while one of them always exists.
func (s *Store) keepAside(kind string) (string, error) {
	name, err := s.aside(kind)
	if err != nil {
		return "", err
	}
	return name, s.in(func(dir *os.Root) error {
		from, to := filepath.Base(s.file), filepath.Base(name)
		if info, err := dir.Lstat(from); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return s.copyTo(dir, to) // a second name of the link would refer to the new text
		}
		if err := dir.Link(from, to); err == nil {
			return nil
		}
		// Without hard links the file is missing for a moment; the run logs remain.
		return dir.Rename(from, to)
	})
}

// copyTo copies the status file.
func (s *Store) copyTo(dir *os.Root, name string) (err error) {
	from, err := s.openStatus()
	if err != nil {
		return err
	}
	defer from.Close() // read only: nothing can be lost
	return atomicfile.WriteIn(dir, name, true, func(w io.Writer) error {
		_, err := io.Copy(w, from)
		return err
	})
}

// surplusCopies lists the copies of a kind beyond the newest ones, oldest first.
func (s *Store) surplusCopies(kind string) ([]string, error) {
	copies, err := s.asides(kind)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, c := range copies[:max(0, len(copies)-keptCopies)] {
		files = append(files, c.path)
	}
	return files, nil
}

// setAside keeps a copy of the damaged status file and removes old ones,
// because the cause of the damage may occur every time. removed describes what
// it removed.
func (s *Store) setAside() (name, removed string, err error) {
	if name, err = s.keepAside(kindCorrupt); err != nil {
		return "", "", fmt.Errorf("setting the damaged status file aside: %w", err)
	}
	old, err := s.surplusCopies(kindCorrupt)
	if err = errors.Join(append(s.remove(old, false), err)...); err != nil {
		return name, fmt.Sprintf("; failed to remove older copies beyond the newest %d: %v", keptCopies, err), nil
	}
	if len(old) > 0 {
		removed = fmt.Sprintf("; the newest %d copies are kept, removed: %s", keptCopies, strings.Join(old, ", "))
	}
	return name, removed, nil
}
