package runner

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// permanent are the failures that another attempt cannot mend: nothing that it
// would do differently has been touched.
var permanent = []hub.ErrorType{hub.ErrMissingRunner, hub.ErrInvalidMeta, hub.ErrUnreadable}

// retryDelay says whether the attempt of the example is to be repeated and
// after how long.
func retryDelay(r hub.Retries, id string, a *hub.Attempt) (time.Duration, bool) {
	delay, again := fullDelay(r, a)
	if delay == 0 {
		return 0, again
	}
	return delay - time.Duration(r.Jitter*chance(id, a.Number)*float64(delay)), again
}

// chance is a number in [0, 1) that follows from the example and the attempt
// alone: retries of one run are spread, and those of its repetition likewise.
func chance(id string, number int) float64 {
	sum := sha256.Sum256(binary.LittleEndian.AppendUint32([]byte(id), uint32(number)))
	return float64(binary.LittleEndian.Uint64(sum[:])>>11) / (1 << 53)
}

// fullDelay is retryDelay without jitter.
func fullDelay(r hub.Retries, a *hub.Attempt) (time.Duration, bool) {
	switch {
	case a.Error == nil || a.Number > r.Max:
		return 0, false
	case slices.Contains(permanent, a.Error.Type), slices.Contains(r.Except, a.Error.Type):
		return 0, false
	case len(r.Only) > 0 && !slices.Contains(r.Only, a.Error.Type):
		return 0, false
	}
	most := r.MaxDelay
	if most <= 0 {
		most = math.MaxInt64
	}
	delay := min(r.Delay, most)
	if r.Backoff == hub.BackoffConstant {
		return delay, true
	}
	for n := 1; n < a.Number && delay < most; n++ {
		if delay > most/2 {
			return most, true
		}
		delay *= 2
	}
	return delay, true
}
