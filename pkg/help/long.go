package help

import (
	"cmp"

	"github.com/alecthomas/kong"
)

// Long returns the long help of a command, named by its words, such as "config check";
// empty if it has none, or has it in the grammar.
func Long(command string) string {
	for _, long := range []func(string) string{longRun, longLook, longKeep, longSetup} {
		if text := long(command); text != "" {
			return text
		}
	}
	return ""
}

// Describe sets the long help of node and its commands where the grammar has none.
func Describe(node *kong.Node) {
	node.Detail = detail(node)
	for _, child := range node.Children {
		Describe(child)
	}
}

// detail returns the long help of a node.
func detail(n *kong.Node) string { return cmp.Or(n.Detail, Long(n.Path())) }

const (
	// ExitCodes is the help on exit codes of commands that run examples.
	ExitCodes = "Exit codes: 0 good; 1 some example failed; 2 usage or configuration; 3 hub could not do its job; 4 nothing to run; 130/143 interrupted."
	// Environ is their help on the environment of examples.
	Environ = "Each example gets HUB=1, HUB_RUN_ID, HUB_EXAMPLE_ID, HUB_ATTEMPT (1 for the first) and HUB_SCRATCH, an empty folder that is deleted when the attempt ends; " +
		"TMPDIR (on Windows TEMP and TMP) is the same folder. Variables that git and GitHub set for their own steps are removed; env: {clean: true} removes all but PATH, HOME and what is declared. "
	// SEL is the help on SELs of commands that run a selection.
	SEL = "Examples that a SEL names (by index, ID, docname or path) run even if they are marked skip; folders, ranges, globs, groups and tags leave out examples marked skip. A number alone is START: the catalog index to run from. "
)

// longRun returns the long help of the commands that run examples, or render runs.
func longRun(command string) string {
	switch command {
	case "run":
		return "An example named by index, ID, docname or path (id:TEXT is always an ID) runs even if it is marked skip; folders, ranges, globs, groups and tags leave out examples marked skip. Examples run one at a time in the order given; the output of one goes to stdout unchanged, of several with the example's name before each line; hub's own messages go to stderr. " + ExitCodes
	case "plan":
		return "Cuts a selection into parts that take about equally long, and writes them to a plan file. Any number of machines can then each run a part ('hub ci --plan=FILE --part=I') without finding the examples again, and 'hub merge --plan=FILE' proves that every part has run. " +
			"The plan decides for every part what is selected, and --timeout, --retries, --flaky, --require and --baseline. " +
			"Limits of hub.yaml hold over all parts together: each part gets a share. Durations are the recorded ones or those of --timings; unknown ones count as the median. " +
			"What only this machine lacks (a variable, a program) does not become a skip in the plan. -v lists the parts. " +
			"Exit codes: 0 the plan is written; 2 usage or configuration; 3 the plan could not be written; 4 no example is selected."
	case "submit":
		return "Cuts the selection into parts (as 'hub plan'), submits them as an array of jobs that each run 'hub ci --plan=FILE --part=I', follows them, merges their logs (as 'hub merge --plan=FILE') and writes the reports. " +
			"Only run logs decide, whatever the engine reports: a part is done when its log is sealed, and lost when its job has ended without a sealed log. Lost parts are submitted again. " +
			"The machines of the engine share the project's folder with this one, at the same path (Kubernetes: as submit.kubernetes says). Setups, services and exclusive examples hold within a part, limits of hub.yaml over all parts together; secrets reach the tasks by their environment only. " +
			"Ctrl-C cancels the jobs. A hub that was killed leaves them running: --resume=FILE follows them, and submits none twice. " +
			"Exit codes: those of the merged run, as for 'hub ci'; 3 also when parts are missing, or the engine refuses them."
	case "report":
		return "Writes the reports of reports.default unless --report is given. Exit codes: 0, whatever the run's verdict; 2 usage or configuration, no such run; 3 failed to read the run or write a report."
	}
	return ""
}
