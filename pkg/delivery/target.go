package delivery

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// Target is one report and its destination.
type Target struct {
	reporters.Reporter
	// Path is absolute, or [place.Stdout]. Claim is who chose it.
	Path  string
	Claim place.Claim
	// Where is the flag, or the position of the key, that Path comes from.
	Where string
	// Note is the reporter's message for people, set when the report is written.
	Note string
}

// hasReader reports whether the report is read while it is written: stdout, a pipe or
// a device. Only a destination from the command line can have a reader; in place of a
// configured file, an example may have put the pipe.
func (t *Target) hasReader() bool {
	return t.Path == place.Stdout || t.Claim == place.Named && place.HasReader(t.Path)
}

// Choose returns the reports of the flag --report, each FORMAT or FORMAT:PATH with
// paths relative to dir. Without any it returns those of reports.default, if
// byDefault is set. Errors are those of a usage error: an unknown format, an empty
// path, two reports for one destination.
func Choose(p *project.Project, flag []string, dir string, byDefault bool) ([]Target, error) {
	if len(flag) == 0 && byDefault {
		return configured(p, dir)
	}
	var out []Target
	for _, spec := range flag {
		t, path, err := parse(spec, "--report", "--report")
		if err != nil {
			return nil, err
		}
		switch {
		case path == "":
			t.inReportsDir(p)
		case path != place.Stdout:
			t.Path = place.Under(dir, path)
		}
		out = append(out, t)
	}
	return out, Distinct(out, "", "")
}

// configured returns the reports of reports.default. A path among them is relative
// to dir, or lies in the state folder where the user has named one.
func configured(p *project.Project, dir string) ([]Target, error) {
	const key = "reports.default"
	var out []Target
	for i, spec := range p.Config.Reports.Default {
		item := fmt.Sprintf("%s[%d]", key, i)
		where := key
		if at := p.Config.At(item); at != "" {
			where = at + ": " + key
		}
		t, path, err := parse(spec, key, where)
		switch {
		case err != nil:
			return nil, err
		case path == "":
			t.inReportsDir(p)
		case path == place.Stdout:
		case p.State != "":
			t.Path = filepath.Join(p.ReportsDir(), filepath.Base(filepath.FromSlash(path)))
		default:
			t.Path, t.Claim, t.Where = place.Under(dir, path), place.Configured, position(p.Config, item)
		}
		out = append(out, t)
	}
	return out, Distinct(out, "", "")
}

// parse reads one FORMAT[:PATH]. where names the place of an unknown format.
func parse(spec, key, where string) (t Target, path string, err error) {
	name, path, given := strings.Cut(spec, ":")
	r, ok := reporters.Find(name)
	if !ok {
		return t, "", usage.Errorf("%s: %w", where, &usage.Unknown{What: "report format", Value: name, Known: reporters.Names()})
	}
	if given && path == "" {
		return t, "", usage.Errorf("%s=%s: the path is empty", key, spec)
	}
	return Target{Reporter: r, Path: path, Claim: place.Named, Where: key}, path, nil
}

// inReportsDir lets the report go into the folder for reports without a path.
func (t *Target) inReportsDir(p *project.Project) {
	t.Path, t.Claim, t.Where = filepath.Join(p.ReportsDir(), t.File), p.Claim(), position(p.Config, "reports.dir")
}

// position is a key of the configuration with its position in the file.
func position(cfg *config.Config, key string) string {
	if at := cfg.At(key); at != "" {
		return at + ": " + key
	}
	return key
}

// Distinct checks that no two outputs of a command have one destination. stdout
// names what else goes to stdout; empty: nothing.
func Distinct(reports []Target, events, stdout string) error {
	taken := map[string]string{}
	if stdout != "" {
		taken[place.Stdout] = stdout
	}
	if other, ok := taken[events]; ok {
		return usage.Errorf("--events and %s cannot both go to %s", other, shown(events))
	}
	if events != "" {
		taken[events] = "--events"
	}
	for _, t := range reports {
		if other, ok := taken[t.Path]; ok {
			return usage.Errorf("the %s report and %s cannot both go to %s", t.Name, other, shown(t.Path))
		}
		taken[t.Path] = "the " + t.Name + " report"
	}
	return nil
}

func shown(path string) string {
	if path == place.Stdout {
		return "stdout"
	}
	return path
}

// ToStdout reports whether the events or one of the reports go to stdout.
func ToStdout(reports []Target, events string) bool {
	return events == place.Stdout || slices.ContainsFunc(reports, func(t Target) bool { return t.Path == place.Stdout })
}

// Notes returns the lines for people about reports that were written: what their
// reporters noted, and where the files are, relative to dir where they lie below.
func Notes(written []Target, dir string) []string {
	var out []string
	for _, t := range written {
		if t.Note != "" {
			out = append(out, fmt.Sprintf("note: the %s report: %s", t.Name, t.Note))
		}
		if t.Path == place.Stdout {
			continue
		}
		path := t.Path
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
		out = append(out, fmt.Sprintf("%s report: %s", t.Name, path))
	}
	return out
}
