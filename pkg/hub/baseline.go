package hub

// Baseline describes the baseline of a run: the file of known failures, which do not
// fail it.
type Baseline struct {
	// File is its path, relative to the project's root if it is inside.
	File string `json:"file"`
	// Digest identifies what it lists: the SHA-256, in hex.
	Digest string `json:"digest"`
	// Failures is the number of failures that it lists.
	Failures int `json:"failures"`
	// Strict: a listed failure that is fixed is an error of type unexpected_pass.
	Strict bool `json:"strict,omitempty"`
}

// Known is a failure of one example that the baseline lists.
type Known struct {
	Type ErrorType `json:"type"`
	// Message is normalized: without what differs between runs and machines.
	Message string `json:"message"`
	// Until is the last day on which the failure is known. After it, the failure
	// fails the run.
	Until  Date   `json:"until,omitempty"`
	Reason string `json:"reason,omitempty"`
	Owner  string `json:"owner,omitempty"`
}

// Allowance returns the allowance of a known failure.
func (k *Known) Allowance() AllowFailure {
	return AllowFailure{Allowed: true, Until: k.Until, Reason: k.Reason, Owner: k.Owner, Baseline: true}
}

// Standing is how a result compares with the baseline. The values are part of the
// run log and the status file and are never renamed.
type Standing string

const (
	// StandingKnown: the failure is the listed one, and does not gate.
	StandingKnown Standing = "known"
	// StandingExpired: the failure is the listed one, and the last day of the
	// entry has passed.
	StandingExpired Standing = "expired"
	// StandingNew: the failure is not listed.
	StandingNew Standing = "new"
	// StandingChanged: another failure of the example is listed.
	StandingChanged Standing = "changed"
	// StandingFixed: the example passes, and a failure of it is listed. A pass that
	// is doubtful or flaky fixes nothing.
	StandingFixed Standing = "fixed"
)

// Standings counts results by their standing.
type Standings struct {
	Known   int `json:"known"`
	Expired int `json:"expired"`
	New     int `json:"new"`
	Changed int `json:"changed"`
	Fixed   int `json:"fixed"`
}

func (s *Standings) count(standing Standing) {
	switch standing {
	case StandingKnown:
		s.Known++
	case StandingExpired:
		s.Expired++
	case StandingNew:
		s.New++
	case StandingChanged:
		s.Changed++
	case StandingFixed:
		s.Fixed++
	}
}
