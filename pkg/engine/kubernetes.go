package engine

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// kubernetes hands in Indexed Jobs, see manifest.go. The project's folder is on a volume
// that the Pods and this machine share: it carries the plan and the logs, of any size.
//
// Note: logs of Pods would need no volume, but kubelet rotates them at 10 MB, and
// ConfigMaps for the plan end at 1 MiB.
func kubernetes() Engine {
	return Engine{
		Name: "kubernetes", Title: "Kubernetes", Programs: []string{"kubectl"}, Shared: true,
		Most: func(context.Context, Exec) (int, error) { return most, nil }, // with backoffLimitPerIndex 100,000
		File: func(b *Batch) (string, string, error) {
			text, err := b.manifest()
			return ".json", text, err
		},
		HandIn: func(b *Batch, path string) []string { return b.kubectl("apply", "-f", path, "-o", "name") },
		Job: func(b *Batch, printed []byte) (string, error) {
			_, err := match(&kubernetesName, printed, "the name of a Job")
			return b.Name, err
		},
		Find: func(ctx context.Context, run Exec, b *Batch) (string, error) {
			out, err := run(ctx, b.kubectl("get", "job", b.Name, "--ignore-not-found", "-o", "name"))
			if err != nil || len(bytes.TrimSpace(out)) == 0 {
				return "", err
			}
			return b.Name, nil
		},
		States: kubernetesStates,
		Why:    func(context.Context, Exec, *Batch, string, int) string { return "" }, // States knows it as long as the Job is there
		Cancel: func(b *Batch, job string) []string {
			return b.kubectl("delete", "job", job, "--cascade=foreground", "--wait=false", "--ignore-not-found")
		},
	}
}

var kubernetesName = expression{text: `^job\.batch/[a-z0-9.-]+$`}

// kubectl is a command of the namespace and with the options of the configuration.
func (b *Batch) kubectl(args ...string) []string {
	argv := append([]string{"kubectl"}, b.Options.Args...)
	if b.Options.Pod.Namespace != "" {
		argv = append(argv, "--namespace="+b.Options.Pod.Namespace)
	}
	return append(argv, args...)
}

// kubernetesPods prints one line a Pod: index, phase, and reasons, with tabs between them.
const kubernetesPods = `jsonpath={range .items[*]}{.metadata.annotations.batch\.kubernetes\.io/job-completion-index}{"\t"}{.status.phase}{"\t"}{.status.reason}{"\t"}{.status.containerStatuses[*].state.waiting.reason}{"\t"}{.status.containerStatuses[*].state.terminated.reason}{"\n"}{end}`

func kubernetesStates(ctx context.Context, run Exec, b *Batch, job string) (map[int]State, error) {
	out, err := run(ctx, b.kubectl("get", "job", job, "--ignore-not-found", "-o", "json"))
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(out)) == 0 { // it was deleted
		return nil, nil
	}
	states, err := kubernetesJob(out, len(b.Tasks))
	if err != nil {
		return nil, err
	}
	if out, err = run(ctx, b.kubectl("get", "pods", "--selector=job-name="+job, "-o", kubernetesPods)); err != nil {
		return nil, err
	}
	return states, pods(out, states)
}

// kubernetesJob reads the status of a Job: what it does not list waits, unless the Job is
// at its end.
func kubernetesJob(text []byte, tasks int) (map[int]State, error) {
	var job struct {
		Kind   string `json:"kind"`
		Status struct {
			Completed  string `json:"completedIndexes"`
			Failed     string `json:"failedIndexes"`
			Conditions []struct {
				Type, Status, Reason, Message string
			} `json:"conditions"`
		} `json:"status"`
	}
	if err := json.Unmarshal(text, &job); err != nil || job.Kind != "Job" {
		return nil, errors.New("kubectl printed what is no Job")
	}
	states := make(map[int]State, tasks)
	rest := State{Phase: Waiting}
	for _, c := range job.Status.Conditions {
		if c.Status == "True" && (c.Type == "Failed" || c.Type == "Complete") {
			rest = State{Ended, sanitize.Message(strings.TrimSpace("the Job ended: " + c.Reason + " " + c.Message))}
		}
	}
	for i := range tasks {
		states[i+1] = rest
	}
	for list, why := range map[string]string{job.Status.Completed: "succeeded", job.Status.Failed: "failed"} {
		for group := range strings.SplitSeq(list, ",") { // such as 0-3,7
			if group == "" {
				continue
			}
			first, last, _ := strings.Cut(group, "-")
			from, err := strconv.Atoi(first)
			to, err2 := strconv.Atoi(cmp.Or(last, first))
			if err != nil || err2 != nil || from < 0 || to >= tasks {
				return nil, fmt.Errorf("kubectl printed indexes that hub does not understand: %s", sanitize.Message(group))
			}
			for i := from; i <= to; i++ {
				states[i+1] = State{Ended, why}
			}
		}
	}
	return states, nil
}

// pods adds what the Pods say of the tasks.
func pods(printed []byte, states map[int]State) error {
	for text := range strings.Lines(string(printed)) {
		if strings.TrimSpace(text) == "" {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(text, "\n"), "\t")
		if len(fields) != 5 {
			return fmt.Errorf("kubectl printed a line that hub does not understand: %s", sanitize.Message(text))
		}
		index, err := strconv.Atoi(fields[0])
		s, ours := states[index+1]
		if err != nil || !ours {
			continue // a Pod that is no longer the Job's
		}
		why := sanitize.Message(cmp.Or(fields[4], fields[2], fields[3]))
		switch {
		case s.Phase == Ended:
			s.Why = strings.TrimSuffix(s.Why+", "+why, ", ")
		case fields[1] == "Running":
			s = State{Phase: Running}
		default:
			s.Why = why
		}
		states[index+1] = s
	}
	return nil
}

// portable returns an error unless the batch means the same in a Pod, where the project
// is in another folder.
func (b *Batch) portable() error {
	for _, p := range append([]string{b.State}, b.Args...) {
		if _, value, ok := strings.Cut(p, "="); ok {
			p = value
		}
		if path.IsAbs(p) {
			return fmt.Errorf("%s is outside of the project's folder, which is all that Pods share with this machine", p)
		}
	}
	return nil
}
