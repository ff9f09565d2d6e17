package query

import (
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Measure is what stats ranks examples by.
type Measure string

// The measures. Those of the last pass are ranked by time, those of the last result by the
// others: what an example that fails takes counts as well.
const (
	ByTime   Measure = "time"
	ByCPU    Measure = "cpu"
	ByMemory Measure = "memory"
)

// of returns the measure of an example; 0 when it is not known.
func (m Measure) of(r *StatRow) float64 {
	switch m {
	case ByCPU:
		return r.CPU
	case ByMemory:
		return float64(r.Memory)
	}
	return r.Seconds
}

// ranks writes the examples with the most and the least of the measure, as one list if both
// lists would contain all examples.
func (s *StatSummary) ranks(p *render.Page, rows []StatRow, slowest, fastest int) {
	known := 0
	for i := range rows {
		if s.By.of(&rows[i]) > 0 {
			known++
		}
	}
	title, column := "CPU time", "CPU"
	if s.By == ByMemory {
		title, column = "memory", "MEMORY"
	}
	columns := []render.Column{{Title: column, Right: true}, {Title: "TIME", Right: true, Rank: 1, Optional: true}}
	used := func(r *StatRow) []render.Cell {
		value := text.Seconds(r.CPU)
		if s.By == ByMemory {
			value = text.Memory(r.Memory)
		}
		took := render.Cell{}
		if r.Passed {
			took = render.Text(text.Seconds(r.Seconds))
		}
		return []render.Cell{render.Text(value), took}
	}
	switch {
	case known == 0:
		p.Heading("Most " + title)
		p.Printf("None is recorded yet.\n")
		return
	case len(s.Most) == known && len(s.Least) == known:
		list(p, "Most "+title+" first", s.Most, slowest, used, columns...)
		return
	}
	list(p, "Most "+title, s.Most, slowest, used, columns...)
	list(p, "Least "+title, s.Least, fastest, used, columns...)
}
