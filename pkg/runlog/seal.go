package runlog

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"maps"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Sealing is the state of a log's seal.
type Sealing string

const (
	// SealOpen: there is no run-finished line. The run was killed, or is in
	// progress.
	SealOpen Sealing = "open"
	// SealMissing: an older hub closed the log without a seal. Nothing proves
	// that it is complete.
	SealMissing Sealing = "missing"
	// SealBroken: the log differs from what was sealed. It is damaged.
	SealBroken Sealing = "broken"
	// SealIntact: every byte before the end is as it was written; none is
	// missing or added.
	SealIntact Sealing = "intact"
)

// sealer computes a seal: the hash of the bytes of a log, and the numbers of
// its events.
type sealer struct {
	hash    hash.Hash
	events  int
	results map[hub.Status]int
}

func newSealer() sealer {
	return sealer{hash: sha256.New(), results: map[hub.Status]int{}}
}

// count adds an event to the counts.
func (s *sealer) count(e *hub.Event) {
	s.events++
	if e.Type == hub.EventExampleFinished && e.Result != nil {
		s.results[e.Result.Status]++
	}
}

func (s *sealer) sum() string { return hex.EncodeToString(s.hash.Sum(nil)) }

// seal returns the run-finished event with the seal.
func (s *sealer) seal(e hub.Event) hub.Event {
	var end hub.RunEnd
	if e.End != nil {
		end = *e.End
	}
	end.Seal, end.Events, end.Results = s.sum(), s.events, maps.Clone(s.results)
	e.End = &end
	return e
}

// check compares the seal in end with the bytes and events read, and if it is
// broken, says how. promised says that the log must have a seal.
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
