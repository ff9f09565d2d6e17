package markdown

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/sample"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// written returns the summary as text.
func written(t testing.TB, run *hub.Run) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, Write(&b, run))
	return b.String()
}

func TestMarkdownCode(t *testing.T) {
	for in, want := range map[string]string{
		"plain":            "`plain`",
		"a `b` c":          "`` a `b` c ``",
		"`":                "`` ` ``",
		"``` x `":          "```` ``` x ` ````",
		"<b> | & *x* @all": "`<b> | & *x* @all`",
		"two\nlines":       "`two lines`",
		"":                 "(empty)",
		"\x1b[31mred":      "`red`",
	} {
		assert.Equal(t, want, code(in), "%q", in)
	}
	assert.Less(t, len(code(strings.Repeat("é", 10_000))), maxSpan+10)
}

func TestMarkdownFence(t *testing.T) {
	assert.Equal(t, "```text\na\nb\n```\n", fence("a\nb\n"))
	assert.Equal(t, "`````text\n```` x\n`````\n", fence("```` x"))
	assert.Equal(t, "```text\n  : :error::x\n~~~\n```\n", fence("  ::error::x\n~~~"))
}

// fences checks that every fence is closed, and returns the text outside of fences and code
// spans.
func fences(t testing.TB, text string) string {
	t.Helper()
	var outside strings.Builder
	open := ""
	for line := range strings.SplitSeq(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case open != "" && len(ticks) >= len(open) && strings.Trim(line, "` \t") == "":
			open = ""
		case open == "" && len(ticks) >= 3 && !strings.Contains(line[len(ticks):], "`"):
			open = ticks
		case open == "":
			outside.WriteString(withoutSpans(t, line) + "\n")
		}
	}
	if open != "" {
		t.Fatal("a fence is not closed")
	}
	return outside.String()
}

// withoutSpans removes the code spans of a line by the rule of CommonMark: a run of
// backticks up to the next run of the same length.
func withoutSpans(t testing.TB, line string) string {
	t.Helper()
	var b strings.Builder
	for {
		i := strings.IndexByte(line, '`')
		if i < 0 {
			return b.String() + line
		}
		b.WriteString(line[:i])
		rest := strings.TrimLeft(line[i:], "`")
		n := len(line[i:]) - len(rest)
		for {
			j := strings.IndexByte(rest, '`')
			if j < 0 {
				t.Fatalf("a code span is not closed: %q", line)
			}
			after := strings.TrimLeft(rest[j:], "`")
			m := len(rest[j:]) - len(after)
			rest = after
			if m == n {
				break
			}
		}
		line = rest
	}
}

// FuzzMarkdown checks that untrusted text occurs in spans and fences only.
func FuzzMarkdown(f *testing.F) {
	f.Add(sample.Hostile, "id", "message")
	f.Add("```\n</details>\n`", "`", "``\n# x")
	f.Add("::x", "| a | b |", "<script>")
	f.Fuzz(func(t *testing.T, output, id, message string) {
		fill := func(output, id, message string) string {
			run := sample.EveryKind()
			run.LeftOut[0].Reason, run.Hub, run.ID = message, id, id
			run.SourceURL = "" // see FuzzSourceLink
			run.Previous = map[string]hub.Status{
				fmt.Sprint(id, 0): hub.StatusError, fmt.Sprint(id, 1): hub.StatusError,
				fmt.Sprint(id, 2): hub.StatusCompleted, fmt.Sprint(id, 10): hub.StatusCompleted,
			}
			for i := range run.Plan {
				run.Plan[i].ID, run.Results[i].ID = fmt.Sprint(id, i), fmt.Sprint(id, i)
				res := &run.Results[i]
				res.Reason = message
				if res.Doubtful != "" {
					res.Doubtful = message
				}
				if res.Error != nil {
					res.Error = &hub.Error{Type: hub.ErrAssertion, Message: message, File: id, Line: 1}
				}
				for n := range res.Attempts {
					res.Attempts[n].Output = output
				}
			}
			return written(t, run)
		}
		summary := fill(output, id, message)
		if !utf8.ValidString(summary) || len(summary) > maxSize {
			t.Fatalf("not UTF-8, or too long: %d bytes", len(summary))
		}
		for _, r := range summary {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				t.Fatalf("control %q", r)
			}
		}
		got := fences(t, summary)
		known := strings.NewReplacer("(empty)", "", "… and", "")
		got = known.Replace(got)
		if strings.TrimSpace(sanitize.Text(text.LastLines(output, tailLines, maxTail))) == "" || sanitize.Line(message) == "" || sanitize.Line(id) == "" {
			return
		}
		want := known.Replace(fences(t, fill("x", "x", "x")))
		got = strings.ReplaceAll(got, "Output (last lines)", "Output")
		if got != want && strings.TrimSpace(ansi.Strip(message)) != "" {
			t.Fatalf("outside of spans and fences stands %q", got)
		}
	})
}

// Results that differ from the previous ones are marked; an example without a previous
// result is not.
func TestMarkdownMarksWhatIsNew(t *testing.T) {
	run := sample.Every(t)
	run.Plan[2].Title = "How | to `add`"
	text := written(t, run)
	assert.Contains(t, text, "\n| failed | new | cause | example |\n| --: | --: | --- | --- |\n| 1 | 1 | **assertion**: `expected <2>, got \"3\" & more` | 3 · `basics/wrong` |\n| 1 |  | ")
	assert.Contains(t, text, "### 3 · `basics/wrong`: `` How | to `add` `` · new\n")
	assert.Contains(t, text, "### 4 · `basics/rerun`: `The rerun example`\n", "it failed before")
	assert.Regexp(t, "### 11 · `llm/allowed`: `[^`]*` · new\n", text)
	assert.Contains(t, text, "\n## Fixed (1)\n\n- 16 · `llm/leaky`: passes again\n")
	assert.Contains(t, text, "allowed failure until 2027-01-31 (provider is unstable; owner: docs)")

	run.Previous = nil
	text = written(t, run)
	assert.Contains(t, text, "\n| failed | cause | example |\n")
	for _, never := range []string{" · new", "| new", "ixed"} {
		assert.NotContains(t, text, never)
	}
}

// The table of causes has one row for each, whatever their messages are, and bounds.
func TestMarkdownTable(t *testing.T) {
	run := failing(60, "x")
	for i := range run.Results {
		run.Results[i].Error.File = ""
		switch {
		case i < 30:
			run.Results[i].Error.Message = `one | cause \| for all`
		case i == 30:
			run.Results[i].Error.Message = strings.Repeat("long ", 1000)
		}
	}
	var rows []string
	for line := range strings.Lines(table(run)) {
		if strings.HasPrefix(line, "| ") {
			rows = append(rows, line)
			assert.Equal(t, 4, strings.Count(line, "|"), line)
			assert.Less(t, len(line), 400)
		}
	}
	require.Len(t, rows, 2+maxRows)
	assert.Equal(t, "| 30 | **assertion**: `one ¦ cause \\¦ for all` | 1 · `g0/e0` and 29 more |\n", rows[2])
	assert.Contains(t, table(run), "\n… and 11 more causes\n")
	assert.Empty(t, table(failing(1, "x")), "the details say the same")
	assert.Empty(t, table(sample.AllGood(3)))
}

// failing returns a run of failures, each of a cause of its own.
func failing(n int, output string) *hub.Run {
	run := sample.AllGood(n)
	for i := range run.Results {
		res := &run.Results[i]
		res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrAssertion, Message: fmt.Sprint("expected 2, got ", i), File: run.Plan[i].Path, Line: 3}
		res.Attempts[0].Output, res.Attempts[0].Error = output, res.Error
	}
	return run
}

// The summary stays within its budget; failures are dropped last, their outputs before
// them.
func TestMarkdownBudget(t *testing.T) {
	output := strings.Repeat("a line of output that is not short\n", 200)
	add := func(run *hub.Run, n int) *hub.Run {
		more := sample.AllGood(n)
		for i := range more.Results {
			more.Plan[i].ID = fmt.Sprintf("skipped/%d", i)
			more.Results[i] = hub.Result{ID: more.Plan[i].ID, Status: hub.StatusSkipped, Reason: strings.Repeat("because ", 20)}
		}
		run.Plan, run.Results = append(run.Plan, more.Plan...), append(run.Results, more.Results...)
		return run
	}
	count := func(text, what string) int { return strings.Count(text, what) }

	few := written(t, add(failing(20, output), 20_000))
	assert.LessOrEqual(t, len(few), maxSize)
	assert.Equal(t, 20, count(few, "\n### "), "all failures")
	assert.Equal(t, 20, count(few, "<details>"), "with their outputs")
	assert.Contains(t, few, "## Skipped (20000)")
	assert.Regexp(t, `… and \d+ more\n`, few)
	assert.Contains(t, few, "## Totals")

	many := written(t, add(failing(3000, output), 100))
	assert.LessOrEqual(t, len(many), maxSize)
	assert.Equal(t, 3000, count(many, "\n### "), "all failures")
	assert.Greater(t, count(many, "<details>"), 100)
	assert.Less(t, count(many, "<details>"), 3000)
	assert.Contains(t, many, "## Skipped (100)")
	assert.Equal(t, count(many, "<details>"), count(many, "</details>"))

	all := written(t, add(failing(20_000, output), 100))
	assert.LessOrEqual(t, len(all), maxSize)
	assert.Greater(t, count(all, "\n### "), 5000)
	assert.Zero(t, count(all, "<details>"))
	assert.Contains(t, all, "## Failed (20000)")
	assert.Contains(t, all, "## Skipped (100)\n\n\n… and 100 more\n")
	require.Contains(t, all, "## Totals")
	for _, text := range []string{few, many, all} {
		fences(t, text)
	}
}
