package status

import "github.com/seed-00a9b34c/hub/pkg/plainfile"

// ahead is the content of the status file, read before the lock was taken.
type ahead struct {
	snapshot
	err error
	id  plainfile.Identity // of the file, before it was read
}

// Ahead returns a function that reads the status file beside other work, for the next
// [Lock.Fold]. That uses what was read if the file is still the same, and else reads
// it again: it may change until the lock is taken.
func (s *Store) Ahead() (read func()) {
	done := make(chan ahead, 1)
	s.ahead = done
	return func() {
		var a ahead
		if a.id, a.err = plainfile.Look(s.file); a.err == nil {
			a.snapshot, a.err = s.read(keepLines)
		}
		done <- a
	}
}

// current reads the status file, or returns what was read of it ahead.
func (s *Store) current() (snapshot, error) {
	if s.ahead == nil {
		return s.read(keepLines)
	}
	a := <-s.ahead
	s.ahead = nil
	if a.err == nil && a.sound() && a.id.Proves() && !coarse(&a.id) {
		if now, err := plainfile.Look(s.file); err == nil && now == a.id {
			return a.snapshot, nil
		}
	}
	return s.read(keepLines)
}

// coarse reports whether the file system may count whole seconds, within which a
// file can change and look the same.
func coarse(id *plainfile.Identity) bool { return id.Modified%1e9 == 0 || id.Changed%1e9 == 0 }
