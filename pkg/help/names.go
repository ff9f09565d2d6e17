package help

import (
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/completion"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/manual"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/reporters"
)

// For returns the options for a stream: the width of its terminal, colour as
// [terminal.Color] decides, and the characters of the locale.
func For(w io.Writer, color string, environ []string) Options {
	getenv := hub.Getenv(environ)
	o := Options{Value: Value, Examples: manual.Examples, Color: terminal.Color(color, w, getenv), ASCII: !terminal.UTF8(getenv)}
	if f, ok := terminal.Of(w); ok {
		o.Width = terminal.Width(f)
	}
	for _, t := range manual.Topics() {
		o.Topics = append(o.Topics, [2]string{t.Name, t.Title})
	}
	return o
}

// Value returns the help of a flag or argument, with the names that it lists in place of
// {filters} and the like.
//
// Note: Kong's own variables are interpolated into each other for each flag, even if no
// help is printed, which takes time.
func Value(value *kong.Value) string {
	help := kong.DefaultHelpValueFormatter(value)
	for what, names := range map[string]func() []string{
		"{filters}":      selection.Words,
		"{formats}":      reporters.Names,
		"{schemas}":      flags.SchemaNames,
		"{shells}":       completion.Names,
		"{systems}":      ci.Systems().Names,
		"{requirements}": hub.Requirements,
	} {
		if strings.Contains(help, what) {
			help = strings.ReplaceAll(help, what, strings.Join(names(), ", "))
		}
	}
	return help
}
