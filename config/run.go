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

// Run says how examples are run. Timeout, Retries, Workdir and Env apply to
// every example unless an override or its metadata changes them.
type Run struct {
	Workers     Workers           `yaml:"workers" doc:"Number of examples that run at the same time, or auto for the number of CPUs."`
	Timeout     time.Duration     `yaml:"timeout" default:"5m" doc:"Time limit of one attempt of an example; 0 means no limit."`
	Grace       time.Duration     `yaml:"grace" default:"5s" doc:"Time between SIGTERM and SIGKILL when hub stops a process."`
	Deadline    time.Duration     `yaml:"deadline" doc:"Time limit of the whole run; 0 means no limit."`
	SlowAfter   time.Duration     `yaml:"slow-after" default:"1m" doc:"Report an example that runs longer than this while it runs; 0 means never."`
	Retries     Retries           `yaml:"retries" default:"{backoff: exponential, delay: 1s, max-delay: 30s}" doc:"How to retry failed attempts; a number alone is max."`
	Flaky       Flaky             `yaml:"flaky" default:"pass" doc:"How to treat a pass after a failed attempt: pass (mark it as flaky) or fail (an error of type flaky)."`
	Leaks       hub.Leaks         `yaml:"leaks" default:"warn" doc:"How to treat a pass that leaves processes behind: warn, fail or ignore. Hub kills them in any case."`
	Require     []hub.Requirement `yaml:"require" check:"require" doc:"Skips that are errors of type required_skip: all, or kinds (skip, env, commands, os, files, self, breaker). KIND:TEXT limits a kind to reasons that contain the text."`
	Workdir     hub.Workdir       `yaml:"workdir" default:"root" doc:"Working directory: root, example or copy."`
	Doubtful    Doubtful          `yaml:"doubtful" default:"warn" doc:"How to treat a doubtful pass, such as one without output: warn, fail or ignore."`
	Env         hub.Env           `yaml:"env" check:"env" doc:"Environment variables to add for every example. clean: true passes only these, needs.env, PATH and HOME."`
	StopOnError bool              `yaml:"stop-on-error" doc:"Stop the run at the first failure."`
	Lines       `yaml:",inline"`
	Around      `yaml:",inline"`
	OutputCap   Size `yaml:"output-cap" default:"64KiB" doc:"How much of an example's output to keep, in bytes, KiB or MiB. Hub keeps the head and the tail of a longer output, as a terminal would have shown it; contains, matches, not-contains, not-matches, fail-on and skip-on search all of it."`
}

// Settings returns the settings in the run section, to which overrides and
// metadata are applied. The caller owns them.
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

// Flaky says how to treat a pass after a failed attempt.
type Flaky string

const (
	// FlakyPass marks and lists it.
	FlakyPass Flaky = "pass"
	// FlakyFail makes it an error of type flaky.
	FlakyFail Flaky = "fail"
)

// Doubtful says how to treat a doubtful pass.
type Doubtful string

const (
	// DoubtfulWarn marks and lists it.
	DoubtfulWarn Doubtful = "warn"
	// DoubtfulFail makes it an error of type doubtful.
	DoubtfulFail Doubtful = "fail"
	// DoubtfulIgnore does not detect it.
	DoubtfulIgnore Doubtful = "ignore"
)

// MaxWorkers is the maximum number of workers: each takes a thread, and the Go
// runtime ends a program with ten thousand.
const MaxWorkers = 4096

// Workers is a number of workers up to MaxWorkers; 0 means the number of CPUs
// (auto).
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
