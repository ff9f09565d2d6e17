package help

import (
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/familiar"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/prose"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Words writes the help for the words after 'hub help': that of a command such as config
// check, a page of the manual, or both if they have the same name; without words, the help
// of hub. For words that name neither, the error is a [*usage.Unknown] or [*usage.Error].
func (o Options) Words(w io.Writer, app *kong.Node, words []string) error {
	name := strings.Join(words, " ")
	command := app
	for i, word := range words {
		at := slices.IndexFunc(command.Children, func(n *kong.Node) bool { return n.Name == word })
		if at >= 0 {
			command = command.Children[at]
			continue
		}
		if i > 0 {
			return usage.Errorf("unknown command %q; 'hub help %s' lists its commands", name, command.Path())
		}
		command = nil
		break
	}
	page, isTopic := manual.Find(name)
	switch {
	case command == nil && !isTopic:
		return unknown(app, name)
	case command == nil:
		return o.topic(w, page)
	}
	if err := o.Node(w, command); err != nil || !isTopic {
		return err
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return o.topic(w, page)
}

// comment begins an HTML comment on a line of its own, as around the manual's lists.
const comment = "<!-- "

// topic writes a page of the manual, formatted for a terminal if the width is known, and
// otherwise with unchanged lines.
func (o Options) topic(w io.Writer, page manual.Topic) error {
	var text strings.Builder
	for line := range strings.Lines(page.Text) {
		if !strings.HasPrefix(line, comment) {
			text.WriteString(line)
		}
	}
	link := regexp.MustCompile(`\[([^\]]+)\]\(([a-z-]+)\.md(#[^)]*)?\)`) // to another page
	linked := link.ReplaceAllString(text.String(), "$1 (`hub help $2`)")
	_, err := io.WriteString(w, prose.Terminal(o.shown(linked), prose.Style{Width: min(o.Width, widest), Color: o.Color, ASCII: o.ASCII}))
	return err
}

// unknown is the error about a name that is neither a command nor a topic.
func unknown(app *kong.Node, name string) error {
	err := &usage.Unknown{What: "command or topic", Value: name, Known: manual.Names()}
	for _, c := range app.Children {
		if !c.Hidden && !slices.Contains(err.Known, c.Name) {
			err.Known = append(err.Known, c.Name)
		}
	}
	slices.Sort(err.Known)
	if rows := familiar.Find(name, ""); len(rows) > 0 && rows[0].Same() {
		err.Meant = rows[0].As[0]
	}
	return err
}
