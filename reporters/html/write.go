package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"io"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

//go:embed style.css
var style string

//go:embed script.js
var script string

// Write writes the page. The error is the writer's first one.
func Write(w io.Writer, page *Page) error {
	p := newPrinter(w)
	p.head(page)
	p.raw("<body>\n<a class=\"skip\" href=\"#examples\">Skip to the examples</a>\n")
	p.header(page)
	p.raw("<main>\n")
	p.failures(page.Rows)
	p.troubles(page.Troubles)
	p.timeline(page)
	p.trend(page.Runs)
	p.table(page)
	p.raw("</main>\n")
	p.footer(page)
	p.raw("<script>", markup(script), "</script>\n</body>\n</html>\n")
	return p.Flush()
}

// head says what the page may do: use this style and this script, and load
// nothing. The rest of what a policy can forbid is forbidden.
func (p *printer) head(page *Page) {
	p.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '`)
	p.text(hash(script))
	p.raw(`'; style-src '`)
	p.text(hash(style))
	p.raw("'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		"<meta name=\"color-scheme\" content=\"light dark\">\n",
		"<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
	p.text(verdictWord(page.Verdict) + " · Hub")
	p.raw("</title>\n<style>", markup(style), "</style>\n</head>\n")
}

// hash is what a policy knows an inline script or style by.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// class is a word of hub's own as the name of a class; what is none of them,
// which only a report that was tampered with can hold, is of no class.
func class(word string) markup {
	for _, known := range []markup{
		"completed", "error", "interrupted", "skipped", "pending", "running", "stale",
		"flaky", "doubtful", "leaked", "allowed", "new", "fixed", "good", "failed", "empty",
	} {
		if word == string(known) {
			return known
		}
	}
	return "other"
}

func verdictWord(v string) string {
	switch v {
	case "good":
		return "Good"
	case "failed":
		return "Failed"
	case "interrupted":
		return "Interrupted"
	case "empty":
		return "Nothing to run"
	case "trouble":
		return "Trouble"
	}
	return "Unknown"
}

func (p *printer) header(page *Page) {
	look := class(page.Verdict)
	if page.Verdict == "trouble" {
		look = "failed"
	}
	p.raw(`<header class="`, look, "\">\n<h1><span class=\"sign\" aria-hidden=\"true\"></span>")
	p.text(verdictWord(page.Verdict))
	p.raw("</h1>\n<p class=\"sum\">")
	p.text(page.Summary)
	p.raw("</p>\n")
	p.facts(page.Facts, "facts")
	p.raw("</header>\n")
}

func (p *printer) facts(facts []Fact, kind markup) {
	if len(facts) == 0 {
		return
	}
	p.raw(`<dl class="`, kind, `">`)
	for _, f := range facts {
		p.raw(`<div><dt>`)
		p.text(f.Term)
		p.raw(`</dt> <dd>`)
		p.text(f.Text)
		p.raw(`</dd></div>`)
	}
	p.raw("</dl>\n")
}

// maxFailures bounds the list at the head of the page; the table has all.
const maxFailures = 12

// failures lists what gates, each with a link to its row.
func (p *printer) failures(rows []Row) {
	n := 0
	for i := range rows {
		row := &rows[i]
		if !row.Failed {
			continue
		}
		if n++; n == 1 {
			p.raw("<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">Failures</h2>\n<ol class=\"fails\">\n")
		}
		if n > maxFailures {
			continue
		}
		p.raw(`<li><a href="#e`)
		p.int(i + 1)
		p.raw(`">`)
		p.text(row.ID)
		p.raw(`</a> <span class="why">`)
		p.text(row.Why)
		p.raw(`</span>`)
		p.place(row)
		p.raw("</li>\n")
	}
	if n == 0 {
		return
	}
	p.raw("</ol>\n")
	if n > maxFailures {
		p.raw(`<p class="dim">… and `)
		p.int(n - maxFailures)
		p.raw(" more, in the table below.</p>\n")
	}
	p.raw("</section>\n")
}

// troubles lists what went wrong beside the examples.
func (p *printer) troubles(all []Trouble) {
	if len(all) == 0 {
		return
	}
	p.raw("<section aria-labelledby=\"troubles\">\n<h2 id=\"troubles\">Problems beside the examples</h2>\n<ol class=\"fails\">\n")
	for i, t := range all {
		p.raw(`<li><span class="why">`)
		p.text(t.Text)
		p.raw(`</span>`)
		if output := ansi.Strip(t.Output); strings.TrimSpace(output) != "" {
			p.raw(`<pre tabindex="0" role="group" aria-label="Output of problem `)
			p.int(i + 1)
			p.raw("\">\n")
			p.lines(output)
			p.raw("</pre>")
		}
		p.raw("</li>\n")
	}
	p.raw("</ol>\n</section>\n")
}

// place writes where a row's failure happened, as a link where there is one.
func (p *printer) place(row *Row) {
	if row.Place == "" {
		return
	}
	linked := strings.HasPrefix(row.Link, "https://") || strings.HasPrefix(row.Link, "http://")
	p.raw(` <code class="at">`)
	if linked {
		p.raw(`<a rel="noreferrer noopener" href="`)
		p.text(row.Link)
		p.raw(`">`)
	}
	p.text(row.Place)
	if linked {
		p.raw(`</a>`)
	}
	p.raw(`</code>`)
}

func (p *printer) footer(page *Page) {
	p.raw("<footer>\n")
	if len(page.LeftOut) > 0 {
		p.raw("<h2>Left out</h2>\n")
		p.facts(page.LeftOut, "left")
	}
	p.raw("<p>Times are UTC. This file is complete: it loads nothing and sends nothing.</p>\n</footer>\n")
}
