package status

import (
	"errors"
	"time"
)

// Policy says what to remove. The zero value removes nothing but left-over
// temporary files.
type Policy struct {
	// OlderThan removes entries whose newest result is older; zero: none.
	OlderThan time.Time
	// Completed removes the entries that are completed.
	Completed bool
	// All removes every entry and every run log.
	All bool
	// Gone removes the entries for which it is true; nil: none.
	Gone func(id, path string) bool
	// KeepRuns is how many run logs are kept, the newest; 0: all.
	KeepRuns int
	// Backup makes a copy of the status first.
	Backup bool
	// DryRun changes nothing and tells what would be removed.
	DryRun bool
}

// Removed is one entry that was removed.
type Removed struct {
	ID     string `json:"id"`
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Cleaned is what was, or would be, removed, each list in order.
type Cleaned struct {
	Entries []Removed `json:"entries"`
	Runs    []string  `json:"runs"`
	// Files are left-over temporary files and backups beyond the newest five.
	Files []string `json:"files"`
	// Backup is the copy that was made; "" when none.
	Backup string `json:"backup,omitempty"`
	Notes  []Note `json:"-"`
}

// NeedsClean reports whether Clean may find something to do. It takes no lock
// and does not read the examples; when it cannot know, it says true.
func (s *Store) NeedsClean(p Policy) bool { return true }

// Clean removes what the policy names.
func (l *Lock) Clean(p Policy) (Cleaned, error) { return Cleaned{}, errors.New("not built") }
