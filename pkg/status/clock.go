package status

import (
	"fmt"
	"math"
	"time"
)

// skewTolerance is by how much clocks may differ before hub says so: what people
// read of times is not wrong by more.
const skewTolerance = time.Minute

// Skew says when the run that was recorded last ended later than now: the clock
// was put back, or was ahead when that run was recorded. The run that sees it is
// the only one, for the next one finds this run before it. Nil when all is well.
func (f *File) Skew(now time.Time) []Note {
	if len(f.Runs) == 0 {
		return nil
	}
	last := &f.Runs[len(f.Runs)-1]
	ended := last.Started.Add(duration(last.Seconds))
	ahead := ended.Sub(now)
	if ahead <= skewTolerance {
		return nil
	}
	return []Note{{Text: fmt.Sprintf("the clock says %s, but run %s, recorded before this one, ended at %s (%s later): results are ordered as they were recorded, so those of this run count; "+
		"displayed times, --since, --older-than and max-age use the clock: correct the clock that is wrong",
		now.UTC().Format(time.RFC3339), last.ID, ended.UTC().Format(time.RFC3339), ahead.Round(time.Second))}}
}

// floor is the smallest sequence of what is dated between t and now: whatever was
// recorded after that is not older than t, whatever its own clock said. What is
// dated in the future shows nothing.
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
