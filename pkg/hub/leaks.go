package hub

import (
	"fmt"
	"slices"
	"strings"
)

// Leaks says how to treat a pass that leaves processes behind. They are killed
// in any case.
type Leaks string

const (
	// LeaksWarn marks the result. It is the default.
	LeaksWarn Leaks = "warn"
	// LeaksFail makes it an error of type leaked, and marks it.
	LeaksFail Leaks = "fail"
	// LeaksIgnore does not mark it.
	LeaksIgnore Leaks = "ignore"
)

// Fail reports whether a pass that left this many processes behind is an error.
func (l Leaks) Fail(left int) bool { return l == LeaksFail && left > 0 }

// LeakError returns the error of a pass of e that left processes behind. Each of
// their names is listed once, with its number.
func LeakError(e *Example, names []string) *Error {
	return &Error{Type: ErrLeaked, File: e.Path, Message: "left processes behind: " + Counted(names)}
}

// LeakProblem returns the problem of a run in which processes that examples left
// behind could not be found or killed; text describes that. It is nil if a leak is an
// error for no example of the plan. Any example may have left them, so one suffices.
func LeakProblem(plan []*Example, text string) *Problem {
	if !slices.ContainsFunc(plan, func(e *Example) bool { return e.Settings != nil && e.Settings.Leaks == LeaksFail }) {
		return nil
	}
	return &Problem{Kind: ProblemLeak, Message: text + "; a leak is an error for some example of the run (leaks: fail)"}
}

// Counted lists the distinct names, with the number of those that occur repeatedly.
func Counted(names []string) string {
	number := map[string]int{}
	var out []string
	for _, name := range names {
		if number[name]++; number[name] == 1 {
			out = append(out, name)
		}
	}
	for i, name := range out {
		out[i] = Printable(name)
		if n := number[name]; n > 1 {
			out[i] += fmt.Sprintf(" (%d)", n)
		}
	}
	return strings.Join(out, ", ")
}
