package help

import (
	"github.com/seed-00a9b34c/hub/pkg/completion"
	"github.com/seed-00a9b34c/hub/pkg/githook"
)

const hooksExit = "Exit codes: 0; 2 no git repository, no work tree, or a hook manager is in use; 3 no git, or something cannot be read or written."

// longHooks is the help of hooks, and of installing them.
func longHooks() string {
	return githook.Help + " " + hooksExit + "\n\nWhere a hook manager is in use, add hub to its configuration instead:\n" + githook.Stanzas()
}

// longSetup returns the long help of the commands that set up.
func longSetup(command string) string {
	switch command {
	case "init":
		return "Finds folders of examples by their names, and without any, folders of programs. Detects the layout of the examples and the commands that they need. " +
			"Copies sources and groups from the PHP tool's config/examples*.yml. Checks the configuration before it writes it. " +
			"Exit codes: 0; 2 hub.yaml exists (see --force) or is a link to outside its folder; 3 it cannot be written."
	case "config check":
		return "Reads hub.yaml and hub.baseline.yaml, finds the examples and validates their metadata (front matter and example.yaml). Every problem is reported as file:line:column. " +
			"A key that is almost a known one is a warning; other unknown keys belong to other tools. " +
			"Exit codes: 0, also with warnings; 2 a problem; 3 the answer cannot be written."
	case "hooks":
		return longHooks()
	case "hooks install":
		return longHooks()
	case "hooks uninstall":
		return "Hooks that hub did not write are left alone. " + hooksExit
	case "completion":
		return "Prints a script that completes commands, flags, their values, examples, groups, tags and runs. To install it:\n\n" + completion.Install() +
			"\nStart a new shell after that. For each completion, the script calls hub, which reads the project, but runs and writes nothing.\n\n" +
			"Exit codes: 0; 2 unknown shell, or a folder in which hub must not write; 3 the script cannot be written."
	case "schema":
		return "config is hub.yaml, baseline is hub.baseline.yaml, report is report.json, events is one line of a run log or of --events, status is the status file, plan is one line of a plan file. " +
			"All but config and baseline allow unknown fields: later versions add fields, and readers ignore what they do not know. " +
			"Exit codes: 0; 2 no such schema; 3 the schema cannot be written."
	case "help":
		return "'hub help COMMAND' prints what 'hub COMMAND --help' prints; 'hub help TOPIC' prints a page of the manual. Where a command and a topic have the same name, the help of the command comes first. " +
			"Exit codes: 0; 2 no such command or topic; 3 the help cannot be printed."
	case "version":
		return "With -v also prints the commit and the Go version that hub was built from, the platform, and how far hub can contain the processes of examples on this system. " +
			"Exit codes: 0; 3 the version cannot be written."
	}
	return ""
}
