package status

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// recorded is the run of a log, and its sequence.
type recorded struct {
	id       string
	sequence int64
}

// unfolded lists the logs of ids that are not in the file, in folding order,
// each with its sequence. Logs of a hub without sequences have none. If the
// file is sound, such a log is newer than all records: it gets the next
// sequence, and several get theirs in the order of their IDs. If the file is
// missing or damaged, they have sequence 0 and are older than all that have
// one, because they may have been folded before.
func (s *Store) unfolded(m *Metadata, ids []string, sound bool) []recorded {
	if len(ids) == 0 {
		return nil
	}
	dir, failed := s.reading(runsName)
	if failed == nil {
		defer dir.Close() // read only: nothing can be lost
	}
	var counted, others []recorded
	top, held := sequence(m.Sequence), m.holding()
	for _, id := range ids {
		if held(id) {
			continue
		}
		n, err := int64(0), failed
		if err == nil {
			n, err = runlog.Sequence(dir, id)
		}
		switch n = sequence(n); {
		case n > 0:
			top = max(top, n)
			counted = append(counted, recorded{id, n})
		case err != nil: // folding reports why it cannot be read
			counted = append(counted, recorded{id, 0})
		default:
			others = append(others, recorded{id, 0})
		}
	}
	slices.SortStableFunc(counted, func(a, b recorded) int { return cmp.Compare(a.sequence, b.sequence) })
	if !sound {
		return append(others, counted...)
	}
	for i := range others {
		top = min(top, maxSequence-1) + 1
		others[i].sequence = top
	}
	return append(counted, others...)
}

// Runs returns the IDs of the runs with logs, in recording order: the last is
// the newest, whatever the clocks said. It takes no lock, and reads the
// beginning of the status file and of the logs that it does not list. It works
// without a readable status file.
func (s *Store) Runs() ([]string, error) {
	ids, err := s.logs()
	if err != nil {
		return nil, err
	}
	m, sound := s.head()
	if !sound {
		m = Metadata{}
	}
	return s.inOrder(ids, &m, sound && m.Version != ""), nil
}

// inOrder sorts ids like [Store.Runs].
func (s *Store) inOrder(ids []string, m *Metadata, sound bool) []string {
	var all []recorded
	held := m.holding()
	for _, id := range ids {
		if held(id) {
			all = append(all, recorded{id, sequence(m.RunSequences[id])})
		}
	}
	all = append(all, s.unfolded(m, ids, sound)...)
	slices.SortStableFunc(all, func(a, b recorded) int { return cmp.Compare(a.sequence, b.sequence) })
	out := make([]string, len(all))
	for i := range all {
		out[i] = all[i].id
	}
	return out
}

// Sequence assigns the sequence of the run that the holder is about to record
// ([hub.RunHeader]): greater than that of every run in f and in the logs. A run
// that is already recorded keeps its sequence. f is the file that [Lock.Fold]
// returned.
func (l *Lock) Sequence(f *File, run string) (int64, error) {
	ids, err := l.store.logs()
	if err != nil {
		return 0, fmt.Errorf("numbering the run: %w", err)
	}
	for _, r := range f.Runs {
		if r.ID == run && r.Sequence > 0 {
			return r.Sequence, nil
		}
	}
	if n := f.Metadata.RunSequences[run]; n > 0 {
		return n, nil
	}
	for _, log := range l.store.unfolded(&f.Metadata, ids, true) {
		if log.id == run && log.sequence > 0 {
			return log.sequence, nil
		}
		f.count(log.sequence)
	}
	n, renumbered := f.next()
	if renumbered {
		err = l.Save(f)
	}
	return n, err
}
