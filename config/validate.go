package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// newer tells a file that was made for a later version of its format: what
// else seems wrong with it is noise then.
func (c *Config) newer() (Problem, bool) {
	if c.Version <= 1 {
		return Problem{}, false
	}
	return c.problem("version", "version %d was made for a newer hub; this one reads version 1", c.Version), true
}

func (c *Config) problem(path, format string, args ...any) Problem {
	return Problem{File: c.name, Position: c.place(path), Message: printable(fmt.Sprintf(format, args...))}
}

// validate finds what is wrong between the parts of a configuration; what is
// wrong with one value alone the walker found.
func (c *Config) validate() Problems {
	var out Problems
	add := func(path, format string, args ...any) {
		out = append(out, c.problem(path, "%s: %s", path, fmt.Sprintf(format, args...)))
	}
	if c.Version < 1 {
		add("version", "must be 1, not %d", c.Version)
	}
	for i, s := range c.Sources {
		at := "sources[" + strconv.Itoa(i) + "]"
		if s.Path == "" && !c.given(at+".path") {
			add(at, "has no path; name the folder of the examples")
		}
		c.checkRunner(at+".runner", s.Runner, add)
	}
	c.checkSteps("run", c.Run.Around, add)
	for i, g := range c.Groups {
		c.checkSteps("groups["+strconv.Itoa(i)+"]", g.Around, add)
	}
	first := map[string]int{}
	for i, g := range c.Groups {
		at := "groups[" + strconv.Itoa(i) + "]"
		if g.ID == "" && !c.given(at+".id") {
			add(at, "has no id")
		}
		if j, twice := first[g.ID]; twice && g.ID != "" {
			add(at+".id", "the group %q is there twice, first as groups[%d] in line %d", g.ID, j, c.place("groups["+strconv.Itoa(j)+"].id").Line)
		} else {
			first[g.ID] = i
		}
	}
	for _, name := range c.RunnerNames() {
		c.checkCommand("runners."+name, c.Runners[name], add)
	}
	limits := slices.Sorted(maps.Keys(c.Limits))
	for i, o := range c.Overrides {
		at := "overrides[" + strconv.Itoa(i) + "]"
		c.checkRunner(at+".runner", o.Settings.Runner, add)
		if limit := o.Settings.Limit; limit != "" && !slices.Contains(limits, limit) {
			add(at+".limit", "%q is not one of limits%s", limit, orKnown(limit, limits))
		}
	}
	return out
}

type adder func(path, format string, args ...any)

func (c *Config) given(path string) bool {
	_, ok := c.positions[path]
	return ok
}

func (c *Config) checkRunner(path, name string, add adder) {
	if _, ok := c.Runners[name]; name != "" && !ok {
		add(path, "there is no runner %q%s", name, orKnown(name, c.RunnerNames()))
	}
}

// checkCommand looks at a runner's templates. A command that names neither the
// entry file nor anything made of it would do the same for every example, and
// pass or fail all of them alike.
func (c *Config) checkCommand(at string, r Runner, add adder) {
	if len(r.Command) == 0 {
		if !c.given(at + ".command") {
			add(at, "has no command; write one like command: [program, \"{file}\"]")
		} else {
			add(at+".command", "must not be empty")
		}
		return
	}
	if r.Command[0] == "" {
		add(at+".command", "must begin with a program")
	}
	if !mentions(r.Command, "{file}", "{dir}", "{bin}") {
		add(at+".command", "names none of {file}, {dir} and {bin}, so it would do the same for every example")
	}
	switch {
	case mentions(r.Command, "{bin}") && len(r.Build) == 0:
		add(at+".command", "uses {bin}, and there is no build that makes it")
	case mentions(r.Command, "{bin}") && !mentions(r.Build, "{bin}"):
		add(at+".build", "does not name {bin}, which command uses")
	}
	if r.BuildsInPlace() && r.Builder.Name == "" {
		add(at+".build", "uses {builder}, and hub has none for this runner")
	}
	if mentions(r.Version, "{file}", "{dir}", "{bin}") {
		add(at+".version", "is run once, not for every example: it cannot use {file}, {dir} or {bin}")
	}
}

func mentions(argv []string, placeholders ...string) bool {
	for _, arg := range argv {
		for _, p := range placeholders {
			if strings.Contains(arg, p) {
				return true
			}
		}
	}
	return false
}

// orKnown suggests the nearest known name, or lists them.
func orKnown(name string, known []string) string {
	if hint := nearest.DidYouMean(name, known); hint != "" {
		return hint
	}
	if len(known) == 0 {
		return "; there are none"
	}
	return "; known: " + strings.Join(known, ", ")
}
