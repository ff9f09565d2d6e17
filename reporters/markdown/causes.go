package markdown

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxMembers bounds the members of a cause that are listed at all, so that one cause
// never outgrows the summary.
const maxMembers = 1000

// fresh marks a result that fails newly.
func fresh(run *hub.Run, res *hub.Result) string {
	if run.NewlyFailing(res) {
		return " · new"
	}
	return ""
}

// failures lists failures by cause: a single example with all its details; several
// examples with what they have in common, their names, and the output of the first.
func failures(title string, run *hub.Run, take func(*hub.Result) bool) section {
	s := section{title: title}
	causes := text.Causes(run, take)
	for k := range causes {
		g := &causes[k]
		item := failure(run, g.Members[0])
		if g.Several() {
			item = shared(run, g)
		}
		s.items, s.sizes = append(s.items, item), append(s.sizes, len(g.Members))
	}
	s.details = func(k int) string {
		res := &run.Results[causes[k].Members[0]]
		err := text.Failure(res)
		return diff(&err) + output(ansi.Shown(res.Output()))
	}
	return s
}

// failure describes one failed example.
func failure(run *hub.Run, i int) string {
	e, res := &run.Plan[i], &run.Results[i]
	err := text.Failure(res)
	item := fmt.Sprintf("### %d · %s%s", e.Index, titled(e), fresh(run, res))
	item += fmt.Sprintf("\n\n**%s**: %s", text.Type(err.Type), code(err.Message))
	if at := text.Location(&err); at != "" {
		item += " at " + location(run, err.File, err.Line, at)
	} else if e.Path != "" {
		item += " in " + location(run, e.Path, 0, e.Path)
	}
	var facts []string
	if a := res.Last(); a != nil {
		facts = append(facts, text.Exit(a))
		if n := len(res.Attempts); n > 1 {
			facts = append(facts, text.Plural(n, "attempt"))
		}
		facts = append(facts, text.Seconds(res.Seconds))
	} else {
		facts = append(facts, "never started")
	}
	item += "\n\n" + sanitize.Line(strings.Join(facts, ", "))
	if res.AllowedFailure != nil {
		item += "; " + code(text.Allowed(res.AllowedFailure))
	}
	if news := text.News(e, res); news != "" {
		item += "; " + code(news)
	}
	if a := res.Last(); a != nil && a.OutputFile != "" {
		item += "; full output in " + code(a.OutputFile)
	}
	return item + "\n\n"
}

// shared describes a cause of several failures. The output of the first follows.
func shared(run *hub.Run, g *cause.Group) string {
	message, at := text.Shared(run, g)
	item := fmt.Sprintf("### %d examples, one cause\n\n**%s**: %s", len(g.Members), text.Type(g.Type), code(message))
	if at != "" {
		item += " at " + location(run, g.File, g.Line, at)
	}
	return item + "\n\n" + folded(run, g, func(e *hub.Example, res *hub.Result) string {
		return fmt.Sprintf("- %d · %s%s%s\n", e.Index, titled(e), fresh(run, res), particular(run, g, e, res))
	})
}

// particular returns the details of one example of a cause: its location, unless all
// share it, the terms of its allowance, which the title of the list names, and how it
// differs from the baseline.
func particular(run *hub.Run, g *cause.Group, e *hub.Example, res *hub.Result) string {
	out := ""
	if err := text.Failure(res); g.File == "" && err.File != "" {
		label := text.Location(&err)
		if err.File == e.Called() && err.Line > 0 { // a file that is its own name
			label = fmt.Sprintf("line %d", err.Line)
		}
		out += " at " + location(run, err.File, err.Line, label)
	}
	if res.AllowedFailure != nil {
		if terms := text.Terms(res.AllowedFailure); terms != "" {
			out += "; " + code(terms)
		}
	}
	if news := text.News(e, res); news != "" {
		out += "; " + code(news)
	}
	return out
}

// folded lists the members of a cause, those beyond the first folded.
func folded(run *hub.Run, g *cause.Group, item func(*hub.Example, *hub.Result) string) string {
	var b strings.Builder
	for k, i := range g.Members {
		if k == text.MaxMembers {
			fmt.Fprintf(&b, "\n<details><summary>… and %d more</summary>\n\n", len(g.Members)-k)
		}
		if k == maxMembers {
			fmt.Fprintf(&b, "- … and %d more, which the other reports list\n", len(g.Members)-k)
			break
		}
		b.WriteString(item(&run.Plan[i], &run.Results[i]))
	}
	if len(g.Members) > text.MaxMembers {
		b.WriteString("\n</details>\n")
	}
	return b.String() + "\n"
}

// grouped lists results by cause, in one line where there is one, without their outputs.
func grouped(title string, run *hub.Run, causes []cause.Group) section {
	s := section{title: title}
	for k := range causes {
		g := &causes[k]
		message, _ := text.Shared(run, g)
		why := code(message)
		if g.Type != hub.ErrDoubtful {
			why = text.Type(g.Type) + ": " + why
		}
		note := ""
		if res := &run.Results[g.Members[0]]; res.AllowedFailure != nil && !g.Several() {
			note = "; " + code(text.Allowed(res.AllowedFailure))
		}
		e := &run.Plan[g.Members[0]]
		item := fmt.Sprintf("- %d · %s%s: %s%s\n", e.Index, titled(e), fresh(run, &run.Results[g.Members[0]]), why, note)
		if g.Several() {
			item = fmt.Sprintf("%d examples: %s\n\n", len(g.Members), why) +
				folded(run, g, func(e *hub.Example, res *hub.Result) string {
					return fmt.Sprintf("- %d · %s%s%s\n", e.Index, titled(e), fresh(run, res), particular(run, g, e, res))
				})
		}
		s.items, s.sizes = append(s.items, item), append(s.sizes, len(g.Members))
	}
	return s
}
