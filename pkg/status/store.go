package status

import (
	"context"
	"errors"
	"path/filepath"
	"time"
)

// Note is something to tell the user that stopped nothing.
type Note struct {
	Text string
	// Verbose: only of interest to those who asked for details.
	Verbose bool
}

// Store is the place of the status file, its run logs and its lock.
type Store struct {
	file string
	// Root is the project's root, to make absolute paths of entries. Open sets
	// it to the folder that holds the status file's folder.
	Root string
}

// Open names the status file. It touches nothing.
func Open(file string) *Store {
	return &Store{file: file, Root: filepath.Dir(filepath.Dir(file))}
}

// RunsDir is the folder of the run logs.
func (s *Store) RunsDir() string { return filepath.Join(filepath.Dir(s.file), "runs") }

// CacheDir is the folder for what may be lost at any time.
func (s *Store) CacheDir() string { return filepath.Join(filepath.Dir(s.file), "cache") }

// File is the status file.
func (s *Store) File() string { return s.file }

// Load reads the status and the run logs that it does not hold yet. It never
// writes and never waits.
func (s *Store) Load() (*File, []Note, error) { return nil, nil, errors.New("not built") }

// Holder is who holds the lock.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Started time.Time `json:"started"`
	RunID   string    `json:"runId,omitempty"`
}

// LockedError says that another process holds the lock.
type LockedError struct {
	File   string
	Holder Holder
	Waited time.Duration
}

func (e *LockedError) Error() string { return "locked" }

// NewerError says that the status file was written by a newer hub. It is left alone.
type NewerError struct{ File, Version string }

func (e *NewerError) Error() string { return "newer" }

// Lock is the right to write.
type Lock struct{ store *Store }

// Lock takes the lock, waiting at most wait for another holder. told is called
// once when it has to wait; nil is allowed.
func (s *Store) Lock(ctx context.Context, wait time.Duration, told func(Holder)) (*Lock, error) {
	return nil, errors.New("not built")
}

// SetRun names the run that the holder of the lock is about to record, so that
// readers know its log as that of a living run. Call it before the log is
// created.
func (l *Lock) SetRun(id string) error { return errors.New("not built") }

// Fold folds all new run logs into the status file and writes it, once, when
// something is new.
func (l *Lock) Fold() (*File, []Note, error) { return nil, nil, errors.New("not built") }

// Save writes f, for a caller that changed it (see [File.Adopt]).
func (l *Lock) Save(f *File) error { return errors.New("not built") }

// Unlock gives the lock back.
func (l *Lock) Unlock() error { return errors.New("not built") }
