package status

import (
	"fmt"
	"math"
	"time"
)

// SkewTolerance is the difference between clocks that hub does not report.
const SkewTolerance = time.Minute

// Skew reports that the last recorded run ended later than now: the clock was
// set back, or was ahead when that run was recorded. Only the first run after
// that reports it, because the next one finds that run before it. It returns
// nil otherwise.
func (f *File) Skew(now time.Time) []Note {
	if len(f.Runs) == 0 {
		return nil
	}
	last := &f.Runs[len(f.Runs)-1]
	ended := last.Started.Add(duration(last.Seconds))
	ahead := ended.Sub(now)
	if ahead <= SkewTolerance {
		return nil
	}
	return []Note{{Text: fmt.Sprintf("the clock says %s, but run %s, recorded before this one, ended at %s (%s later): results are ordered as they were recorded, so those of this run count; "+
		"displayed times, --since, --older-than and max-age use the clock: correct the clock that is wrong",
		now.UTC().Format(time.RFC3339), last.ID, ended.UTC().Format(time.RFC3339), ahead.Round(time.Second))}}
}

// floor returns the smallest sequence that is dated between t and now: anything
// recorded after it is not older than t, whatever its own date. Dates in the
// future prove nothing.
func (f *File) floor(t, now time.Time) int64 {
	least := int64(math.MaxInt64)
	dated := func(n int64, at time.Time) {
		if n > 0 && n < least && !at.Before(t) && !at.After(now) {
			least = n
		}
	}
	for i := range f.Runs {
		dated(f.Runs[i].Sequence, f.Runs[i].Started)
	}
	for _, e := range f.Examples {
		dated(e.UpdatedSequence, e.Updated.Time)
	}
	return least
}
