package runlog

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"maps"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Sealing is what the seal of a log shows.
type Sealing string

const (
	// SealOpen: there is no run-finished line. The run was killed, or goes on.
	SealOpen Sealing = "open"
	// SealMissing: an older hub closed the log, without a seal. What the log says
	// may be all of it, or not.
	SealMissing Sealing = "missing"
	// SealBroken: the log is not what was sealed. It is damaged.
	SealBroken Sealing = "broken"
	// SealIntact: every byte before the end is as it was written, none is missing
	// and none was added.
	SealIntact Sealing = "intact"
)

// sealer is what a seal is made of: the hash over the bytes of a log, and counts
// of its events.
type sealer struct {
	hash    hash.Hash
	events  int
	results map[hub.Status]int
}

func newSealer() sealer {
	return sealer{hash: sha256.New(), results: map[hub.Status]int{}}
}

// count counts an event that is in the log.
func (s *sealer) count(e *hub.Event) {
	s.events++
	if e.Type == hub.EventExampleFinished && e.Result != nil {
		s.results[e.Result.Status]++
	}
}

func (s *sealer) sum() string { return hex.EncodeToString(s.hash.Sum(nil)) }

// seal is the run-finished event with the seal over what is before it.
func (s *sealer) seal(e hub.Event) hub.Event {
	var end hub.RunEnd
	if e.End != nil {
		end = *e.End
	}
	end.Seal, end.Events, end.Results = s.sum(), s.events, maps.Clone(s.results)
	e.End = &end
	return e
}

// check says what the seal of a log shows whose bytes and events these are, and
// if it is broken, how.
func (s *sealer) check(end *hub.RunEnd, promised bool) (Sealing, string) {
	switch {
	case end.Seal == "" && promised:
		return SealBroken, "its seal is missing"
	case end.Seal == "":
		return SealMissing, ""
	case end.Seal != s.sum():
		return SealBroken, "its seal is broken: another program changed the log before its end"
	case end.Events != s.events || !maps.Equal(end.Results, s.results):
		return SealBroken, "its seal is broken: its event counts do not match the log"
	}
	return SealIntact, ""
}
