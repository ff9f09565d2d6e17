package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// slurm hands in job arrays. See https://slurm.schedmd.com/sbatch.html, squeue.html (the
// state codes) and job_array.html: MaxArraySize bounds the greatest index, not the
// number, so that indexes begin at 1 in each array.
func slurm() Engine {
	return Engine{
		Name: "slurm", Title: "Slurm", Programs: []string{"sbatch", "squeue", "scancel", "scontrol"}, Shared: true,
		Most: slurmMost,
		File: func(b *Batch) (string, string, error) {
			return ".sh", "#!/bin/sh\n" + b.script(b.Root, "${SLURM_ARRAY_TASK_ID:?}", "${SLURM_JOB_ID}.${SLURM_RESTART_COUNT:-0}.$$"), nil
		},
		HandIn: func(b *Batch, path string) []string {
			argv := append([]string{"sbatch"}, b.Options.Args...) // the last of two wins
			return append(argv, "--parsable", "--job-name="+b.Name, fmt.Sprintf("--array=1-%d%%%d", len(b.Tasks), b.Slots), "--chdir="+b.Root,
				"--input=/dev/null", "--output="+slurmPath(b.printed("%a")), "--open-mode=append", path)
		},
		Job: func(_ *Batch, printed []byte) (string, error) {
			return match(&slurmJob, printed, "the ID of a job")
		},
		Find:   slurmFind,
		States: slurmStates,
		Why: func(ctx context.Context, run Exec, b *Batch, job string, task int) string {
			id, cluster := slurmID(job)
			out, err := run(ctx, append([]string{"sacct", "-n", "-X", "-P", "-j", id + "_" + strconv.Itoa(task), "-o", "State,NodeList"}, cluster...))
			state, node, _ := strings.Cut(strings.TrimSpace(string(out)), "|")
			if err != nil || strings.Contains(node, "\n") { // most often: no accounting
				return ""
			}
			return ended(state, node)
		},
		Cancel: func(_ *Batch, job string) []string {
			id, cluster := slurmID(job)
			return append(append([]string{"scancel"}, cluster...), id)
		},
	}
}

// slurmPath protects a path from sbatch, which replaces %x; the pattern %a at its end is
// meant.
func slurmPath(path string) string {
	head, tail := path[:strings.LastIndex(path, "/")], path[strings.LastIndex(path, "/"):]
	return strings.ReplaceAll(head, "%", "%%") + tail
}

var slurmJob = expression{text: `^[0-9]+(;[\w.-]+)?$`}

// slurmID splits the ID of a job that has its cluster's name after a semicolon.
func slurmID(job string) (id string, cluster []string) {
	id, name, ok := strings.Cut(job, ";")
	if ok {
		cluster = []string{"-M", name}
	}
	return id, cluster
}

func slurmMost(ctx context.Context, run Exec) (int, error) {
	out, err := run(ctx, []string{"scontrol", "show", "config"})
	if err != nil {
		return 0, err
	}
	found := slurmSize.get().FindSubmatch(out)
	if found == nil {
		return 0, errors.New("'scontrol show config' prints no MaxArraySize")
	}
	size, err := strconv.Atoi(string(found[1]))
	if err != nil || size < 2 {
		return 0, fmt.Errorf("this Slurm has no job arrays: its MaxArraySize is %s", found[1])
	}
	return min(size-1, most), nil
}

var slurmSize = expression{text: `(?m)^MaxArraySize\s*=\s*([0-9]+)\s*$`}

func slurmFind(ctx context.Context, run Exec, b *Batch) (string, error) {
	out, err := run(ctx, []string{"squeue", "-h", "-a", "-t", "all", "--name=" + b.Name, "-o", "%F"})
	if err != nil {
		return "", err
	}
	jobs := strings.Fields(string(out))
	if len(jobs) == 0 { // it may have ended; without accounting nobody knows
		if out, err = run(ctx, []string{"sacct", "-n", "-X", "-P", "--name=" + b.Name, "-S", "now-30days", "-o", "JobID"}); err != nil {
			return "", nil
		}
		jobs = strings.Fields(string(out))
	}
	if len(jobs) == 0 {
		return "", nil
	}
	id, _, _ := strings.Cut(jobs[0], "_")
	return match(&slurmJob, []byte(id), "the ID of a job")
}

// slurmLine is a line of squeue: job, state, nodes, and a reason, which is any text.
var slurmLine = expression{text: `^[0-9]+_([0-9]+)\|([A-Z_]+)\|([^|]*)\|(.*)$`}

func slurmStates(ctx context.Context, run Exec, b *Batch, job string) (map[int]State, error) {
	id, cluster := slurmID(job)
	out, err := run(ctx, append([]string{"squeue", "-h", "-a", "-r", "-t", "all", "-j", id, "-o", "%i|%T|%N|%r"}, cluster...))
	if failed, ok := errors.AsType[*Failure](err); ok && strings.Contains(failed.Printed, "Invalid job id") {
		return nil, nil // the controller has forgotten it
	}
	if err != nil {
		return nil, err
	}
	states := map[int]State{}
	for text := range strings.Lines(string(out)) {
		if text = strings.TrimSpace(text); text == "" || len(cluster) > 0 && strings.HasPrefix(text, "CLUSTER:") {
			continue
		}
		found := slurmLine.get().FindStringSubmatch(text)
		if found == nil {
			return nil, fmt.Errorf("squeue printed a line that hub does not understand: %s", sanitize.Message(text))
		}
		task, err := strconv.Atoi(found[1])
		if err != nil || task < 1 || task > len(b.Tasks) {
			return nil, fmt.Errorf("squeue printed a task that was not handed in: %s", sanitize.Message(text))
		}
		states[task] = slurmState(found[2], found[3], found[4])
	}
	return states, nil
}

// slurmState reads a state code. One that hub does not know is one of a task that still
// is in the queue: else it would run twice.
func slurmState(code, node, reason string) State {
	if reason == "None" { // which is Slurm's word for no reason
		reason = ""
	}
	switch code {
	case "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT":
		return State{Ended, ended(code, node)}
	case "RUNNING", "COMPLETING", "STOPPED", "SUSPENDED", "SIGNALING", "STAGE_OUT", "RESIZING":
		return State{Phase: Running}
	case "PENDING", "CONFIGURING", "REQUEUED":
		return State{Waiting, sanitize.Message(reason)}
	}
	return State{Waiting, sanitize.Message(strings.TrimSpace(code + " " + reason))}
}
