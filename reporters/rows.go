package reporters

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// paired returns the run with one result for every example of its plan, in the
// same order: the run itself when it is so already, as it always should be,
// else a copy that says of a planned example without a result that it has
// none, and that shows a result that nobody planned. A report must not drop
// either, nor put one example's result under another's name.
func paired(run *hub.Run) *hub.Run {
	if isPaired(run) {
		return run
	}
	byID := make(map[string]hub.Result, len(run.Results))
	for _, res := range run.Results {
		byID[res.ID] = res
	}
	fixed := *run
	fixed.Plan, fixed.Results = nil, nil
	planned := make(map[string]bool, len(run.Plan))
	add := func(e hub.Example) {
		res, ok := byID[e.ID]
		if !ok {
			res = hub.Result{ID: e.ID, Status: hub.StatusPending, Reason: "no result was recorded"}
		}
		planned[e.ID] = true
		fixed.Plan = append(fixed.Plan, e)
		fixed.Results = append(fixed.Results, res)
	}
	for _, e := range run.Plan {
		if !planned[e.ID] {
			add(e)
		}
	}
	for _, res := range run.Results {
		if !planned[res.ID] {
			add(hub.Example{ID: res.ID, Name: res.ID, Title: res.ID})
		}
	}
	return &fixed
}

func isPaired(run *hub.Run) bool {
	if len(run.Plan) != len(run.Results) {
		return false
	}
	for i := range run.Plan {
		if run.Plan[i].ID != run.Results[i].ID {
			return false
		}
	}
	return true
}

// sane is a duration that can be shown: finite and not negative.
func sane(seconds float64) float64 {
	if seconds > 0 && !math.IsInf(seconds, 0) {
		return seconds
	}
	return 0
}

// seconds formats a duration for people.
func seconds(s float64) string {
	s = sane(s)
	switch {
	case s < 99.995:
		return strconv.FormatFloat(s, 'f', 2, 64) + "s"
	case s < 3599.5:
		whole := int64(s + 0.5)
		return fmt.Sprintf("%dm%02ds", whole/60, whole%60)
	}
	minutes := int64(math.Min(s, 1e9)/60 + 0.5)
	return fmt.Sprintf("%dh%02dm", minutes/60, minutes%60)
}

// lastLines is the end of an output: at most so many lines and bytes, without
// blank lines at its end. Whole lines where one fits, else the end of the last.
func lastLines(s string, lines, bytes int) string {
	s = strings.TrimRight(s, "\r\n\t ")
	at := len(s)
	for range lines {
		i := strings.LastIndexByte(s[:at], '\n')
		if len(s)-i-1 > bytes {
			break
		}
		at = max(i, 0)
		if i < 0 {
			return s
		}
	}
	if at == len(s) {
		return sanitize.Tail(s, bytes)
	}
	return strings.TrimPrefix(s[at:], "\n")
}
