package html

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/reporters/text"
)

// trend compares this run with the recorded ones: outcomes of the examples and durations.
type trend struct {
	Change              string
	Longest             float64
	Statuses, Durations chart
	// Runs are all runs, newest first.
	Runs []past
}

// chart has a column for each run, oldest first.
type chart struct {
	Width   int
	Columns []column
}

type column struct {
	Title string
	Parts []part
}

// part is a rectangle of a column; Y and Height are percentages.
type part struct {
	Class     markup
	X         int
	Y, Height float64
}

// Trend returns the trend; nil if there is only one run.
func (v view) Trend() *trend {
	runs := v.Runs
	if len(runs) < 2 {
		return nil
	}
	most, longest := 1, 0.0
	for _, r := range runs {
		most, longest = max(most, r.Total), max(longest, r.Seconds)
	}
	t := trend{Change: change(runs[len(runs)-2], runs[len(runs)-1]), Longest: longest, Runs: slices.Clone(runs)}
	slices.Reverse(t.Runs)
	t.Statuses = chartOf(runs, func(r *past) (parts []part) {
		from := 100.0
		for _, kind := range []struct {
			class markup
			n     int
		}{{"t failed", r.Failed}, {"t passed", r.Passed}, {"t skipped", r.Skipped}, {"t interrupted", r.Other}} {
			if kind.n <= 0 {
				continue
			}
			// A single failure among thousands must be visible.
			height := max(float64(kind.n)/float64(most)*98, 2)
			from -= height
			parts = append(parts, part{Class: kind.class, Y: max(from, 0), Height: height})
		}
		return parts
	})
	t.Durations = chartOf(runs, func(r *past) []part {
		if longest <= 0 {
			return nil
		}
		height := max(r.Seconds/longest*98, 1)
		return []part{{Class: "t", Y: max(100-height, 0), Height: height}}
	})
	return &t
}

func chartOf(runs []past, parts func(*past) []part) chart {
	c := chart{Width: 10 * max(len(runs), 10)}
	for i := range runs {
		r := &runs[i]
		col := column{
			Title: fmt.Sprintf("%s: %d failed, %d passed, %s", r.Started.UTC().Format("2006-01-02 15:04"), r.Failed, r.Passed, text.Seconds(r.Seconds)),
			Parts: parts(r),
		}
		for k := range col.Parts {
			col.Parts[k].X = 10*i + 1
		}
		c.Columns = append(c.Columns, col)
	}
	return c
}

// change describes the differences between the previous run and this one.
func change(before, now past) string {
	var parts []string
	for _, n := range []struct {
		was, is int
		word    string
	}{
		{before.Failed, now.Failed, "failed"},
		{before.Passed, now.Passed, "passed"},
		{before.Skipped, now.Skipped, "skipped"},
	} {
		switch d := n.is - n.was; {
		case d > 0:
			parts = append(parts, strconv.Itoa(d)+" more "+n.word)
		case d < 0:
			parts = append(parts, strconv.Itoa(-d)+" fewer "+n.word)
		}
	}
	if len(parts) == 0 {
		return "the same numbers as in the previous run"
	}
	return "since the previous run " + strings.Join(parts, ", ")
}
