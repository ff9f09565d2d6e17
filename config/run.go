package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Run says how examples are run. Timeout, Retries, Workdir and Env hold for
// every example unless an override or the example says otherwise.
type Run struct {
	Workers     Workers           `yaml:"workers" doc:"Examples that run at the same time: a number, or auto for the number of CPUs."`
	Timeout     time.Duration     `yaml:"timeout" default:"5m" doc:"Time limit of one attempt of one example; 0 means none."`
	Grace       time.Duration     `yaml:"grace" default:"5s" doc:"Time between the request to end (SIGTERM) and the end by force (SIGKILL)."`
	Deadline    time.Duration     `yaml:"deadline" doc:"Time limit of the whole run; 0 means none."`
	SlowAfter   time.Duration     `yaml:"slow-after" default:"1m" doc:"An example that runs longer is named while it runs; 0 means never."`
	Retries     Retries           `yaml:"retries" default:"{backoff: exponential, delay: 1s, max-delay: 30s}" doc:"How failed attempts are repeated; a number alone is max."`
	Flaky       Flaky             `yaml:"flaky" default:"pass" doc:"What a pass after a failed attempt means: pass (it is marked) or fail (it is an error of type flaky)."`
	Leaks       hub.Leaks         `yaml:"leaks" default:"warn" doc:"What a pass that leaves processes behind means, which are killed in any case: warn, fail or ignore."`
	Require     []hub.Requirement `yaml:"require" check:"require" doc:"Skips that are errors of type required_skip: all, or kinds (skip, env, commands, os, files, self, breaker), each also as KIND:TEXT for those whose reason contains the text."`
	Workdir     hub.Workdir       `yaml:"workdir" default:"root" doc:"Working directory: root, example or copy."`
	Doubtful    Doubtful          `yaml:"doubtful" default:"warn" doc:"What a pass that looks hollow means: warn, fail or ignore."`
	Env         hub.Env           `yaml:"env" check:"env" doc:"Environment variables added for every example. clean: true passes nothing else on but these, needs.env, and PATH and HOME."`
	StopOnError bool              `yaml:"stop-on-error" doc:"End the run when the first example fails."`
	Around      `yaml:",inline"`
	OutputCap   Size `yaml:"output-cap" default:"64KiB" doc:"How much of an example's output is kept; bytes, or with KiB or MiB. Of a longer output the head and the tail of what a terminal would have shown are kept; contains, matches and fail-on-output look at all of it."`
}

// Settings is the run section as what holds for every example, to lay
// overrides and metadata over. The caller owns it.
func (c *Config) Settings() hub.Settings {
	s := hub.Settings{
		Env:     hub.Env{Clean: c.Run.Env.Clean, Set: maps.Clone(c.Run.Env.Set)},
		Timeout: c.Run.Timeout,
		Retries: c.Run.Retries.Retries,
		Leaks:   c.Run.Leaks,
		Workdir: c.Run.Workdir,
	}
	s.Retries.Only = slices.Clone(s.Retries.Only)
	s.Retries.Except = slices.Clone(s.Retries.Except)
	return s
}

// Flaky says what a pass after a failed attempt means for the run.
type Flaky string

const (
	// FlakyPass marks and lists it.
	FlakyPass Flaky = "pass"
	// FlakyFail makes it an error of type flaky.
	FlakyFail Flaky = "fail"
)

// Doubtful says what a doubtful pass means for the run.
type Doubtful string

const (
	// DoubtfulWarn marks and lists it.
	DoubtfulWarn Doubtful = "warn"
	// DoubtfulFail makes it an error of type doubtful.
	DoubtfulFail Doubtful = "fail"
	// DoubtfulIgnore does not look for it.
	DoubtfulIgnore Doubtful = "ignore"
)

// MaxWorkers bounds how many examples may run at the same time: each takes a
// thread, of which the Go runtime ends a program that has ten thousand.
const MaxWorkers = 4096

// Workers is a number of workers up to MaxWorkers; 0 means as many as there are
// CPUs (auto).
type Workers int

func workersForm() yamlmap.Form {
	const auto, must = "auto", "auto or a whole number"
	return yamlmap.Scalar(must, func(n *yaml.Node) (Workers, error) {
		if n.Value == auto {
			return 0, nil
		}
		if n.ShortTag() != "!!int" {
			return 0, fmt.Errorf("must be %s, not %s", must, yamlmap.Describe(n))
		}
		i, err := yamlmap.ParseInt(n)
		if err == nil && (i < 1 || i > MaxWorkers) {
			err = fmt.Errorf("must be from 1 to %d, not %d; auto is the number of CPUs", MaxWorkers, i)
		}
		return Workers(i), err
	}, func(v Workers) *yaml.Node {
		if v == 0 {
			return yamlmap.Plain(auto)
		}
		return yamlmap.Plain(strconv.Itoa(int(v)))
	}, schema.Object{"anyOf": []schema.Object{{"const": auto}, {"type": "integer", "minimum": 1, "maximum": MaxWorkers}}})
}
