package engine

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// sge hands in array jobs of Grid Engine (SGE, Univa, Open Cluster Scheduler). See its
// manual pages submit(1), qstat(1), sge_conf(5) for max_aj_tasks and accounting(5).
func sge() Engine {
	return Engine{
		Name: "sge", Title: "Grid Engine", Programs: []string{"qsub", "qstat", "qdel", "qconf"}, Shared: true,
		Most: sgeMost,
		File: func(b *Batch) (string, string, error) {
			return ".sh", "#!/bin/sh\n" + b.script(b.Root, "${SGE_TASK_ID:?}", "${JOB_ID}.${SGE_TASK_ID}.$$"), nil
		},
		HandIn: func(b *Batch, path string) []string {
			argv := append([]string{"qsub"}, b.Options.Args...)
			return append(argv, "-terse", "-r", "y", "-N", b.Name, "-t", fmt.Sprintf("1-%d", len(b.Tasks)), "-tc", strconv.Itoa(b.Slots), "-wd", b.Root,
				"-S", "/bin/sh", "-j", "y", "-o", b.printed("$TASK_ID"), path)
		},
		Job: func(_ *Batch, printed []byte) (string, error) {
			text, err := match(&sgeJob, printed, "the ID of an array job")
			id, _, _ := strings.Cut(text, ".")
			return id, err
		},
		Find: func(ctx context.Context, run Exec, b *Batch) (string, error) {
			list, err := sgeList(ctx, run)
			if err != nil {
				return "", err
			}
			for _, j := range list {
				if j.Name == b.Name {
					return match(&sgeJob, []byte(j.Number), "the ID of a job")
				}
			}
			out, err := run(ctx, []string{"qacct", "-j", b.Name})
			if found := sgeNumber.get().FindSubmatch(out); err == nil && found != nil {
				return string(found[1]), nil
			}
			return "", nil // qacct fails for a job without a finished task
		},
		States: sgeStates,
		Why: func(ctx context.Context, run Exec, b *Batch, job string, task int) string {
			out, err := run(ctx, []string{"qacct", "-j", job, "-t", strconv.Itoa(task)})
			if err != nil {
				return ""
			}
			var why, host string
			for text := range strings.Lines(string(out)) { // the last block is that of the last start
				key, value, _ := strings.Cut(strings.TrimSpace(text), " ")
				switch value = strings.TrimSpace(value); key {
				case "hostname":
					host = value
				case "failed":
					if why = ""; value != "0" {
						why = "failed " + value
					}
				case "exit_status":
					if why == "" {
						why = "exit status " + value
					}
				}
			}
			return ended(why, host)
		},
		Cancel: func(_ *Batch, job string) []string { return []string{"qdel", job} },
	}
}

var (
	sgeJob    = expression{text: `^[0-9]+(\.[0-9]+-[0-9]+:[0-9]+)?$`}
	sgeSize   = expression{text: `(?m)^max_aj_tasks\s+([0-9]+)\s*$`}
	sgeNumber = expression{text: `(?m)^jobnumber\s+([0-9]+)\s*$`}
	sgeTasks  = expression{text: `^([0-9]+)(?:-([0-9]+):([0-9]+))?$`}
)

func sgeMost(ctx context.Context, run Exec) (int, error) {
	out, err := run(ctx, []string{"qconf", "-sconf"})
	if err != nil {
		return 0, err
	}
	found := sgeSize.get().FindSubmatch(out)
	if found == nil {
		return most, nil // an old one without the limit
	}
	size, err := strconv.Atoi(string(found[1]))
	if err != nil || size == 0 { // 0: no limit
		return most, nil
	}
	return min(size, most), nil
}

// sgeEntry is one line of qstat: a running task, or waiting ones of one job.
type sgeEntry struct {
	Number string `xml:"JB_job_number"`
	Name   string `xml:"JB_name"`
	State  string `xml:"state"` // the element; an attribute of the same name says less
	Tasks  string `xml:"tasks"`
	Queue  string `xml:"queue_name"`
}

func sgeList(ctx context.Context, run Exec) ([]sgeEntry, error) {
	out, err := run(ctx, []string{"qstat", "-xml"})
	if err != nil {
		return nil, err
	}
	var doc struct {
		XMLName xml.Name   `xml:"job_info"`
		Running []sgeEntry `xml:"queue_info>job_list"`
		Waiting []sgeEntry `xml:"job_info>job_list"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		return nil, fmt.Errorf("qstat printed what hub does not understand: %s", sanitize.Message(err.Error()))
	}
	return append(doc.Running, doc.Waiting...), nil
}

func sgeStates(ctx context.Context, run Exec, b *Batch, job string) (map[int]State, error) {
	list, err := sgeList(ctx, run)
	if err != nil {
		return nil, err
	}
	states := map[int]State{}
	for _, e := range list {
		if e.Number != job {
			continue
		}
		for group := range strings.SplitSeq(e.Tasks, ",") { // such as 7,9-12:1
			if err := sgeRange(states, strings.TrimSpace(group), len(b.Tasks), sgeState(e.State)); err != nil {
				return nil, err
			}
		}
	}
	return states, nil
}

func sgeRange(states map[int]State, group string, tasks int, s State) error {
	found := sgeTasks.get().FindStringSubmatch(group)
	if found == nil {
		return fmt.Errorf("qstat printed tasks that hub does not understand: %s", sanitize.Message(group))
	}
	numbers := [3]int{0, 0, 1}
	for i, text := range found[1:] {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	first, last, step := numbers[0], max(numbers[0], numbers[1]), numbers[2]
	if first < 1 || last > tasks || step < 1 {
		return errors.New("qstat printed tasks that were not handed in: " + sanitize.Message(group))
	}
	for i := first; i <= last; i += step {
		states[i] = s
	}
	return nil
}

// sgeState reads the letters of qstat(1): r, t and R for what runs, s, S and T for what
// is suspended, E for an error that an operator has to clear.
func sgeState(letters string) State {
	if strings.ContainsAny(letters, "rtsST") && !strings.Contains(letters, "w") {
		return State{Phase: Running}
	}
	if letters == "qw" {
		return State{Phase: Waiting}
	}
	return State{Waiting, sanitize.Message(letters)}
}
