package status

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// ForeignError says that a file in the state folder is not recognisably hub's.
// It is neither read, nor replaced, nor removed.
type ForeignError struct {
	File string
	// What is the kind of file that hub keeps there, such as "status file".
	What string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s is not a %s written by hub, so hub leaves it alone: move it away, or keep the state elsewhere (status.file in hub.yaml, or --state=DIR)", e.File, e.What)
}

// Foreign returns a *[ForeignError] if the status file is not recognisably one.
// Recognisable are
//
//   - a JSON object that begins with metadata, examples or statistics and has a
//     key of a status file near its start, or was truncated before that: so do
//     the current and earlier formats, whole or damaged
//   - any file called status.json in a folder of hub's own: one called .hub, or
//     one with the .gitignore that hub writes. Links count by the name of their
//     target: a .hub that links to src is called src, and a status.json that is
//     a link may be any file.
//
// A missing file is not foreign.
func (s *Store) Foreign() error {
	if s.own() && filepath.Base(s.file) == "status.json" {
		if info, err := os.Lstat(s.file); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return nil
		}
	}
	head, err := s.statusHead()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return nil // reading it reports the error
	case !isStatus(head):
		return &ForeignError{s.file, "status file"}
	}
	return nil
}

// foreignLock returns a *[ForeignError] if the lock files are not recognisably
// hub's: the lock must be empty, and the holder's file must name a holder.
func (s *Store) foreignLock() error {
	if s.own() {
		return nil
	}
	if info, err := os.Stat(s.lockFile()); err == nil && info.Size() > 0 {
		return &ForeignError{s.lockFile(), "lock file"}
	}
	head, err := s.head64K(s.holderFile())
	if err == nil && !(bytes.HasPrefix(head, []byte(`{"pid":`)) && bytes.Contains(head, []byte(`"host":`))) {
		return &ForeignError{s.holderFile(), "lock file"}
	}
	return nil
}

// own reports whether the folder contains only hub's files.
func (s *Store) own() bool {
	if !s.shared() {
		return true
	}
	text, err := s.head64K(filepath.Join(s.dir(), ".gitignore"))
	return err == nil && string(text) == ignoreAll
}

var (
	statusBegins = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*\{\s*"(metadata|examples|statistics)"\s*:\s*[{\[]`)
	})
	statusKey = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`"(examples|totalExamples|lastUpdated|foldedRuns|totalExecuted)"\s*:`)
	})
	space = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\s+`) })
)

// isStatus reports whether a file that begins with head is recognisably a
// status file.
func isStatus(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if statusBegins().Match(head) && statusKey().Match(head) {
		return true
	}
	// Truncated within its first lines.
	const begin = `{"metadata":{"version":"`
	text := space().ReplaceAllString(string(head[:min(len(head), 100)]), "")
	const enough = len(`{"metadata"`)
	return len(head) < 100 && len(text) >= enough && text[:min(len(text), len(begin))] == begin[:min(len(text), len(begin))]
}

// The names of the caches in [Store.CacheDir].
const (
	FilesName    = "files.bin"
	VersionsName = "versions.json"
)

// isLog reports whether the file in the folder of run logs is recognisably a
// log: by a name that only hub makes, or by its first line.
func (s *Store) isLog(id string) bool {
	if runlog.IsID(id) {
		return true
	}
	head, err := s.head64K(runlog.Path(s.RunsDir(), id))
	return err == nil && bytes.HasPrefix(head, []byte(`{"type":"run-started"`))
}

// Check returns a [*place.Refusal] for a file that is reserved for the store.
func (s *Store) Check(file place.File) error {
	if what := s.keeps(file.Path); what != "" {
		return &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: what}
	}
	return nil
}

// keeps describes the file that the store keeps at the path, links resolved;
// empty when there is none.
func (s *Store) keeps(path string) string {
	dir, err := place.Resolve(s.dir())
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(dir, path)
	if real, ferr := place.Resolve(s.file); ferr == nil && real == path {
		return "the status file"
	}
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	if len(parts) == 1 {
		if rel == lockName || rel == holderName {
			return "the lock of the state"
		}
		return ""
	}
	name := parts[1]
	switch filepath.Join(s.dir(), parts[0]) {
	case s.RunsDir():
		if id, log := strings.CutSuffix(name, ".ndjson"); log || runlog.IsID(id) {
			return "in the folder of the run logs"
		}
	case s.CacheDir():
		if name == FilesName || name == VersionsName {
			return "a cache file of hub"
		}
	case s.TempDir():
		if s.own() || runlog.IsID(name) {
			return "in a folder that hub clears"
		}
	}
	return ""
}

// open opens the folder for writing, and makes it if it is missing. Writes
// through it stay inside.
func (s *Store) open() (*os.Root, error) { return s.Guard.Folder(s.dir(), s.Claim) }

// place returns the status file for writing.
func (s *Store) place() (place.File, error) {
	if err := s.Foreign(); err != nil {
		return place.File{}, err
	}
	return s.Guard.File(s.file, s.Claim)
}

// in calls do with the open folder.
func (s *Store) in(do func(dir *os.Root) error) (err error) {
	dir, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return do(dir)
}

// Below opens one of the store's folders (RunsDir, OutputsDir, CacheDir) for
// writing, and makes it if it is missing. The caller closes it.
func (s *Store) Below(path string) (folder *os.Root, err error) {
	rel, err := filepath.Rel(s.dir(), path)
	if err != nil {
		return nil, err
	}
	err = s.in(func(dir *os.Root) error {
		folder, err = place.Below(dir, rel)
		return err
	})
	return folder, err
}

// Cache opens [Store.CacheDir] for writing, like Below; but if the state folder
// does not exist, or its cache folder is not hub's, the error is
// fs.ErrNotExist.
func (s *Store) Cache() (folder *os.Root, err error) {
	if _, err := os.Stat(s.dir()); err != nil {
		return nil, err
	}
	err = s.in(func(dir *os.Root) error {
		name := filepath.Base(s.CacheDir())
		if !s.own() {
			err := dir.Mkdir(name, 0o777)
			switch {
			case err == nil:
				err = s.ignore(dir, name)
			case errors.Is(err, fs.ErrExist):
				err = nil
				if text, _ := s.head64K(filepath.Join(s.CacheDir(), ".gitignore")); string(text) != ignoreAll {
					err = fs.ErrNotExist
				}
			}
			if err != nil {
				return err
			}
		}
		folder, err = place.Below(dir, name)
		return err
	})
	return folder, err
}
