package main

import (
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/reporters"
)

// CLI is the grammar: the global flags, and one field for each command.
type CLI struct {
	Global
	Version versionFlag `help:"Print the version and exit."`

	All    AllCmd    `cmd:"" help:"Run the examples."`
	CI     CICmd     `cmd:"" name:"ci" help:"Run the examples in a pipeline: plain output, reports on, an empty selection is an error."`
	Run    RunCmd    `cmd:"" help:"Run the named examples and stream their output."`
	List   ListCmd   `cmd:"" help:"List the examples and their status."`
	Show   ShowCmd   `cmd:"" help:"Show one example: metadata, source, last results, last output."`
	Errors ErrorsCmd `cmd:"" help:"List failed examples; --run re-runs them, --clear forgets their errors."`
	Stale  StaleCmd  `cmd:"" help:"List examples without an up-to-date pass; --run re-runs them."`
	Status StatusCmd `cmd:"" help:"Summarise the recorded status of all examples."`
	Stats  StatsCmd  `cmd:"" help:"Show timing, flaky and failing examples, and trends over the kept runs."`
	Clean  CleanCmd  `cmd:"" help:"Delete old results, run logs and temporary files."`
	Report ReportCmd `cmd:"" help:"Render a recorded run again, in any format."`
	Merge  MergeCmd  `cmd:"" help:"Join the run logs of shards into one run: prove that it is complete, write one status and one set of reports."`
	Hooks  HooksCmd  `cmd:"" help:"Install or uninstall the git pre-commit hook that runs 'hub clean --silent'."`

	Exclude ExcludeCmd `cmd:"" help:"Mark an example as skipped in its front matter; every other byte stays as it is."`
	IDs     IDsCmd     `cmd:"" name:"ids" help:"Write the ID of each example into its front matter, where it has none."`

	Init   InitCmd   `cmd:"" help:"Find the examples of the repository and write a commented hub.yaml."`
	Conf   ConfigCmd `cmd:"" name:"config" help:"Check or print the configuration, or print its JSON Schema."`
	Schema SchemaCmd `cmd:"" help:"Print the JSON Schema of a file that hub reads or writes."`
	Vers   VersCmd   `cmd:"" name:"version" help:"Print the version; -v adds commit, Go version, platform and containment."`
}

const overview = `Hub answers one question about a repository with runnable examples: which of them work?

  hub list                     what was found
  hub all                      run everything
  hub errors                   what failed; --run re-runs it
  hub stale                    what has changed since it passed
  hub status                   the status of every example; hub stats: timing and trends
  hub show REF                 one example: source, results, output
  hub ci --report=junit        run everything in a pipeline, with reports
  hub init                     write a commented hub.yaml

'hub --help' lists every command and flag, 'hub COMMAND --help' explains one.
`

// newParser makes the parser of a grammar, see [grammarFor]. exit is called after help or the
// version was printed; an *exitError says that it could not be.
func newParser(cli any, process Process, exit func(code int)) (*kong.Kong, error) {
	return kong.New(cli, append(mappers(process.Now),
		kong.Name("hub"),
		kong.Description("Which of this repository's examples work?\n\n"+exitHelp),
		kong.Writers(process.Stdout, process.Stderr),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Help(func(o kong.HelpOptions, ctx *kong.Context) error {
			return unprinted(kong.DefaultHelpPrinter(o, ctx))
		}),
		kong.Vars{
			"version": "hub " + build.Version(),
			"filters": strings.Join(filterNames(), ", "),
			"formats": strings.Join(reporters.Names(), ", "),
			"schemas": strings.Join(schemaNames(), ", "),
			"systems": strings.Join(ci.Systems().Names(), ", "),

			"requirements": strings.Join(hub.Requirements(), ", "),
		},
	)...)
}

func filterNames() []string {
	var names []string
	for _, f := range selection.Filters() {
		names = append(names, f.Name)
	}
	return names
}
