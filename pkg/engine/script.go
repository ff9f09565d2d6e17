package engine

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// script returns the shell script of a batch. index is the position of the task, as the
// engine's variable has it, and start a text that differs for each start of a task; both
// are expanded by the shell.
//
// Note: the list is set as the script's arguments, because that needs no file, no
// program and no limit but memory.
func (b *Batch) script(dir, index, start string) string {
	var out strings.Builder
	line := func(words ...string) {
		for _, w := range words {
			out.WriteString(w)
		}
		out.WriteByte('\n')
	}
	line("cd ", sanitize.ShellWord(dir), " || exit 3")
	line("set -- ", b.list())
	line("shift $((", index, " - 1))")
	line(`case $1 in *:*) name=$(printf %05d.%d "${1%:*}" "${1#*:}") ;; *) name=$(printf %05d "$1") ;; esac`)
	line("exec ", sanitize.ShellCommand(append([]string{b.Hub}, b.Args...)), ` --part="$1" --state=`, sanitize.ShellWord(b.State), `/"$name-`, start, `"`)
	return out.String()
}

// command is the command of one task, as the script has it.
func (b *Batch) command(t Task, start string) []string {
	argv := append([]string{b.Hub}, b.Args...)
	return append(argv, "--part="+t.String(), "--state="+b.folder(t, start))
}

// folder is the state folder of a start of the task.
func (b *Batch) folder(t Task, start string) string { return b.State + "/" + t.folder() + "-" + start }

// printed is the file for what the task at the position, from 1, prints; position is text
// for an engine that replaces it.
func (b *Batch) printed(position string) string {
	return b.Output + "/" + b.Name + "." + position + ".out"
}
