package status

import (
	"fmt"
	"os"
	"path/filepath"
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
	if err := os.MkdirAll(inside, 0o755); err != nil {
		return "", "", fmt.Errorf("making a temporary folder: %w", err)
	}
	if outside, err = s.outside(inside, system); err == nil {
		return inside, outside, nil
	}
	outside = filepath.Join(inside, "tmp")
	if err := os.Mkdir(outside, 0o700); err != nil {
		return "", "", fmt.Errorf("making a temporary folder: %w", err)
	}
	return inside, outside, nil
}

func (s *Store) outside(inside, system string) (string, error) {
	system, err := filepath.Abs(system)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(system, "hub-")
	if err != nil {
		return "", err
	}
	if err = os.WriteFile(filepath.Join(inside, outsideName), []byte(dir), 0o600); err == nil {
		err = os.WriteFile(filepath.Join(dir, insideName), []byte(inside), 0o600)
	}
	if err != nil {
		_ = os.RemoveAll(dir) // it holds nothing yet
		return "", err
	}
	return dir, nil
}

// outsideOf returns the outer folder that belongs to an inner one; "" when
// there is none.
func outsideOf(inside string) string {
	dir, err := os.ReadFile(filepath.Join(inside, outsideName))
	if err != nil || !filepath.IsAbs(string(dir)) {
		return ""
	}
	back, err := os.ReadFile(filepath.Join(string(dir), insideName))
	if err != nil || string(back) != inside {
		return ""
	}
	return string(dir)
}
