package changed

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// rules returns a function that says why the configuration, the baseline, or the setups touch an
// example.
func (c *concern) rules() (func(*hub.Example) string, error) {
	cfg := c.cfg
	nothing := func(*hub.Example) string { return "" }
	configured, err := c.configured()
	if err != nil {
		return nil, err
	}
	known, err := c.known()
	if err != nil {
		return nil, err
	}
	steps := c.steps(cfg.Run.Around)
	groups := map[string]string{}
	for _, g := range cfg.Groups {
		groups[g.ID] = c.steps(g.Around)
	}
	if configured == nil {
		configured = nothing
	}
	if known == nil {
		known = nothing
	}
	return func(e *hub.Example) string {
		for _, why := range []string{steps, groups[e.Group], configured(e), known(e)} {
			if why != "" {
				return why
			}
		}
		return ""
	}, nil
}

// unseen says that git does not know the configuration.
func (c *concern) unseen() []string {
	file := c.cfg.File
	if file == "" || !c.trails.of(file).outside && c.unknown(file) == "" {
		return nil
	}
	return []string{fmt.Sprintf("git does not know %s, so a change of it touches no example", filepath.Base(file))}
}

// always returns a function for a reason that holds for all examples.
func always(format string, args ...any) func(*hub.Example) string {
	why := fmt.Sprintf(format, args...)
	return func(*hub.Example) string { return why }
}

// steps returns why a file that a setup or teardown runs touches the examples.
func (c *concern) steps(a config.Around) string {
	for _, steps := range [][]config.Step{a.Setup, a.Teardown} {
		for _, step := range steps {
			for _, word := range step.Command {
				if word == "" || !filepath.IsLocal(filepath.FromSlash(word)) {
					continue
				}
				for _, place := range c.trails.of(filepath.Join(c.cfg.Root, filepath.FromSlash(word))).places {
					if at := c.changed.at(place); at != "" {
						return printable(at) + " changed, which a setup or teardown names"
					}
				}
			}
		}
	}
	return ""
}

// earlier returns the text of a file before the change; changed is false if it is the same, and ok
// if there was none, or git does not know.
func (c *concern) earlier(file string) (text []byte, changed, ok bool, err error) {
	for _, place := range c.trails.of(file).places {
		changed = changed || c.changed.at(place) != ""
	}
	if !changed || len(c.base.trees) != 1 {
		return nil, changed, false, nil
	}
	places := c.trails.of(file).places
	text, ok, err = c.git.text(c.base.trees[0], places[len(places)-1])
	return text, true, ok, err
}

// configured returns why a change of hub.yaml touches an example; nil if there is none.
func (c *concern) configured() (func(*hub.Example) string, error) {
	cfg := c.cfg
	file := cfg.File
	if file == "" {
		file = filepath.Join(cfg.Root, config.FileName)
	}
	text, changed, ok, err := c.earlier(file)
	name := printable(filepath.Base(file))
	switch {
	case err != nil || !changed:
		return nil, err
	case cfg.File == "":
		return always("%s was removed, which may touch every example", name), nil
	case len(c.base.trees) > 1:
		return always("%s changed, and there are several merge bases to compare it with", name), nil
	case !ok:
		return always("%s is new, which may touch every example", name), nil
	}
	old, err := cfg.Earlier(text)
	if err != nil {
		return always("%s changed, and its earlier text is not valid", name), nil
	}
	if !reflect.DeepEqual(shared(old), shared(cfg)) {
		return always("%s changed in what holds for every example", name), nil
	}
	before, err := examples(old)
	if err != nil {
		return always("%s changed, and its earlier sources cannot be read: %v", name, err), nil
	}
	now, err := examples(cfg)
	if err != nil {
		return nil, err
	}
	return func(e *hub.Example) string {
		a, was := before[e.File]
		b, is := now[e.File]
		switch {
		case !was || !is:
			return name + " changed, by which it is an example"
		case !reflect.DeepEqual(meaning(old, a), meaning(cfg, b)):
			return name + " changed in what it says of this example"
		}
		return ""
	}, nil
}

// shared returns what of the configuration holds for all examples, besides their settings.
func shared(cfg *config.Config) any {
	run := cfg.Run
	settings := []any{run.Grace, run.Flaky, run.Require, run.Doubtful, run.OutputCap, run.Around, run.Deadline, run.Env}
	return []any{settings, cfg.Secrets}
}

// meaning returns what the configuration says of an example.
func meaning(cfg *config.Config, e *hub.Example) any {
	own := *e
	own.Index, own.Title, own.GroupTitle, own.DocName, own.Name = 0, "", "", "", ""
	own.Order, own.Former, own.Tags = nil, nil, nil
	var around config.Around
	for _, g := range cfg.Groups {
		if g.ID == e.Group {
			around = g.Around
		}
	}
	return []any{own, cfg.Runners[e.Runner], cfg.Limits[e.Settings.Limit], around}
}

// examples returns the examples that a configuration finds in the tree as it is, by their files.
func examples(cfg *config.Config) (map[string]*hub.Example, error) {
	cat, err := catalog.Discover(cfg, nil)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*hub.Example, len(cat.Examples))
	for i := range cat.Examples {
		out[cat.Examples[i].File] = &cat.Examples[i]
	}
	return out, nil
}

// maxBaseline bounds the baseline, in bytes, as package baseline does.
const maxBaseline = 64 << 20

// known returns why a change of the baseline touches an example; nil if there is none.
func (c *concern) known() (func(*hub.Example) string, error) {
	file := filepath.Join(c.cfg.Root, baseline.FileName)
	text, changed, ok, err := c.earlier(file)
	if err != nil || !changed {
		return nil, err
	}
	unclear := always("%s changed, and cannot be compared", baseline.FileName)
	before, err := baseline.Parse(baseline.FileName, text)
	if err != nil || !ok && len(c.base.trees) > 1 {
		return unclear, nil
	}
	text, err = plainfile.Read(c.git.ctx, file, maxBaseline)
	switch {
	case want.Of(err):
		return nil, err
	case os.IsNotExist(err):
		text = nil
	case err != nil:
		return unclear, nil
	}
	now, err := baseline.Parse(baseline.FileName, text)
	if err != nil {
		return unclear, nil
	}
	was, is := map[string]baseline.Failure{}, map[string]baseline.Failure{}
	for _, f := range before {
		was[f.ID] = f
	}
	for _, f := range now {
		is[f.ID] = f
	}
	return func(e *hub.Example) string {
		ids := []string{e.ID, e.PathID}
		if e.Former != nil {
			ids = append(ids, e.Former.ID)
		}
		for _, id := range ids {
			if id != "" && was[id] != is[id] {
				return baseline.FileName + " changed in what it says of this example"
			}
		}
		return ""
	}, nil
}
