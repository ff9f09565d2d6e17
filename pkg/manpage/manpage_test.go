package manpage

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
)

type listCmd struct {
	Format string   `enum:"table,json" default:"table" placeholder:"FORMAT" short:"f" help:"How it's printed: table, json."`
	All    bool     `aliases:"every" help:".all of them – \"really\" (C:\\x)."`
	Hidden bool     `hidden:""`
	Sel    []string `arg:"" optional:"" help:"What to list."`
}

func (listCmd) Help() string {
	return "Lists things.\nAll of them.\n\n  one   two\n  three\n\nMore.\n\nExit codes: 0, always; 2 usage.\n\nLast."
}

type grammar struct {
	Quiet  bool    `short:"q" help:"Print less."`
	List   listCmd `cmd:"" help:"List."`
	Config struct {
		Check struct{} `cmd:"" help:"Check it."`
	} `cmd:"" help:"Set up."`
	Secret struct{} `cmd:"" hidden:""`
}

func source() *Source {
	parser := kong.Must(&grammar{}, kong.Name("hub"), kong.Description("Which work?\n\nExit codes: 0 good."))
	return &Source{Grammar: parser.Model, Version: "v1.2.3", Date: "2026-11-30", Topics: []string{"ci"}}
}

func TestPages(t *testing.T) {
	var names []string
	texts := map[string]string{}
	for _, p := range source().Pages() {
		names = append(names, p.Name)
		texts[p.Name] = string(p.Text)
	}
	assert.Equal(t, []string{"man1/hub.1", "man1/hub-list.1", "man1/hub-config.1", "man1/hub-config-check.1"}, names)
	assert.Equal(t, `.TH "HUB\-LIST" "1" "2026\-11\-30" "hub v1.2.3" "Hub manual"
.nh
.ad l
.SH "NAME"
hub\-list \- List
.SH "SYNOPSIS"
\fBhub list\fR [\fISEL\fR \[u2026]] [\fIFLAG\fR \[u2026]]
.SH "DESCRIPTION"
Lists things. All of them.
.PP
.RS 4
.nf
one   two
three
.fi
.RE
.PP
More.
.PP
Last.
.SH "ARGUMENTS"
.TP
\fBSEL\fR
What to list.
.SH "OPTIONS"
.TP
\fB\-f\fR, \fB\-\-format\fR=\fItable|json\fR
How it\(aqs printed: table, json.
.TP
\fB\-\-all\fR, \fB\-\-every\fR
\&.all of them \[u2013] "really" (C:\ex).
.SH "GLOBAL OPTIONS"
.TP
\fB\-h\fR, \fB\-\-help\fR
Show context\-sensitive help.
.TP
\fB\-q\fR, \fB\-\-quiet\fR
Print less.
.SH "EXIT STATUS"
0, always.
.PP
2 usage.
.SH "SEE ALSO"
\fBhub\fR(1)
`, texts["man1/hub-list.1"])
	assert.Contains(t, texts["man1/hub.1"], ".TP\n\\fBhub\\-config\\fR(1)\nSet up.\n")
	assert.Contains(t, texts["man1/hub.1"], ".SH \"SEE ALSO\"\n\\fBhub\\-ci\\fR(7), ")
	assert.Contains(t, texts["man1/hub-config-check.1"], "\\fBhub\\-config\\fR(1), \\fBhub\\fR(1)\n")
	assert.Contains(t, texts["man1/hub-config.1"], "\\fBhub config\\fR \\fICOMMAND\\fR [")
}

func TestTopic(t *testing.T) {
	p := source().Topic("ci", "# In a *pipeline*\n\nRun `hub ci -q`, see [reports](reports.md) and\n[the site](https://example.com).\n\n"+
		"## Set it up\n- one **bold**\n  goes on\n- two\n\n1. first\n2. `` `x` ``\n\n### Part\n```console\n$ hub ci\n.  # not a heading\n```\n<!-- note -->\n| a | b | c |\n|---|---|---|\n| `x\\|y` | | 'z' |\n")
	assert.Equal(t, "man7/hub-ci.7", p.Name)
	assert.Equal(t, `.TH "HUB\-CI" "7" "2026\-11\-30" "hub v1.2.3" "Hub manual"
.nh
.ad l
.SH "NAME"
hub\-ci \- In a *pipeline*
.SH "DESCRIPTION"
Run \fBhub ci \-q\fR, see reports and the site (https://example.com).
.SH "SET IT UP"
.IP "\(bu" 4
one \fBbold\fR goes on
.IP "\(bu" 4
two
.IP "1." 4
first
.IP "2." 4
\fB\(gax\(ga\fR
.SS "Part"
.RS 4
.nf
$ hub ci
\&.  # not a heading
.fi
.RE
.TP
\fBx|y\fR
\(aqz\(aq
.SH "SEE ALSO"
\fBhub\fR(1)
`, string(p.Text))
	assert.Contains(t, string(source().Topic("x", "no heading\n").Text), "hub\\-x \\- x\n.SH \"DESCRIPTION\"\nno heading\n")
	assert.Contains(t, string(source().Topic("x", "# T\n```\nunended\n").Text), "unended")
}

// Whatever a page of the manual has, no line of it becomes a request of roff.
func FuzzTopic(f *testing.F) {
	for _, seed := range []string{"# T\n.so /etc/passwd\n", "'br\n", "- .x\n", "```\n.x\n\\n(.x\n", "| .a | b |\n|-|\n| .c | 'd |", "`.x`", "\\.x", "**.x**\n", "1. .x", "# .x\n## .y \"z\"\n"} {
		f.Add(seed)
	}
	known := map[string]bool{".TH": true, ".nh": true, ".ad": true, ".SH": true, ".SS": true, ".PP": true, ".TP": true, ".IP": true, ".RS": true, ".RE": true, ".nf": true, ".fi": true}
	f.Fuzz(func(t *testing.T, markdown string) {
		for line := range strings.Lines(string(source().Topic("x", markdown).Text)) {
			macro, _, _ := strings.Cut(strings.TrimRight(line, "\n"), " ")
			assert.True(t, !strings.HasPrefix(line, ".") && !strings.HasPrefix(line, "'") || known[macro], "%q", line)
			rest := strings.NewReplacer(`\fB`, "", `\fI`, "", `\fR`, "", `\e`, "", `\-`, "", `\&`, "", `\(`, "", `\[u`, "").Replace(line)
			assert.NotContains(t, rest, `\`, line)
		}
	})
}
