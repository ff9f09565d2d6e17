package main

// Global are the flags of every command.
type Global struct {
	Chdir   string  `short:"C" placeholder:"DIR" help:"Act as if started in DIR."`
	Config  string  `short:"c" placeholder:"FILE" help:"Configuration; default: hub.yaml here or in the nearest parent folder, else examples/, cookbook/, samples/, docs/examples/."`
	State   *string `placeholder:"DIR" help:"Keep the state in DIR instead of .hub: status, run logs, reports, cache, lock; relative to the current folder (after -C), made when missing. Default: HUB_STATE. It overrides status.file and reports.dir, and nothing is written beside hub.yaml."`
	Color   string  `enum:"auto,always,never" default:"auto" help:"Colour: auto, always or never (NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE are respected)."`
	Quiet   bool    `short:"q" aliases:"silent" help:"Only failures and the verdict."`
	Verbose bool    `short:"v" help:"More detail."`
}

// exitHelp is what the help of the commands that run examples says about them.
const exitHelp = "Exit codes: 0 good, 1 some example failed, 2 usage or configuration, 3 hub could not do its job, 4 nothing to run, 130/143 interrupted."

// environHelp is what that help says about the environment of examples.
const environHelp = "Examples find in their environment HUB=1, HUB_RUN_ID, HUB_EXAMPLE_ID, HUB_ATTEMPT (1 for the first) and HUB_SCRATCH, an empty folder of their own that is removed when the attempt ends; " +
	"TMPDIR (on Windows TEMP and TMP) names it too. The variables by which git and GitHub talk to their own steps are kept from them; env: {clean: true} keeps back all but what is declared, PATH and HOME. "
