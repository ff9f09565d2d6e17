// Package help prints the help of hub and its commands from the grammar: the purpose,
// examples, arguments, the command's own flags, the fields of its answers, exit codes, and
// last the flags of every command. The text is wrapped to a width.
package help

import (
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Global is the key of the group of flags that every command has.
const Global = "Flags of every command:"

// widest bounds the length of lines on wide terminals, because long lines are hard to read.
// narrowest is the smallest width of the right column.
const (
	widest    = 100
	narrowest = 24
	usual     = 80 // where the width is unknown
)

// Options are the options for the help of all commands.
type Options struct {
	// Width is the number of columns of the terminal; 0 if unknown.
	Width int
	// Color prints headings in bold. ASCII replaces all other characters.
	Color, ASCII bool
	// Value returns the help of a flag or argument.
	Value kong.HelpValueFormatter
	// Examples returns the example lines of a command such as "config check"; may return
	// none.
	Examples func(command string) []string
	// Topics are the pages of the manual, each with its title.
	Topics [][2]string
}

// Node writes the help of a command, or that of hub if n is the application.
func (o Options) Node(w io.Writer, n *kong.Node) error {
	p := o.page()
	if n.Type == kong.ApplicationNode {
		p.usage(n.Name, "COMMAND", "[flags]")
		p.blank()
		s := sections(n.Help)
		p.detail(s)
		p.commands(n)
		p.topics()
		_, global := flagsOf(n)
		p.flags(global)
		p.exitCodes(s)
	} else {
		p.command(n)
	}
	return p.write(w)
}

// Overview writes lines about the repository, the names of the commands, and where to read
// more. It is short, to fit on small terminals.
func (o Options) Overview(w io.Writer, app *kong.Node, repository []string) error {
	p := o.page()
	for _, l := range repository {
		if o.Width <= 0 {
			p.line(l)
			continue
		}
		command, does, two := strings.Cut(l, "  ")
		if !two || utf8.RuneCountInString(l) <= p.Width {
			command, does = l, ""
		}
		p.hang("", "    ", command)
		p.wrap("    ", does)
	}
	p.blank()
	p.names(app)
	p.blank()
	p.rows([][2]string{
		{"hub help", "what each command does, and the topics of the manual"},
		{"hub help first-hour", "a tutorial"},
	})
	return p.write(w)
}

// command writes the help of a command.
func (p *page) command(n *kong.Node) {
	p.usage(usageOf(n)...)
	p.blank()
	p.wrap("", n.Help)
	s := sections(detail(n))
	p.detail(s)
	if lines := p.Examples(n.Path()); len(lines) > 0 {
		p.heading("Examples:")
		for _, l := range lines {
			p.example(l)
		}
	}
	p.children(n)
	own, global := flagsOf(n)
	if len(n.Positional) > 0 {
		p.heading("Arguments:")
		var rows [][2]string
		for _, a := range n.Positional {
			rows = append(rows, [2]string{argument(a), p.Value(a)})
		}
		p.rows(rows)
	}
	for _, g := range own {
		p.flags(g)
	}
	for _, t := range s.tables {
		p.heading(t.title)
		p.rows(t.rows)
	}
	p.exitCodes(s)
	p.flags(global)
}

// example writes an example line. If it does not fit, its comment goes to the next line;
// the command itself is never broken.
func (p *page) example(line string) {
	command, comment, ok := strings.Cut(line, " # ")
	if !ok || len("  "+line) <= p.Width {
		p.line("  " + line)
		return
	}
	p.line("  " + strings.TrimRight(command, " "))
	p.wrap("      # ", comment)
}

// usage writes the usage line, with continuation lines indented.
func (p *page) usage(words ...string) {
	lines := fold(p.shown("Usage: "+strings.Join(words, " ")), p.Width-gap)
	for i, l := range lines {
		if i > 0 {
			l = "  " + l
		}
		p.line(l)
	}
}

// commands writes the commands of hub below the headings of their groups.
func (p *page) commands(app *kong.Node) {
	width := 0
	for _, c := range app.Children {
		width = max(width, len(c.Name))
	}
	for title, commands := range grouped(app) {
		p.heading(title)
		var rows [][2]string
		for _, c := range commands {
			rows = append(rows, [2]string{c.Name, c.Help})
		}
		p.columns(rows, width)
	}
}

// names writes the names of the commands, a line for each group.
func (p *page) names(app *kong.Node) {
	left := 0
	for title := range grouped(app) {
		left = max(left, len(title))
	}
	for title, commands := range grouped(app) {
		var names []string
		for _, c := range commands {
			names = append(names, c.Name)
		}
		lead := title + strings.Repeat(" ", left-len(title)+1)
		if p.Color {
			lead = ansi.Strong.On(title) + lead[len(title):]
		}
		p.hang(lead, strings.Repeat(" ", left+1), strings.Join(names, ", "))
	}
}

// grouped yields the title of each group of commands, with its commands.
func grouped(app *kong.Node) iter.Seq2[string, []*kong.Node] {
	return func(yield func(string, []*kong.Node) bool) {
		var titles []string
		commands := map[string][]*kong.Node{}
		for _, c := range app.Children {
			if c.Group == nil || c.Hidden {
				continue
			}
			title := c.Group.Title
			if commands[title] == nil {
				titles = append(titles, title)
			}
			commands[title] = append(commands[title], c)
		}
		for _, title := range titles {
			if !yield(title, commands[title]) {
				return
			}
		}
	}
}

// exitCodes writes what the exit codes mean: a line for each where the help separates them
// by semicolons, else the text.
func (p *page) exitCodes(s section) {
	if s.exit == "" {
		return
	}
	p.heading("Exit codes:")
	if rows := codes(s.exit); rows != nil {
		p.rows(rows)
	} else {
		p.wrap("  ", s.exit)
	}
}

// children writes the commands of a command.
func (p *page) children(n *kong.Node) {
	if len(n.Children) == 0 {
		return
	}
	p.heading("Commands:")
	var rows [][2]string
	for _, c := range n.Children {
		rows = append(rows, [2]string{c.Path(), c.Help})
	}
	p.rows(rows)
}

// topics writes the pages of the manual.
func (p *page) topics() {
	if len(p.Topics) > 0 {
		p.heading("Topics ('hub help TOPIC'):")
		p.rows(p.Topics)
	}
}

// flags writes a group of flags.
func (p *page) flags(g group) {
	short := slices.ContainsFunc(g.flags, func(f *kong.Flag) bool { return f.Short != 0 })
	var rows [][2]string
	for _, f := range g.flags {
		if !f.Hidden {
			rows = append(rows, [2]string{flag(f, short), p.Value(f.Value)})
		}
	}
	if len(rows) > 0 {
		p.heading(g.title)
		p.rows(rows)
	}
}

// heading writes a heading after an empty line.
func (p *page) heading(text string) {
	p.blank()
	from := len(p.lines)
	p.wrap("", text)
	for i := from; p.Color && i < len(p.lines); i++ {
		p.lines[i] = ansi.Strong.On(p.lines[i])
	}
}

// detail writes the paragraphs of a long help.
func (p *page) detail(s section) {
	for _, text := range s.paragraphs {
		p.blank()
		if strings.HasPrefix(text, "  ") {
			p.lines = append(p.lines, strings.Split(text, "\n")...)
		} else {
			p.wrap("", text)
		}
	}
}
