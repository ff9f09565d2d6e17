package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

var (
	//go:embed style.css
	style string
	//go:embed script.js
	script string
	//go:embed page.tmpl
	source string
)

// tmpl is the template of the whole page, parsed on demand since most commands write no
// page.
//
// Note: the rows of the table and the rectangles of the timeline are written by [printer]
// instead. In the template, 10,000 rows took 260 ms for their markup alone; with the
// printer the whole page takes 135 ms.
var tmpl = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"class": class, "look": look, "verdict": verdictWord, "lower": strings.ToLower,
		"duration": text.Seconds, "number": number,
		"link":     func(id string) template.URL { return template.URL("#" + anchor(id)) },
		"inc":      func(i int) int { return i + 1 },
		"text":     func(s string) template.HTML { return written(func(p *printer) { p.text(s) }) },
		"location": func(at, link string) template.HTML { return written(func(p *printer) { p.location(at, link) }) },
		"linked":   func(s, link string) template.HTML { return written(func(p *printer) { p.linked(s, link) }) },
		"lines": func(s string) template.HTML {
			if s = ansi.Strip(s); strings.TrimSpace(s) == "" {
				return ""
			}
			return written(func(p *printer) { p.lines(s) })
		},
	}).Parse(source))
})

func write(w io.Writer, page *page) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if err := tmpl().Execute(out, viewOf(page)); err != nil {
		return err
	}
	return out.Flush()
}

// hash returns the source expression of an inline script or style for the policy.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
