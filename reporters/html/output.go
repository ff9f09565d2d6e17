package html

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

const (
	// maxFailed and maxPassed bound one output of a failure and of a pass, in bytes: its
	// head and its tail are shown.
	maxFailed, maxPassed = 64 << 10, 8 << 10
	// maxOutputs bounds all outputs together, in bytes, so that the page opens fast.
	maxOutputs = 8 << 20
	// maxSpans bounds the styled pieces of all outputs, maxPassedSpans those after which
	// outputs of passes have no styles: each is an element, which slows browsers down.
	maxSpans, maxPassedSpans = 60_000, 20_000
)

// outputs distributes the room for outputs: first to failures, then to all others, in
// catalog order, with a smaller share for each if there are many. It returns the number of
// bytes shown of each attempt of each row.
func outputs(rows []row) [][]int {
	room := maxOutputs
	shown := make([][]int, len(rows))
	count := map[bool]int{}
	for i := range rows {
		shown[i] = make([]int, len(rows[i].Attempts))
		for k := range rows[i].Attempts {
			count[rows[i].Attempts[k].Kind != passed]++
		}
	}
	for _, first := range []bool{true, false} {
		share := max(room/2/max(1, count[first]), 2<<10)
		for i := range rows {
			for k := range rows[i].Attempts {
				a := &rows[i].Attempts[k]
				if bad := a.Kind != passed; bad != first {
					continue
				}
				limit := maxPassed
				if first {
					limit = maxFailed
				}
				n := min(len(a.Output), limit, share, room)
				room -= n
				shown[i][k] = n
			}
		}
	}
	return shown
}

// clip returns the head and the tail of s, together size bytes at most, in whole lines
// unless these are too long, and the number of bytes missing between them.
func clip(s string, size int) (head, tail string, missing int) {
	if len(s) <= size {
		return s, "", 0
	}
	at := size / 4
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	if i := strings.LastIndexByte(s[:at], '\n'); i >= at/2 {
		at = i + 1
	}
	from := len(s) - (size - at)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	if i := strings.IndexByte(s[from:], '\n'); i >= 0 && i < (len(s)-from)/2 {
		from += i + 1
	}
	return s[:at], s[from:], from - at
}

// output writes the output of an attempt. Colours become classes of the page's style; all
// other terminal sequences are removed.
func (p *printer) output(row *row, a *attempt, shown int) {
	switch {
	case strings.TrimSpace(ansi.Strip(a.Output)) == "":
		p.raw(`<p class="dim">No output.</p>`)
	case shown == 0:
		p.raw(`<p class="dim">`).text(size(int64(len(a.Output))))
		p.raw(` of output, omitted to keep this page small. The JSON report and the run log have them.</p>`)
	default:
		if a.Diff != "" || a.Source != "" {
			p.raw(`<h4>Output</h4>`)
		}
		p.pre("Output", row, a)
		p.clipped(a, shown)
		p.raw("</pre>")
	}
	if a.Dropped > 0 {
		p.raw(`<p class="dim">`).text(size(a.Dropped)).raw(` more were not kept.</p>`)
	}
	if a.File != "" {
		p.raw(`<p class="dim">Full output: <code>`)
		if link := text.OutputLink(a.File); link != "" {
			p.raw(`<a href="`).text((&url.URL{Path: link}).EscapedPath()).raw(`">`).text(a.File).raw(`</a>`)
		} else {
			p.text(a.File)
		}
		p.raw(`</code></p>`)
	}
}

// pre begins a block of output.
func (p *printer) pre(what markup, row *row, a *attempt) {
	p.raw(`<pre tabindex="0" role="group" aria-label="`).raw(what).raw(` of `).text(row.Names)
	p.raw(", attempt ").int(a.Number).raw("\">\n") // a newline after the tag is not part of the text
}

func (p *printer) clipped(a *attempt, shown int) {
	head, tail, missing := clip(a.Output, shown)
	limit := maxSpans
	if a.Kind == passed {
		limit = maxPassedSpans
	}
	p.styled(head, limit)
	if missing > 0 {
		p.raw("<span class=\"cut\">… ").text(size(int64(missing))).raw(" omitted …</span>\n")
		p.styled(tail, limit)
	}
}

func (p *printer) styled(s string, limit int) {
	for piece, st := range ansi.Styled(s) {
		if st == (ansi.Style{}) || p.spans >= limit {
			p.lines(piece)
			continue
		}
		p.spans++
		p.raw(`<span class="a`)
		if st.Color != ansi.Default {
			p.raw(` c`).int(int(st.Color-ansi.Black) % 8)
		}
		for _, f := range []struct {
			on   bool
			name markup
		}{{st.Bold, " b"}, {st.Italic, " i"}, {st.Underline, " u"}, {st.Strike, " s"}} {
			if f.on {
				p.raw(f.name)
			}
		}
		p.raw(`">`).lines(piece).raw(`</span>`)
	}
}

// size formats a number of bytes for people.
func size(n int64) string {
	switch {
	case n == 1:
		return "1 byte"
	case n < 10_000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 10<<20:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return strconv.FormatInt(n>>20, 10) + " MiB"
}
