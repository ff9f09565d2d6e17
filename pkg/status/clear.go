package status

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// ReasonCleared is why an example is pending whose errors were forgotten.
const ReasonCleared = "its recorded errors were cleared"

// maxCleared bounds how many runs an entry of an older file may say that it was
// cleared of.
const maxCleared = maxHistory + maxErrors

// ClearErrors folds what is new and then forgets the errors of the entries that
// choose names, of those whose newest result is an error. Such an example is
// pending afterwards, as if it had never failed: what is left of it are its
// earlier passes and interruptions, when it last completed and how many attempts
// it took. It does not become completed again, for what that pass depended on is
// not known any more. An entry of an example that is gone is removed. choose gets
// the status and the keys of those that no example has (see [File.Adopt]).
//
// The run logs stay as they are, and do not bring the errors back: not when they
// are folded again after the status file was damaged, either, for clearing takes
// a sequence as a run does, and the entry keeps it. Only when the file is lost altogether does the status
// become what the logs that are kept say.
//
// It returns the entries as they were, in the order of choose. Nothing is written
// when there are none, or dry is set.
func (l *Lock) ClearErrors(examples []hub.Example, choose func(f *File, orphans []string) ([]string, error), dry bool) ([]Entry, []Note, error) {
	f, notes, changed, err := l.fold(!dry)
	if err != nil {
		return nil, notes, err
	}
	adopted := f.Adopt(examples)
	ids, err := choose(f, adopted.Orphans)
	if err != nil {
		return nil, notes, err
	}
	var cleared []Entry
	now := int64(0)
	for _, id := range ids {
		e := f.Examples[id]
		if e == nil || e.Status != hub.StatusError {
			continue
		}
		cleared = append(cleared, *e)
		if _, gone := slices.BinarySearch(adopted.Orphans, id); gone {
			delete(f.Examples, id)
		} else {
			if now == 0 {
				now, _ = f.next()
			}
			e.clear(now)
		}
	}
	if dry || len(cleared) == 0 && !changed && adopted.Rekeyed == 0 {
		return cleared, notes, nil
	}
	return cleared, notes, l.Save(f)
}

// clear forgets the errors, at a sequence of its own: what was recorded before is
// older, any later result counts, and Updated stays what it was.
func (e *Entry) clear(sequence int64) {
	history := slices.DeleteFunc(slices.Clone(e.History), func(p Past) bool { return p.Status == hub.StatusError })
	*e = Entry{
		ID: e.ID, Index: e.Index, DocName: e.DocName, Name: e.Name, Title: e.Title, Group: e.Group,
		RelativePath: e.RelativePath, AbsolutePath: e.AbsolutePath, Legacy: e.Legacy,
		Status: hub.StatusPending, Reason: ReasonCleared, Updated: e.Updated, UpdatedRunID: e.UpdatedRunID, UpdatedSequence: sequence,
		Attempts: e.Attempts, LastCompleted: e.LastCompleted, CompletedSequence: e.CompletedSequence,
		Errors: []Failure{}, History: history,
		ClearedSequence: sequence, ClearedRuns: e.ClearedRuns,
	}
}

// cleared reports whether a result of the run was an error that is forgotten.
func (e *Entry) cleared(runID string, was hub.Status, sequence int64) bool {
	return was == hub.StatusError && sequence < e.ClearedSequence || slices.Contains(e.ClearedRuns, runID)
}
