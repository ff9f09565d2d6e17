package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Remote hands in the batches of an [Engine].
type Remote struct {
	Engine Engine
	Exec   Exec
	// Write writes a file of that name in the folder for the output of tasks, and returns
	// its path for the engine's programs.
	Write func(name, text string) (path string, err error)
}

// Most returns the greatest number of tasks in a batch.
func (r *Remote) Most(ctx context.Context) (int, error) { return r.Engine.Most(ctx, r.Exec) }

// HandIn hands in a batch, and returns its job.
func (r *Remote) HandIn(ctx context.Context, b *Batch) (string, error) {
	suffix, text, err := r.Engine.File(b)
	if err != nil {
		return "", err
	}
	path, err := r.Write(b.Name+suffix, text)
	if err != nil {
		return "", err
	}
	printed, err := r.Exec(ctx, r.Engine.HandIn(b, path))
	if err != nil {
		return "", err
	}
	job, err := r.Engine.Job(b, printed)
	if err != nil {
		return "", fmt.Errorf("%s: %w", r.Engine.Programs[0], err)
	}
	return job, nil
}

// Find returns the job of a batch that may have been handed in; empty: it was not.
func (r *Remote) Find(ctx context.Context, b *Batch) (string, error) {
	return r.Engine.Find(ctx, r.Exec, b)
}

// States returns what became of the tasks of the batch.
func (r *Remote) States(ctx context.Context, b *Batch, job string) (map[int]State, error) {
	return r.Engine.States(ctx, r.Exec, b, job)
}

// Why says how a task ended, as far as the engine knows it.
func (r *Remote) Why(ctx context.Context, b *Batch, job string, task int) string {
	return r.Engine.Why(ctx, r.Exec, b, job, task)
}

// Cancel cancels the job of a batch. A job that has ended is no error.
func (r *Remote) Cancel(ctx context.Context, b *Batch, job string) error {
	_, err := r.Exec(ctx, r.Engine.Cancel(b, job))
	return err
}

// Kill does nothing: the tasks are no processes of this machine.
func (r *Remote) Kill() {}

// Show returns shell commands, to be pasted in the project's root, that hand in the batch.
func (r *Remote) Show(b *Batch) (string, error) {
	suffix, text, err := r.Engine.File(b)
	if err != nil {
		return "", err
	}
	path := b.Output + "/" + b.Name + suffix
	const end = "END_OF_FILE"
	if slices.Contains(strings.Split(text, "\n"), end) {
		return "", fmt.Errorf("the file of the batch contains the line %s", end)
	}
	return fmt.Sprintf("mkdir -p %s\ncat > %s <<'%s'\n%s%s\n%s\n", sanitize.ShellWord(b.Output), sanitize.ShellWord(path), end, text, end,
		sanitize.ShellCommand(r.Engine.HandIn(b, path))), nil
}
