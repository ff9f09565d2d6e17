package help

import (
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// longKeep returns the long help of the commands that keep files in order.
func longKeep(command string) string {
	switch command {
	case "baseline":
		return "hub.baseline.yaml, beside hub.yaml, lists the known failures: ID, type and normalized message (without temporary paths, ports, dates and durations). Commit it. " +
			"A run does not fail for a known failure. It fails for a new one, and for one with another type or message. " +
			"Hub reports a known failure that is fixed; --baseline=strict makes it an error, so that the file only shrinks. " +
			"You may add until (a date, after which the failure fails the run), reason and owner to an entry."
	case "baseline update":
		return "Uses the newest result of each example, like 'hub errors', and runs nothing. Keeps until, reason and owner. Keeps the entry of an example that has no newer result, or a doubtful or flaky pass. " +
			"Leaves out failures that the example's own settings allow, and examples that could not run (no interpreter, invalid metadata). " +
			"Prints each change: + added, ~ changed, - fixed or gone. " +
			"Exit codes: 0, also when nothing changes; 2 usage or configuration, an invalid baseline, or a file that hub must not write; 3 the baseline cannot be written, or the status cannot be read." +
			render.FieldsHelp[query.BaselineRow]("Fields of --format=json (a list of the changes) and columns of csv")
	case "baseline show":
		return "Exit codes: 0, also without a baseline; 2 usage or configuration, or an invalid baseline; 3 the status cannot be read." +
			render.FieldsHelp[query.BaselineRow]("Fields of --format=json (a list) and columns of csv")
	case "clean":
		return "Without --older-than, --completed and --all, the clean policy of hub.yaml applies. It removes results older than clean.older-than, results of examples that no longer exist, run logs beyond the newest status.keep-runs, leftover temporary files, and copies of the status file beyond the newest five of each kind. " +
			"Ages are measured by the clock that recorded each result. A result that is dated in the future, or was recorded after one that is not old, is kept. " +
			"This form is for commit hooks: it never asks, and without --backup an error does not fail the commit; it is printed unless --silent is given. " +
			"Exit codes: 0; 2 with --older-than, --completed, --all or --backup: usage or configuration; 3 with these: hub could not do its job."
	case "exclude":
		return "Writes skip into the front matter of the example and leaves every other byte alone. A file without front matter gets it in a comment of its language, below the lines that must come first. The key goes into example.yaml if that is beside the file, or if the file cannot hold a comment. " +
			"An example that is already excluded stays as it is, unless another reason is given. " +
			"Files outside the project's root are left alone. " +
			"Exit codes: 0; 2 usage or configuration, no such example, or a place where hub does not write; 3 the mark cannot be written."
	case "ids":
		return "An ID that is derived from a path changes when the file is moved, and the example loses its history. This command writes the current ID of each example into its front matter, where it has none, so that the history follows the file. With --short it writes an ID of four hexadecimal digits, such as 7f3a. IDs that exist are never changed. Every other byte is left alone, as with 'hub exclude'. " +
			"Because the files change, earlier passes are stale until the next run. " +
			"Files outside the project's root are left alone, and so is a file that is several examples by links. " +
			"Exit codes: 0; 2 usage or configuration, or a place where hub does not write; 3 an ID cannot be written."
	}
	return ""
}
