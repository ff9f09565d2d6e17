package merge

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Account lists which logs count and which do not, in a bounded number of lines.
func (j *Joined) Account() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	var foreign []string
	for _, p := range j.Foreign {
		foreign = append(foreign, fmt.Sprintf("shard %d/%d: %s does not count: it belongs to %s, the merged run to %s",
			p.shard().Index, p.shard().Total, p.Path, pipelineText(p.run()), pipelineText(&j.Run)))
	}
	out = append(bounded(foreign, "log"), bounded(j.Notes, "note")...)
	var parts []string
	for _, p := range j.Parts {
		run := p.run()
		parts = append(parts, fmt.Sprintf("shard %d/%d: %s, %s of %s (%s)", run.Shard.Index, run.Shard.Total, run.End.Reason, count(len(run.Plan), "example"), run.ID, p.Path))
	}
	out = append(out, bounded(parts, "shard")...)
	if len(j.Parts) == 0 {
		return out
	}
	byStart := func(a, b Part) int { return a.run().Started.Compare(b.run().Started) }
	first, last := slices.MinFunc(j.Parts, byStart), slices.MaxFunc(j.Parts, byStart)
	if first.run().Pipeline == "" && last.run().Started.Sub(first.run().Started) > farApart {
		add("%s started at %s and %s at %s: make sure that both belong to one pipeline, or pass --pipeline=ID to 'hub ci', so that hub can check it",
			first.Path, first.run().Started.UTC().Format(time.RFC3339), last.Path, last.run().Started.UTC().Format(time.RFC3339))
	}
	return out
}

// farApart is the greatest expected time between the starts of the shards of
// one plan, when only clocks can tell: a day is longer than jobs of the large
// CI systems wait and run, and shorter than the age of an old cache or
// workspace.
const farApart = 24 * time.Hour

func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}

// maxAccount bounds the lines of an account that say the same of several logs.
const maxAccount = 20

// bounded keeps the first lines, and says how many others there are.
func bounded(lines []string, what string) []string {
	if more := len(lines) - maxAccount; more > 0 {
		return append(lines[:maxAccount:maxAccount], fmt.Sprintf("… and %s more", count(more, what)))
	}
	return lines
}

// Account lists the logs that prove nothing, and how much is proven, in a bounded number
// of lines.
func (m *Whole) Account() []string {
	var odd []string
	proven, merged, others := 0, 0, 0
	for _, path := range sortedKeys(m.survey.logs) {
		switch l := m.survey.logs[path]; {
		case !l.ours && l.header.Part != nil:
			odd = append(odd, fmt.Sprintf("%s does not count: it belongs to plan %s, the merged run to plan %s", l.shown, sanitize.Line(l.header.Part.Plan), m.Header.Part.Plan))
		case !l.ours:
			others++
		case l.loss != Proven:
			odd = append(odd, fmt.Sprintf("%s proves nothing: %s", l.shown, sanitize.Line(l.why)))
		case l.part.To > 0:
			merged++
		default:
			proven++
		}
	}
	out := bounded(odd, "log")
	if others > 0 {
		out = append(out, fmt.Sprintf("%s ignored: recorded without --plan", count(others, "run log")))
	}
	parts := m.Header.Part
	whole := 0
	for i := parts.Index; i <= parts.To; i++ {
		if st := m.survey.Part(i); st.Proven() {
			whole++
		}
	}
	text := fmt.Sprintf("plan %s: %d of %s proven by %s", parts.Plan, whole, count(parts.To-parts.Index+1, "part"), count(proven, "sealed log"))
	if merged > 0 {
		text += " and " + count(merged, "log") + " of earlier merges"
	}
	switch {
	case parts.To-parts.Index+1 == parts.Total:
	case parts.To == parts.Index:
		text += fmt.Sprintf("; only part %d of %d was merged", parts.Index, parts.Total)
	default:
		text += fmt.Sprintf("; only parts %d to %d of %d were merged", parts.Index, parts.To, parts.Total)
	}
	return append(append(out, text), bounded(m.Notes, "part")...)
}
