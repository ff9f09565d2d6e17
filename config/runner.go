package config

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// Runner says how to run an entry file.
type Runner struct {
	Match   []string `yaml:"match" check:"glob" doc:"Globs of file names that this runner runs."`
	Command []string `yaml:"command" doc:"Command as a list. {file} is the entry file, {dir} its folder, {bin} the file that build makes, {args} the example's args (default: at the end)."`
	Build   []string `yaml:"build" doc:"Command that makes {bin}. It runs before the first attempt, outside its timeout, in the entry file's folder. {builder} is a program that hub ships for a built-in runner (java has one); a build that uses it runs in the example's working directory."`
	// BuildTimeout is the timeout of one build; 0 means none.
	BuildTimeout time.Duration `yaml:"build-timeout" doc:"Time limit of one build. Default: 10m; 0 means no limit."`
	Version      []string      `yaml:"version" doc:"Command that prints the runner's version; when the version changes, results are stale. Hub runs it only when it runs examples, and keeps its answer as long as the program is the same file."`
	Lines        `yaml:",inline"`
	// FailOnOutput holds the decoded value until it is added to FailOn.
	FailOnOutput hub.Patterns `yaml:"fail-on-output" check:"line" doc:"Another name for fail-on."`

	// Interpreters are the program names in a #! line that select this runner.
	Interpreters []string `yaml:"-"`
	// Builder is the value of {builder}; the zero value means none.
	Builder lang.Builder `yaml:"-"`
	// Silent says that programs of this runner often print nothing on success,
	// so that a pass without output is not doubtful.
	Silent bool `yaml:"-"`
}

// BuildsInPlace reports whether a build runs in the example's working
// directory, not in the entry file's folder. That is so for hub's own builders,
// because the interpreter would build there.
func (r Runner) BuildsInPlace() bool { return mentions(r.Build, "{builder}") }

// RunnerNames returns the names of all runners, built-in and configured,
// sorted.
func (c *Config) RunnerNames() []string { return slices.Sorted(maps.Keys(c.Runners)) }

// completeRunners adds fail-on-output to fail-on, removes the build of a built-in runner if the file sets a
// command that does not use it, and gives added builds the default timeout.
func (c *Config) completeRunners() {
	for name, r := range c.Runners {
		at := "runners." + name
		if c.positions.Given(at+".command") && !c.positions.Given(at+".build") && !mentions(r.Command, "{bin}") {
			r.Build, r.BuildTimeout = nil, 0
		}
		if len(r.Build) > 0 && r.BuildTimeout == 0 && !c.positions.Given(at+".build-timeout") {
			r.BuildTimeout = buildTimeout
		}
		if r.FailOnOutput != nil {
			if !c.positions.Given(at + ".fail-on") {
				c.positions[at+".fail-on"] = c.positions[at+".fail-on-output"]
			}
			delete(c.positions, at+".fail-on-output")
			r.FailOn, r.FailOnOutput = append(append(hub.Patterns{}, r.FailOn...), r.FailOnOutput...), nil
		}
		c.Runners[name] = r
	}
}

// checkRunner reports an unknown runner.
func (p *problems) checkRunner(path, name string) {
	if _, ok := p.c.Runners[name]; name != "" && !ok {
		p.add(path, "unknown runner %q%s", name, orKnown(name, p.c.RunnerNames()))
	}
}

// checkRunners checks the commands of the runners. A command that uses neither
// the entry file nor its build would do the same for every example, and pass or
// fail all of them.
func (c *Config) checkRunners(p *problems) {
	for _, name := range c.RunnerNames() {
		at, r := "runners."+name, c.Runners[name]
		if len(r.Command) == 0 {
			if !c.positions.Given(at + ".command") {
				p.add(at, "has no command; write one like command: [program, \"{file}\"]")
			} else {
				p.add(at+".command", "must not be empty")
			}
			continue
		}
		if r.Command[0] == "" {
			p.add(at+".command", "must begin with a program")
		}
		if !mentions(r.Command, "{file}", "{dir}", "{bin}") {
			p.add(at+".command", "uses none of {file}, {dir} and {bin}, so it would do the same for every example")
		}
		switch {
		case mentions(r.Command, "{bin}") && len(r.Build) == 0:
			p.add(at+".command", "uses {bin}, but there is no build that makes it")
		case mentions(r.Command, "{bin}") && !mentions(r.Build, "{bin}"):
			p.add(at+".build", "does not make {bin}, which command uses")
		}
		if r.BuildsInPlace() && r.Builder.Name == "" {
			p.add(at+".build", "uses {builder}, but hub has none for this runner")
		}
		if mentions(r.Version, "{file}", "{dir}", "{bin}") {
			p.add(at+".version", "runs once, not for every example, so it cannot use {file}, {dir} or {bin}")
		}
	}
}

func mentions(argv []string, placeholders ...string) bool {
	return slices.ContainsFunc(argv, func(arg string) bool {
		return slices.ContainsFunc(placeholders, func(p string) bool { return strings.Contains(arg, p) })
	})
}
