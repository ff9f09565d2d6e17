package main

import (
	"cmp"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/help"
)

// CLI is the grammar.
type CLI struct {
	Global  `group:"Flags of every command:"`
	Version versionFlag `help:"Print the version and exit."`

	Commands `kong:"-"` // which [commandline.Commands] adds, as far as they are needed
}

// Commands has one field for each command. Its name, in lower case, is that of the
// command, where the tag has none; the group is its heading in the list of commands.
type Commands struct {
	All    AllCmd    `group:"Run:" help:"Run the examples, or a selection of them."`
	CI     CICmd     `group:"Run:" name:"ci" help:"Run the examples in a pipeline: plain output, reports on."`
	Run    RunCmd    `group:"Run:" help:"Run the named examples and stream their output."`
	Plan   PlanCmd   `group:"Run:" help:"Write a plan, cut into parts that any number of machines can run."`
	Merge  MergeCmd  `group:"Run:" help:"Merge the run logs of shards into one run that is proven complete."`
	Submit SubmitCmd `group:"Run:" help:"Have the parts of a plan run by Slurm, Grid Engine, Kubernetes or processes, and merge them."`

	List   ListCmd   `group:"Look:" help:"List the examples and their status."`
	Show   ShowCmd   `group:"Look:" help:"Show one example: metadata, source, results, last output."`
	Status StatusCmd `group:"Look:" help:"Summarise the recorded status of all examples."`
	Errors ErrorsCmd `group:"Look:" help:"List failed examples; --run re-runs them."`
	Stale  StaleCmd  `group:"Look:" help:"List examples without an up-to-date pass; --run runs them."`
	Stats  StatsCmd  `group:"Look:" help:"Show timing, flaky and failing examples, and trends."`
	Diff   DiffCmd   `group:"Look:" help:"Compare two runs: newly failing, fixed, slower, new, gone."`
	Report ReportCmd `group:"Look:" help:"Render a recorded run again, in any format."`

	Baseline BaselineCmd `group:"Keep:" help:"Write or show the known failures, which do not fail a run."`
	Clean    CleanCmd    `group:"Keep:" help:"Delete old results, run logs and temporary files."`
	Exclude  ExcludeCmd  `group:"Keep:" help:"Mark an example as skipped, in its metadata."`
	IDs      IDsCmd      `group:"Keep:" name:"ids" help:"Write the ID of each example into its metadata."`

	Init   InitCmd       `group:"Set up:" help:"Find the examples and write a commented hub.yaml."`
	Conf   ConfigCmd     `group:"Set up:" name:"config" help:"Check or print the configuration, or its JSON Schema."`
	Hooks  HooksCmd      `group:"Set up:" help:"Install or uninstall the git pre-commit hook."`
	Compl  CompletionCmd `group:"Set up:" name:"completion" help:"Print the completion script for a shell."`
	Schema SchemaCmd     `group:"Set up:" help:"Print the JSON Schema of a file that hub reads or writes."`
	Help   HelpCmd       `group:"Set up:" help:"Print the help of a command, or a page of the manual."`
	Vers   VersCmd       `group:"Set up:" name:"version" help:"Print the version; -v adds how hub was built."`

	Here     HereCmd     `name:"__here" hidden:"" help:"Print the state of this repository, and the commands."`
	Complete CompleteCmd `name:"__complete" hidden:"" help:"Answer the scripts of 'hub completion'."`
}

// newParser makes the parser of cli with the commands that args need, see [commandline.Commands].
// exit is called after help or the version was printed; an *exitcode.Error says that it
// could not be.
func newParser(cli *CLI, args []string, process Process, exit func(code int)) (*kong.Kong, error) {
	return kong.New(cli, slices.Concat(flags.Mappers(process.Now), commandline.Commands(&cli.Commands, args), []kong.Option{
		kong.Name("hub"),
		kong.Description("Which of this repository's examples work?\n\n" + help.ExitCodes),
		kong.Writers(process.Stdout, process.Stderr),
		kong.Exit(exit),
		kong.PostBuild(func(k *kong.Kong) error {
			k.Model.HelpFlag.Help = "Print this help."
			return nil
		}),
		kong.Help(func(_ kong.HelpOptions, ctx *kong.Context) error {
			at := cmp.Or(ctx.Selected(), ctx.Model.Node)
			return unprinted(help.For(process.Stdout, "auto", process.Environ).Node(process.Stdout, at))
		}),
	})...)
}
