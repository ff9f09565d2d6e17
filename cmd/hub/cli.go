package main

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/reporters"
)

// CLI is the grammar.
type CLI struct {
	Global  `group:"Flags of every command:"`
	Version versionFlag `help:"Print the version and exit."`

	Commands `kong:"-"` // which [commandsFor] adds, as far as they are needed
}

// Commands has one field for each command. Its name, in lower case, is that of the
// command, where the tag has none.
type Commands struct {
	All      AllCmd      `help:"Run the examples."`
	CI       CICmd       `name:"ci" help:"Run the examples in a pipeline: plain output, reports on, an empty selection is an error."`
	Run      RunCmd      `help:"Run the named examples and stream their output."`
	List     ListCmd     `help:"List the examples and their status."`
	Show     ShowCmd     `help:"Show one example: metadata, source, last results, last output."`
	Errors   ErrorsCmd   `help:"List failed examples; --run re-runs them, --clear forgets their errors."`
	Stale    StaleCmd    `help:"List examples whose pass is outdated, and those without a result; --run re-runs them."`
	Status   StatusCmd   `help:"Summarise the recorded status of all examples."`
	Stats    StatsCmd    `help:"Show timing, flaky and failing examples, and trends over the kept runs."`
	Clean    CleanCmd    `help:"Delete old results, run logs and temporary files."`
	Report   ReportCmd   `help:"Render a recorded run again, in any format."`
	Diff     DiffCmd     `help:"Compare two runs: newly failing, failing differently, fixed, slower, new and gone examples."`
	Merge    MergeCmd    `help:"Join the run logs of shards into one run: prove that it is complete, write one status and one set of reports."`
	Baseline BaselineCmd `help:"Write or show hub.baseline.yaml, the known failures, which do not fail a run."`
	Hooks    HooksCmd    `help:"Install or uninstall the git pre-commit hook that runs 'hub clean --silent'."`

	Exclude ExcludeCmd `help:"Mark an example as skipped in its front matter; every other byte stays as it is."`
	IDs     IDsCmd     `name:"ids" help:"Write the ID of each example into its front matter, where it has none."`

	Init   InitCmd   `help:"Find the examples of the repository and write a commented hub.yaml."`
	Conf   ConfigCmd `name:"config" help:"Check or print the configuration, or print its JSON Schema."`
	Schema SchemaCmd `help:"Print the JSON Schema of a file that hub reads or writes."`
	Help   HelpCmd   `help:"Print the help of hub or of a command."`
	Vers   VersCmd   `name:"version" help:"Print the version; -v adds commit, Go version, platform and containment."`
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

'hub help' lists every command and flag, 'hub help COMMAND' explains one.
`

// newParser makes the parser of cli with the commands that args need, see [commandsFor].
// exit is called after help or the version was printed; an *exitError says that it
// could not be.
func newParser(cli *CLI, args []string, process Process, exit func(code int)) (*kong.Kong, error) {
	return kong.New(cli, slices.Concat(flags.Mappers(process.Now), commandsFor(&cli.Commands, args), []kong.Option{
		kong.Name("hub"),
		kong.Description("Which of this repository's examples work?\n\n" + exitHelp),
		kong.Writers(process.Stdout, process.Stderr),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.ValueFormatter(withNames),
		kong.Help(func(o kong.HelpOptions, ctx *kong.Context) error {
			return unprinted(kong.DefaultHelpPrinter(o, ctx))
		}),
	})...)
}

// withNames returns the help of a flag or argument, with the names that it lists in
// place of {filters} and the like.
//
// Note: Kong's own variables are looked for in each variable again, for each flag,
// whether help is printed or not.
func withNames(value *kong.Value) string {
	help := kong.DefaultHelpValueFormatter(value)
	for what, names := range map[string]func() []string{
		"{filters}":      selection.Words,
		"{formats}":      reporters.Names,
		"{schemas}":      flags.SchemaNames,
		"{systems}":      ci.Systems().Names,
		"{requirements}": hub.Requirements,
	} {
		if strings.Contains(help, what) {
			help = strings.ReplaceAll(help, what, strings.Join(names(), ", "))
		}
	}
	return help
}
