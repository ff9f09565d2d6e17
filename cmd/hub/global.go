package main

// Global are the flags of every command.
type Global struct {
	Chdir   string  `short:"C" placeholder:"DIR" help:"Act as if started in DIR."`
	Config  string  `short:"c" placeholder:"FILE" help:"Configuration file. Default: hub.yaml in this folder or the nearest parent; without one, the folders examples/, cookbook/, samples/ and docs/examples/ are searched."`
	State   *string `placeholder:"DIR" help:"Keep status, run logs, reports, cache and lock in DIR instead of .hub. DIR is relative to the current folder (after -C) and is created when missing. Default: HUB_STATE. Overrides status.file and reports.dir; nothing is written beside hub.yaml."`
	Color   string  `enum:"auto,always,never" default:"auto" placeholder:"WHEN" help:"Use colour: auto, always or never (NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE are respected)."`
	NoPager bool    `help:"Do not use a pager. By default, a terminal shows long answers in HUB_PAGER, else PAGER, else less."`
	Quiet   bool    `short:"q" aliases:"silent" help:"Print only failures and the verdict; --silent is the same."`
	Verbose bool    `short:"v" help:"Print more detail, and after a run how long each phase of hub's own work took."`
}
