package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// CLI is the grammar: the global flags, and one field for each command.
type CLI struct {
	Chdir   string      `short:"C" placeholder:"DIR" help:"Act as if started in DIR."`
	Config  string      `short:"c" placeholder:"FILE" help:"Configuration file. Default: hub.yaml in this folder or the nearest parent; without one, the folders examples/, cookbook/, samples/ and docs/examples/ are searched."`
	State   *string     `placeholder:"DIR" help:"Keep status, run logs, reports, cache and lock in DIR instead of .hub. DIR is relative to the current folder (after -C) and is created when missing. Default: HUB_STATE. Overrides status.file and reports.dir; nothing is written beside hub.yaml."`
	Color   string      `enum:"auto,always,never" default:"auto" help:"Use colour: auto, always or never (NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE are respected)."`
	Quiet   bool        `short:"q" aliases:"silent" help:"Print only failures and the verdict."`
	Verbose bool        `short:"v" help:"Print more detail."`
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
	Schema SchemaCmd `cmd:"" help:"Print the JSON Schema of a file that Hub reads or writes."`
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

// hubMain is the program: it returns the exit code.
func hubMain(args []string, process Process) (code int) {
	app := &App{Process: process, signals: signals.New()}
	app.signals.Exit, app.signals.Suspend, app.signals.Stacks = app.quit, app.suspend, app.developed()
	defer app.panicked(&code)
	var err error
	if app.reserved, err = headroom.Afford(); err != nil {
		app.tell(err)
		return exitTrouble
	}
	headroom.CollectLate(0, app.getenv)
	defer app.signals.Idle()()
	if len(args) == 0 {
		if _, err := io.WriteString(app.Stdout, overview); err != nil {
			app.tell(err)
			return exitTrouble
		}
		return exitGood
	}
	var cli CLI
	exited := -1
	parser, err := newParser(&cli, process, func(code int) { exited = code; panic(exitNow{}) })
	if err != nil {
		app.tell(err)
		return exitTrouble
	}
	kctx, err := parse(parser, args)
	if exited >= 0 {
		return exited
	}
	if own, ok := errors.AsType[*exitError](err); ok {
		app.tell(own)
		return own.code
	}
	if asked, ok := errors.AsType[*usage.Error](err); ok {
		app.tell(asked)
		return exitUsage
	}
	if err != nil {
		if strings.HasPrefix(err.Error(), "expected \"<ref>") {
			err = errors.New("no example was named: a REF is an index, an ID, a docname or a path ('hub list' shows them)")
		}
		app.tell(err)
		fmt.Fprintln(app.Stderr, "Run 'hub --help' for the commands and flags.")
		return exitUsage
	}
	app.CLI = &cli
	if err := app.locate(); err != nil {
		app.tell(err)
		return exitCode(err)
	}
	kctx.BindTo(context.Background(), (*context.Context)(nil))
	err = kctx.Run(app)
	var own *exitError
	if err != nil && !(errors.As(err, &own) && own.err == nil) {
		app.tell(err)
	}
	return exitCode(err)
}

// newParser makes the parser of the grammar. exit is called after help or the
// version was printed; an *exitError says that it could not be.
func newParser(cli *CLI, process Process, exit func(code int)) (*kong.Kong, error) {
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
			"version": "hub " + version(),
			"filters": strings.Join(filterNames(), ", "),
			"formats": strings.Join(reporters.Names(), ", "),
			"schemas": strings.Join(schemaNames(), ", "),
			"systems": strings.Join(ci.Systems().Names(), ", "),

			"requirements": strings.Join(hub.Requirements(), ", "),
		},
	)...)
}

// exitNow leaves Kong's parser after it has printed help or the version.
type exitNow struct{}

func parse(parser *kong.Kong, args []string) (ctx *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exitNow); !ok {
				panic(r)
			}
		}
	}()
	return parser.Parse(args)
}

// tell prints an error for people: one problem a line, each with what it is about,
// secrets masked.
func (a *App) tell(err error) {
	for line := range strings.SplitSeq(strings.TrimRight(a.hidden(err.Error()), "\n"), "\n") {
		fmt.Fprintln(a.Stderr, "hub:", sanitize.Line(line))
	}
}

func filterNames() []string {
	var names []string
	for _, f := range selection.Filters() {
		names = append(names, f.Name)
	}
	return names
}

// locate finds the folder that hub acts in, and the one that the user names for
// the state. The working directory of the process stays what it is.
func (a *App) locate() (err error) {
	if a.Dir, err = a.Getwd(); err != nil && !filepath.IsAbs(a.CLI.Chdir) {
		return fmt.Errorf("finding the working directory: %w", err)
	}
	if a.CLI.Chdir != "" {
		a.Dir, err = under(a.Dir, a.CLI.Chdir)
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			err = at.Err // without the path, which is the user's
		}
		if err != nil {
			return usage.Errorf("-C %s: %w", a.CLI.Chdir, err)
		}
	}
	a.Temp = place.Under(a.Dir, a.Temp)
	a.State = a.getenv("HUB_STATE")
	if a.CLI.State != nil {
		if a.State = *a.CLI.State; a.State == "" {
			return usage.Errorf("--state: no folder is named; pass --state=DIR")
		}
	}
	if a.State != "" {
		a.State = place.Under(a.Dir, a.State)
	}
	return nil
}

// under returns the folder that chdir would lead to from dir. It has no symbolic
// links, unless it is dir.
func under(dir, path string) (string, error) {
	if !filepath.IsAbs(path) {
		path = dir + string(filepath.Separator) + path // not cleaned: link/.. is above what the link leads to
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", errors.New("not a folder")
	}
	if _, err := os.Stat(path + string(filepath.Separator) + "."); err != nil { // which needs the right to enter
		return "", err
	}
	if here, err := os.Stat(dir); err == nil && os.SameFile(here, info) {
		return dir, nil
	}
	return filepath.EvalSymlinks(path)
}
