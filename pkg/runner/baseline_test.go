package runner

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// sameFailure compares without normalizing.
func sameFailure(known *hub.Known, failure *hub.Error) bool {
	return known.Type == failure.Type && known.Message == failure.Message
}

func TestBaselineJudgesResults(t *testing.T) {
	known := hub.Known{Type: hub.ErrNetwork, Message: "no", Reason: "r", Owner: "o"}
	for name, c := range map[string]struct {
		title   string
		change  func(p *play, e *hub.Example)
		listed  hub.Standing // of an example with an entry
		bare    hub.Standing // of one without
		gates   bool         // with an entry
		strict  bool         // it gates in a strict run only
		remarks string
	}{
		"the known failure":       {title: "network", listed: hub.StandingKnown, bare: hub.StandingNew},
		"another one":             {title: "assertion", listed: hub.StandingChanged, bare: hub.StandingNew, gates: true},
		"a pass":                  {title: "pass", listed: hub.StandingFixed, strict: true},
		"a skip":                  {title: "skip"},
		"a flaky pass":            {title: "network pass", change: func(_ *play, e *hub.Example) { e.Settings.Retries.Max = 1 }},
		"the last attempt counts": {title: "assertion network", change: func(_ *play, e *hub.Example) { e.Settings.Retries.Max = 1 }, listed: hub.StandingKnown, bare: hub.StandingNew},
		"a remark is not part of the failure": {title: "network", change: func(p *play, e *hub.Example) {
			e.Settings.Retries.Max = 3
			p.MaxRetries = 1
			p.plan[0].Settings.Retries.Max = 1
		}, listed: hub.StandingKnown, bare: hub.StandingNew},
		"its own allowance comes first": {title: "network", change: func(_ *play, e *hub.Example) { e.Settings.AllowFailure.Allowed = true }},
		"its own allowance is over": {title: "network", change: func(_ *play, e *hub.Example) {
			e.Settings.AllowFailure = hub.AllowFailure{Allowed: true, Until: "1999-12-31"}
		}, listed: hub.StandingKnown, bare: hub.StandingNew, remarks: "no (this failure was allowed until 1999-12-31, which is over)"},
		"its day is over": {title: "network", change: func(_ *play, e *hub.Example) {
			if e.Known != nil {
				e.Known.Until = "1999-12-31"
			}
		}, listed: hub.StandingExpired, bare: hub.StandingNew, gates: true, remarks: "no (this failure was known until 1999-12-31, which is over)"},
		"it cannot run": {title: "pass", change: func(_ *play, e *hub.Example) {
			e.Invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: "no"}
			if e.Known != nil {
				e.Known.Type = hub.ErrInvalidMeta
			}
		}, listed: hub.StandingChanged, bare: hub.StandingNew, gates: true},
		"whose it is is not certain": {title: "network", change: func(_ *play, e *hub.Example) {
			e.Fault = &hub.Error{Type: hub.ErrInvalidMeta, Message: "twice"}
		}, gates: true},
	} {
		for _, strict := range []bool{false, true} {
			run, _ := told(t, func(p *play) {
				p.Baseline = &Baseline{Same: sameFailure, Strict: strict}
				entry := known
				p.plan[1].Known = &entry
				for i := 1; i <= 2; i++ {
					if c.change != nil {
						c.change(p, &p.plan[i])
					}
				}
			}, "network pass", c.title, c.title)
			listed, bare := &run.Results[1], &run.Results[2]
			assert.Equal(t, c.listed, listed.Baseline, name)
			assert.Equal(t, c.bare, bare.Baseline, name)
			assert.Equal(t, c.gates || strict && c.strict, listed.Gates(), "%s, strict %v", name, strict)
			if c.listed == hub.StandingKnown {
				assert.Equal(t, &hub.AllowFailure{Allowed: true, Baseline: true, Reason: "r", Owner: "o"}, listed.AllowedFailure, name)
			}
			if c.remarks != "" {
				assert.Equal(t, c.remarks, listed.Error.Message, name)
			}
			if strict && c.strict {
				assert.Equal(t, hub.ErrUnexpectedPass, listed.Error.Type, name)
			}
			assert.Empty(t, run.Problems, name)
		}
	}
}

// An interrupted example shows nothing, and known failures stop no run.
func TestBaselineAndTheEndOfARun(t *testing.T) {
	entry := hub.Known{Type: hub.ErrNetwork, Message: "no"}
	run, words := told(t, func(p *play) {
		p.Baseline, p.StopOnError = &Baseline{Same: sameFailure}, true
		for i := range p.plan {
			p.plan[i].Known = &entry
		}
	}, "network", "network", "assertion", "network")
	assert.Equal(t, "network network assertion pending", words)
	assert.Equal(t, hub.EndStopOnError, run.End.Reason)
	assert.Equal(t, hub.Standings{Known: 2, Changed: 1}, run.Counts().Baseline)
}
