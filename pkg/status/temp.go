package status

import "path/filepath"

// TempDir is the folder in which a run makes one of its own, named by its ID,
// for what it needs until its end. What a killed run leaves there is removed
// by Clean.
func (s *Store) TempDir() string { return filepath.Join(s.dir(), "tmp") }
