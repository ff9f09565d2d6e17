package engine

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"gopkg.in/yaml.v3"
)

// Pod is what the configuration says of Pods.
type Pod struct {
	Namespace string
	// Image has hub and what the examples need.
	Image string
	// Claim is the PersistentVolumeClaim with the project's folder, and Mount where Pods
	// have it. Workdir is the project's root in Pods; empty: Mount.
	Claim, Mount, Workdir string
	// Template is the text of a manifest of a Job, which takes the place of Image, Claim
	// and Mount; nil: none.
	Template []byte
}

// object is a JSON object.
type object = map[string]any

// manifest returns the Job of the batch: the template of the configuration, or a small
// one, and in it what makes an Indexed Job of the tasks. A task that failed is not started
// again, because hub decides that; one that lost its node is.
func (b *Batch) manifest() (string, error) {
	if err := b.portable(); err != nil {
		return "", err
	}
	job, err := b.Options.Pod.job()
	if err != nil {
		return "", err
	}
	job["apiVersion"], job["kind"] = "batch/v1", "Job"
	meta := below(job, "metadata")
	meta["name"] = b.Name
	delete(meta, "generateName")
	spec := below(job, "spec")
	spec["completionMode"], spec["completions"], spec["parallelism"] = "Indexed", len(b.Tasks), min(b.Slots, len(b.Tasks))
	spec["backoffLimitPerIndex"], spec["podReplacementPolicy"] = 0, "Failed"
	delete(spec, "backoffLimit")
	spec["podFailurePolicy"] = object{"rules": []any{object{"action": "Ignore", "onPodConditions": []any{object{"type": "DisruptionTarget", "status": "True"}}}}}
	if _, given := spec["ttlSecondsAfterFinished"]; !given {
		spec["ttlSecondsAfterFinished"] = 24 * 60 * 60
	}
	pod := below(below(spec, "template"), "spec")
	pod["restartPolicy"] = "Never"
	containers, _ := pod["containers"].([]any)
	if len(containers) == 0 {
		return "", fmt.Errorf("the template of the Job has no container")
	}
	first, ok := containers[0].(object)
	if !ok {
		return "", fmt.Errorf("the template of the Job has no container")
	}
	workdir := cmp.Or(b.Options.Pod.Workdir, b.Options.Pod.Mount, b.Root)
	first["command"] = []any{"/bin/sh", "-c", b.script(workdir, "(${JOB_COMPLETION_INDEX:?} + 1)", "${HOSTNAME}")}
	delete(first, "args")
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(job); err != nil {
		return "", fmt.Errorf("the template of the Job: %w", err)
	}
	return out.String(), nil
}

// job is the Job of the configuration.
func (p *Pod) job() (object, error) {
	if p.Template != nil {
		var job object
		if err := yaml.Unmarshal(p.Template, &job); err != nil {
			return nil, fmt.Errorf("the template of the Job: %w", err)
		}
		if kind, ok := job["kind"]; job == nil || ok && kind != "Job" {
			return nil, fmt.Errorf("the template is not a manifest of one Job")
		}
		return job, nil
	}
	container := object{"name": "hub", "image": p.Image}
	spec := object{"containers": []any{container}}
	if p.Claim != "" {
		container["volumeMounts"] = []any{object{"name": "project", "mountPath": p.Mount}}
		spec["volumes"] = []any{object{"name": "project", "persistentVolumeClaim": object{"claimName": p.Claim}}}
	}
	return object{"spec": object{"template": object{"spec": spec}}}, nil
}

// below returns the object at the key, and makes it if it is missing.
func below(o object, key string) object {
	if inner, ok := o[key].(object); ok {
		return inner
	}
	inner := object{}
	o[key] = inner
	return inner
}
