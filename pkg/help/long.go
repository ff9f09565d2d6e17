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
	case "all":
		return SEL + Environ + ExitCodes
	case "ci":
		return SEL + "Like 'hub all', with plain output and the reports of reports.default (--report overrides them). An empty selection is an error, except with a filter for remaining work, such as errors or pending, that finds none left. " +
			"With --plan it runs a part of a plan file, with a state of its own in .hub/parts (or --state=DIR), so any number of parts share a checkout. If the commit, hub.yaml, a policy or a file is not the plan's, that is a usage error that names it, and nothing is run. An empty part is good. " + ExitCodes
	case "merge":
		return "The merged run is good when every shard of the plan has a sealed log and no log records a failure. All logs must belong to one pipeline, one matrix cell (--axis) and one plan; the plan's digest is recomputed from each log. " +
			"Of several attempts at a shard the latest counts, by the CI system's number or --attempt=N of 'hub ci', and a pass after a failed attempt is flaky; without numbers the worst counts. " +
			"A path that does not exist, and an absent, empty, damaged or unsealed log, is a missing shard. " +
			"The merged run gets a log of its own, which 'hub report --from=latest' renders; merging the same logs again changes nothing. " +
			"With --plan=FILE the plan file decides instead: the merged run is good when each example of the plan has a result in a sealed log of this plan (or in the log of a queue's worker, if a sealed log names the hash of its line) and no result that counts is a failure. Other logs prove nothing; a failure in one of them makes a pass flaky. Parts without all their results are listed with the command that runs them again. --parts=A-B joins some parts into one sealed log, which a later merge takes as proof of them: a tree of merges. " +
			"Writes the reports of reports.default unless --report is given. " +
			"Exit codes: those of the merged run, as for 'hub ci'; 2 also for logs of different plans or cells, and for a log recorded without --shard; 3 also when a shard or part is missing or was killed, when the logs do not show that they belong together, or when a shard had a problem outside its examples, such as a failed teardown or report."
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
