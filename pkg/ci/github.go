package ci

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxSummary is the budget of a step summary in bytes: GitHub drops one of more
// than 1,048,576, whole. Buildkite refuses an annotation of more.
const maxSummary = 1_000_000

// githubLog writes workflow commands. The runner looks for ::name …::data at
// the beginning of every line, white space apart, on both streams, and for
// ##[name …]data anywhere in one; it stops looking between stop-commands and
// the token that this one named.
func githubLog(r Report, token string) string {
	var b strings.Builder
	all, left := groups(r)
	begin, end := githubFence(token)
	for _, g := range all {
		b.WriteString("::group::" + githubData(g.title) + "\n" + begin)
		g.body(&b)
		b.WriteString(end + "::endgroup::\n")
	}
	b.WriteString(leftOut(left))
	for _, n := range notes(r) {
		b.WriteString("::" + string(n.Level) + " ")
		if n.File != "" {
			b.WriteString("file=" + githubProperty(n.File) + ",")
			if n.Line > 0 {
				b.WriteString("line=" + strconv.Itoa(n.Line) + ",")
			}
		}
		b.WriteString("title=" + githubProperty(sanitize.Notice(n.Title, 2*maxTitle)) + "::" + githubData(sanitize.Notice(n.Message, maxMessage)) + "\n")
	}
	return b.String()
}

func githubFence(token string) (begin, end string) {
	return "::stop-commands::" + token + "\n", "::" + token + "::\n"
}

// githubData escapes what follows a command's second "::".
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes the value of a command's property.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// Outputs is what a step writes to the file GITHUB_OUTPUT. The delimiter is a
// fresh [Token], so that no value can end itself and begin another.
func Outputs(r Report, delimiter string) string {
	var b strings.Builder
	for _, o := range []struct{ name, value string }{
		{"verdict", r.Word},
		{"total", strconv.Itoa(r.Total)},
		{"completed", strconv.Itoa(r.Completed)},
		{"errors", strconv.Itoa(r.Errors)},
		{"skipped", strconv.Itoa(r.Skipped)},
		{"flaky", strconv.Itoa(r.Flaky)},
		{"junit", r.JUnit},
		{"json", r.JSON},
		{"summary", r.Summary},
	} {
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o.name, delimiter, o.value, delimiter)
	}
	return b.String()
}

// StepSummary is what of a summary in Markdown to append to a step's, which
// holds so many bytes already: all of it where that fits, else its beginning
// up to a heading, with a line that says so; nothing when not even that fits.
func StepSummary(markdown []byte, held int64) []byte {
	const cut = "\n… the rest is left out, for the summary of a step has a limit: see the reports\n"
	room := maxSummary - held
	if int64(len(markdown)) <= room {
		return markdown
	}
	// Headings count outside of fences only: within one they are an output's.
	at, good, fence := 0, 0, ""
	for line := range strings.Lines(string(markdown)) {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && len(ticks) >= len(fence) && strings.TrimSpace(line) == ticks:
			fence = ""
		case fence == "" && (strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ")):
			good = at
		}
		if at += len(line); int64(at+len(cut)) > room {
			break
		}
	}
	if good == 0 {
		return nil
	}
	return append(markdown[:good:good], cut...)
}
