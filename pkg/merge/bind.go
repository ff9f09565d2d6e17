package merge

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// bind returns the logs of the pipeline to merge: the requested one, else the
// one in which the merge runs, else the only one, else the one that its CI
// system numbered last. Any doubt about that is a problem.
func (j *Joined) bind(parts []Part, o Options) []Part {
	of := map[string][]Part{}
	for _, p := range parts {
		of[p.run().Pipeline] = append(of[p.run().Pipeline], p)
	}
	named := slices.DeleteFunc(sortedKeys(of), func(id string) bool { return id == "" })
	nameless := of[""]
	want := ""
	switch {
	case o.Pipeline != "":
		want = o.Pipeline
		if len(of[want]) == 0 && len(parts) > 0 {
			j.problem("no log belongs to pipeline %s, given by --pipeline; the logs belong to %s", want, pipelines(named))
		}
		nameless = nil // not asked for
	case o.Here != "":
		want = o.Here
		switch {
		case len(parts) == 0 || len(of[want]) > 0:
		case len(named) > 0:
			j.problem("no log belongs to pipeline %s, in which this merge runs; the logs belong to %s: to merge them, pass --pipeline=ID", want, pipelines(named))
		default:
			j.problem("no log records a pipeline, but this merge runs in pipeline %s, so nothing shows that they belong to it; run each shard in it, or with --pipeline=ID, and merge with the same --pipeline=ID", want)
			return parts
		}
	case len(named) == 1:
		want = named[0]
	case len(named) > 1:
		var ok bool
		if want, ok = latest(named, o.Later); !ok {
			j.problem("the logs belong to %s, and nothing shows which to merge; pass --pipeline=ID", pipelines(named))
		}
	}
	if want != "" && len(nameless) > 0 {
		j.problem("%s records no pipeline, but other logs belong to pipeline %s, so nothing shows whether it belongs to them; run each shard in one pipeline, or with the same --pipeline=ID", nameless[0].Path, want)
	}
	for _, p := range parts {
		if p.run().Pipeline != want {
			j.Foreign = append(j.Foreign, p)
		}
	}
	return of[want]
}

// latest returns the pipeline that its CI system numbered last.
func latest(ids []string, later func(a, b string) (int, bool)) (string, bool) {
	last := ids[len(ids)-1]
	if later == nil {
		return last, false
	}
	for _, id := range ids {
		order, ok := later(last, id)
		if !ok {
			return last, false
		}
		if order > 0 {
			last = id
		}
	}
	return last, true
}

func pipelines(ids []string) string {
	if len(ids) == 0 {
		return "no pipeline"
	}
	if len(ids) == 1 {
		return "pipeline " + ids[0]
	}
	return "pipelines " + few(ids)
}

// pipelineText names the pipeline of a run for people.
func pipelineText(run *hub.Run) string {
	if run.Pipeline == "" {
		return "no pipeline"
	}
	return "pipeline " + run.Pipeline
}

// oneAxis returns the logs of the matrix cell to merge. It is a problem if no
// log belongs to the requested cell.
func (j *Joined) oneAxis(parts []Part, want string) ([]Part, error) {
	if want != "" {
		kept := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return p.run().Axis != want })
		if len(kept) == 0 && len(parts) > 0 {
			there := map[string]bool{}
			for _, p := range parts {
				there[fmt.Sprintf("%q", p.run().Axis)] = true
			}
			j.problem("no log belongs to axis %q, given by --axis; the logs belong to axis %s", want, few(sortedKeys(there)))
		}
		return kept, nil
	}
	for i := range parts {
		if a, b := &parts[0], &parts[i]; a.run().Axis != b.run().Axis {
			return nil, &MixedError{A: a.Path, B: b.Path,
				What:   fmt.Sprintf("one belongs to axis %q and the other to axis %q", a.run().Axis, b.run().Axis),
				Remedy: "merge each axis separately with --axis=TEXT; if they are the same, run each shard with the same --axis=TEXT"}
		}
	}
	return parts, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// encoded returns the encoding of a value, for comparisons.
func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil { // impossible for values read from JSON
		return fmt.Sprintf("%p", v)
	}
	return string(data)
}
