package status

import (
	"errors"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Saving adds a run to the status and writes that to the disk while the run's reports
// and the end of its log are written. Only the last step, the new name, waits for the end
// of the log: a status file never has a run that its log has not.
type Saving struct {
	lock    *Lock
	file    *File
	early   *Early
	run     hub.Run
	unadded error         // why the run is not part of file
	written chan struct{} // closed when file changes no more
	valid   chan error    // gets whether the run is what was written
	saved   chan error    // gets how the writing ended
	over    bool          // both have served
}

// Saving returns a Saving for a run of f, which is saved as it will end: problems may
// come up until [Saving.End], results may not. early has what was folded of the run so
// far; nil: nothing.
func (l *Lock) Saving(f *File, run *hub.Run, early *Early) *Saving {
	return &Saving{
		lock: l, file: f, early: early, run: *run, // a copy: it may get a sequence
		written: make(chan struct{}), valid: make(chan error, 1), saved: make(chan error, 1),
	}
}

// Begin adds the run, and writes. It returns after End, and is for a goroutine of its own.
func (s *Saving) Begin() {
	written := sync.OnceFunc(func() { close(s.written) })
	defer written()
	if s.unadded = s.lock.addRun(s.file, &s.run, s.early); s.unadded != nil {
		return
	}
	s.saved <- s.lock.saveRunWhen(s.file, &s.run, func() error {
		written()
		return <-s.valid
	})
}

// Wait returns when the run is part of the status, and that can be read.
func (s *Saving) Wait() { <-s.written }

// errOutdated ends a Saving whose run has got another problem.
var errOutdated = errors.New("the run has got another problem")

// End gives the status file its new content, after Wait and the end of the log. What was
// written is written anew if run has got problems since, or if writing failed. End may be
// called again, for a run with more problems.
func (s *Saving) End(run *hub.Run) error {
	if s.unadded != nil {
		return s.unadded
	}
	if !s.over {
		s.over = true
		var outdated error
		if len(run.Problems) != len(s.run.Problems) {
			outdated = errOutdated
		}
		s.valid <- outdated
		if <-s.saved == nil {
			return nil
		}
	}
	return s.lock.saveRun(s.file, run)
}
