package config

import (
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Parse reads the text of a hub.yaml, called name in messages, of the project
// in the folder root. It touches no file: sources that are not configured stay
// empty. Variables come from getenv; nil is an empty environment, and later
// calls of Override.Apply ask it again.
//
// The error is of type Problems and holds everything that is wrong.
func Parse(name string, data []byte, root string, getenv func(string) (string, bool)) (*Config, error) {
	c := defaults()
	c.name, c.Root, c.positions = name, root, map[string]Position{}
	n, p := document(data)
	if p != nil {
		p.File = name
		return nil, Problems{*p}
	}
	if n == nil || isNull(n) {
		return c, nil
	}
	w := &walker{file: name, everywhere: true, getenv: getenv, positions: c.positions}
	w.value(n, reflect.ValueOf(c).Elem(), "", field{})
	if p, ok := c.newer(); ok {
		return nil, Problems{p}
	}
	c.dropBuilds()
	c.boundBuilds()
	c.nameEntries()
	c.Warnings = w.warnings.inOrder()
	w.problems = append(w.problems, c.validate()...)
	if err := w.problems.sorted(); err != nil {
		return nil, err
	}
	for i, o := range overrideNodes(n) {
		if i < len(c.Overrides) {
			c.Overrides[i].apply = applier(o, walker{everywhere: true, getenv: getenv})
		}
	}
	return c, nil
}

// dropBuilds takes its build from a built-in runner to which the file gives
// another command that has no use for it.
func (c *Config) dropBuilds() {
	for name, r := range c.Runners {
		at := "runners." + name
		if c.given(at+".command") && !c.given(at+".build") && !mentions(r.Command, "{bin}") {
			r.Build, r.BuildTimeout = nil, 0
			c.Runners[name] = r
		}
	}
}

// boundBuilds gives the builds of added runners the limit that built-in ones
// have, unless the file says otherwise.
func (c *Config) boundBuilds() {
	for name, r := range c.Runners {
		if len(r.Build) > 0 && r.BuildTimeout == 0 && !c.given("runners."+name+".build-timeout") {
			r.BuildTimeout = buildTimeout
			c.Runners[name] = r
		}
	}
}

// nameEntries gives sources the default names of entry files.
func (c *Config) nameEntries() {
	for i := range c.Sources {
		if len(c.Sources[i].Entry) == 0 {
			c.Sources[i].Entry = DefaultEntry()
		}
	}
}

// overrideNodes are the entries of the overrides list.
func overrideNodes(root *yaml.Node) []*yaml.Node {
	var w walker
	root, _ = w.enter(root, "")
	for _, p := range w.pairs(root, "") {
		if list, _ := w.enter(p.value, ""); p.key.Value == "overrides" && list != nil {
			return list.Content
		}
	}
	return nil
}

// applier returns the function that lays the settings of a mapping over
// others. The mapping was decoded before, its problems are told.
func applier(n *yaml.Node, w walker) func(*hub.Settings) {
	return func(s *hub.Settings) {
		fresh := w
		fresh.foreign = true
		fresh.value(n, reflect.ValueOf(s).Elem(), "", field{})
	}
}

// At is the place of a key, given as a path like run.timeout or
// sources[0].path, as file:line:column. A key that is not in the file is placed
// at the nearest one above it that is; when there is none it is the file alone.
// Without a file it is empty.
func (c *Config) At(path string) string {
	p := c.place(path)
	if p.Line == 0 {
		return c.name
	}
	return c.name + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// place is the position of path, or of the nearest path above it.
func (c *Config) place(path string) Position {
	for path != "" {
		if p, ok := c.positions[path]; ok {
			return p
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return Position{}
}
