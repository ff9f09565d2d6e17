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

	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// ForeignError says that a file in a place of the state is not recognisably
// hub's. It is neither read nor replaced nor removed.
type ForeignError struct {
	File string
	// What is what hub keeps there, such as "status file".
	What string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s is not a %s written by hub, so hub leaves it alone: move it away, or keep the state elsewhere (status.file in hub.yaml, or --state=DIR)", e.File, e.What)
}

// Foreign returns a *[ForeignError] when the status file is not recognisably
// one. Recognisable is
//
//   - a JSON object that begins with metadata, examples or statistics and has a
//     key of a status file near its start, or was cut off before that: so do the
//     present format and those before it, whole or damaged
//   - whatever is called status.json in a folder of hub's own: one called .hub,
//     or one that ignores itself as those do that hub makes. What a link leads to
//     goes by its own name: a .hub that is a link to src is called src, and a
//     status.json that is a link may be anybody's file.
//
// A file that is missing is not foreign.
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
		return nil // reading it says why that cannot be done
	case !isStatus(head):
		return &ForeignError{s.file, "status file"}
	}
	return nil
}

// foreignLock returns a *[ForeignError] when the files of the lock are not
// recognisably hub's: the lock is empty, and its holder's file says who that is.
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

// own reports whether the folder is hub's alone.
func (s *Store) own() bool {
	if !s.shared() {
		return true
	}
	text, err := s.head64K(filepath.Join(s.dir(), ".gitignore"))
	return err == nil && string(text) == ignoreAll
}

var (
	statusBegins = regexp.MustCompile(`^\s*\{\s*"(metadata|examples|statistics)"\s*:\s*[{\[]`)
	statusKey    = regexp.MustCompile(`"(examples|totalExamples|lastUpdated|foldedRuns|totalExecuted)"\s*:`)
	space        = regexp.MustCompile(`\s+`)
)

// isStatus reports whether a text that begins so is recognisably a status file.
func isStatus(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if statusBegins.Match(head) && statusKey.Match(head) {
		return true
	}
	// Cut off in its first lines.
	const begin = `{"metadata":{"version":"`
	text := space.ReplaceAllString(string(head[:min(len(head), 100)]), "")
	const enough = len(`{"metadata"`)
	return len(head) < 100 && len(text) >= enough && text[:min(len(text), len(begin))] == begin[:min(len(text), len(begin))]
}

// The caches in [Store.CacheDir].
const (
	FingerprintsName = "fingerprints.json"
	VersionsName     = "versions.json"
)

// isLog reports whether the file in the folder of the run logs is recognisably
// one: by a name that only hub gives, or by its first line.
func (s *Store) isLog(id string) bool {
	if runlog.IsID(id) {
		return true
	}
	head, err := s.head64K(runlog.Path(s.RunsDir(), id))
	return err == nil && bytes.HasPrefix(head, []byte(`{"type":"run-started"`))
}

// Check returns a [*place.Refusal] for a file that the store keeps for itself.
func (s *Store) Check(file place.File) error {
	if what := s.keeps(file.Path); what != "" {
		return &place.Refusal{Kind: place.Protected, Path: file.Path, Real: file.Path, What: what}
	}
	return nil
}

// keeps says what the file is that the store keeps at the path, with its links
// resolved; empty when it keeps none there.
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
		if name == FingerprintsName || name == VersionsName {
			return "a cache file of hub"
		}
	case s.TempDir():
		if s.own() || runlog.IsID(name) {
			return "in a folder that hub clears"
		}
	}
	return ""
}

// open opens the folder for writing, and makes it when it is missing. What is
// written through it stays in it.
func (s *Store) open() (*os.Root, error) { return s.Guard.Folder(s.dir(), s.Claim) }

// place is where the status file is written.
func (s *Store) place() (place.File, error) {
	if err := s.Foreign(); err != nil {
		return place.File{}, err
	}
	return s.Guard.File(s.file, s.Claim)
}

// in does something in the folder.
func (s *Store) in(do func(dir *os.Root) error) (err error) {
	dir, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return do(dir)
}

// Below opens the folder of a path that this store names (RunsDir, OutputsDir,
// CacheDir) for writing, and makes it when it is missing. The caller closes it.
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

// Cache opens the folder of [Store.CacheDir] for writing, as Below does; but
// where hub keeps no state it keeps no cache, nor in a folder of that name that
// is somebody else's: the error is fs.ErrNotExist.
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
