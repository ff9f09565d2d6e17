package engine

import (
	"context"
	"slices"
	"strings"
)

// Engine is one system that runs arrays of tasks.
type Engine struct {
	// Name is what users type, Title the name for people.
	Name, Title string
	// Programs are what hub starts, the first one to hand tasks in.
	Programs []string
	// Shared says that tasks run on other machines, which share the project's folder
	// with this one: what they wrote may be seen late.
	Shared bool
	// Most returns the greatest number of tasks in a batch.
	Most func(context.Context, Exec) (int, error)
	// File returns what HandIn hands in: the end of its name, and its text.
	File func(*Batch) (suffix, text string, err error)
	// HandIn returns the command that hands in the batch, whose file is at the path, and
	// Job reads from what that printed the ID by which the engine knows it.
	HandIn func(b *Batch, path string) []string
	Job    func(b *Batch, printed []byte) (string, error)
	// Find returns the job of a batch that may have been handed in; empty: it was not.
	Find func(context.Context, Exec, *Batch) (string, error)
	// States returns what became of the tasks of a job, by their positions in the batch,
	// from 1. A task that is not there has ended.
	States func(context.Context, Exec, *Batch, string) (map[int]State, error)
	// Why says how a task ended that States does not list any more; empty: unknown.
	Why func(ctx context.Context, run Exec, b *Batch, job string, task int) string
	// Cancel returns the command that cancels the job.
	Cancel func(b *Batch, job string) []string
}

// Exec runs a program and returns what it printed. The error of a program that failed is
// a [*Failure].
type Exec func(ctx context.Context, argv []string) ([]byte, error)

// Engines returns the engines that hub knows.
func Engines() []Engine { return []Engine{slurm(), sge(), kubernetes()} }

// Command is the name of the engine that runs tasks on this machine, see [Local].
const Command = "command"

// Names returns the names of all engines.
func Names() []string {
	var names []string
	for _, e := range Engines() {
		names = append(names, e.Name)
	}
	return append(names, Command)
}

// Named returns the engine of that name.
func Named(name string) (Engine, bool) {
	all := Engines()
	i := slices.IndexFunc(all, func(e Engine) bool { return e.Name == name })
	if i < 0 {
		return Engine{}, false
	}
	return all[i], true
}

// Batch is an array of tasks that is handed in at once.
type Batch struct {
	// Name is the name of no other batch: hub-PLANID-ROUND-NUMBER.
	Name  string
	Tasks []Task
	// Slots is how many tasks may run at a time.
	Slots int
	// Root is the folder in which hub is started, an absolute path of this machine.
	Root string
	// Hub is the program, and Args are its arguments but for --part and --state.
	Hub  string
	Args []string
	// State is the folder for the state folders of the tasks, and Output that for what
	// they print; both are relative to Root, or absolute.
	State, Output string
	// Options are those of the engine.
	Options Options
}

// Options are what the configuration says of an engine.
type Options struct {
	// Args are added to the command that hands in.
	Args []string
	// Run is the command of a task, for [Local]; empty: hub itself.
	Run []string
	Pod Pod
}

// Phase is how far a task is.
type Phase int

// The phases.
const (
	Waiting Phase = iota
	Running
	Ended
)

// State is what an engine says of a task.
type State struct {
	Phase Phase
	// Why is the engine's reason to let it wait, or how it ended; empty if unknown. It
	// is one line, and safe to print.
	Why string
}

// most bounds the tasks of a batch, whatever the engine allows: their list is in the job
// script, which engines keep in memory, and in a Pod is one argument of at most 128 KiB.
const most = 10_000

// list is the tasks of the batch, for the job script.
func (b *Batch) list() string {
	var out strings.Builder
	for i, t := range b.Tasks {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(t.String())
	}
	return out.String()
}
