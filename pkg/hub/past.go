package hub

import (
	"strconv"
	"strings"
)

// Past is what was recorded of an example before a run.
type Past struct {
	// Outcomes are the last results, oldest first, as letters: c (completed), e (error), i
	// (interrupted), in upper case if the result was flaky. A number after a letter repeats
	// it: "c12e2C". See [Past.Each].
	Outcomes string `json:"outcomes"`
	// PassedRun is the ID of the run in which it last completed, PassedCommit the commit of
	// that run; empty when unknown.
	PassedRun    string `json:"passedRun,omitempty"`
	PassedCommit string `json:"passedCommit,omitempty"`
}

// pastLetters are the letters of [Past.Outcomes].
var pastLetters = [...]struct {
	status Status
	letter byte
}{{StatusCompleted, 'c'}, {StatusError, 'e'}, {StatusInterrupted, 'i'}}

// Add appends a result. It ignores statuses without a letter.
func (p *Past) Add(status Status, flaky bool) {
	for _, l := range pastLetters {
		if l.status != status {
			continue
		}
		letter := string(l.letter)
		if flaky {
			letter = strings.ToUpper(letter)
		}
		begin := strings.TrimRight(p.Outcomes, "0123456789")
		if !strings.HasSuffix(begin, letter) {
			p.Outcomes += letter
			return
		}
		n := 1
		if digits := p.Outcomes[len(begin):]; digits != "" {
			n, _ = strconv.Atoi(digits)
		}
		p.Outcomes = begin + strconv.Itoa(n+1)
	}
}

// maxPast bounds the results that a record may claim.
const maxPast = 100

// Each calls f for each result, oldest first, up to a hundred. It skips unknown letters,
// because records are untrusted.
func (p *Past) Each(f func(status Status, flaky bool)) {
	left := maxPast
	for s := p.Outcomes; s != "" && left > 0; {
		letter := s[0]
		s = s[1:]
		digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
		s = s[len(digits):]
		n := 1
		if digits != "" {
			n, _ = strconv.Atoi(digits)
		}
		for _, l := range pastLetters {
			if l.letter != letter|0x20 {
				continue
			}
			for ; n > 0 && left > 0; n-- {
				left--
				f(l.status, letter < 'a')
			}
		}
	}
}
