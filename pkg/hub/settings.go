package hub

import "time"

// Settings says how one example is run, resolved from the configuration's run
// section, its overrides and the example's metadata, in that order; later ones
// win. The yaml tags are the keys in all three places, the doc tags the
// descriptions in the published JSON Schema, and the check, expand and unset
// tags rules of package yamlmap.
type Settings struct {
	Runner       string        `yaml:"runner" doc:"Runner of the example. Default: chosen by the #! line, then by the file name."`
	Args         []string      `yaml:"args" expand:"always" doc:"Arguments appended to the runner's command."`
	Env          Env           `yaml:"env" check:"env" expand:"always" doc:"Environment variables to add for the example. ${VAR} and ${VAR:-default} are expanded from hub's own environment. clean: true passes only these, needs.env, PATH and HOME."`
	Stdin        *string       `yaml:"stdin" check:"raw" doc:"Text for standard input. Default: the null device."`
	Timeout      time.Duration `yaml:"timeout" doc:"Time limit of one attempt; 0 means no limit."`
	Retries      Retries       `yaml:"retries" doc:"How to retry failed attempts; a number alone is max."`
	Leaks        Leaks         `yaml:"leaks" doc:"How to treat a pass that leaves processes behind: warn, fail or ignore. Hub kills them in any case."`
	Needs        Needs         `yaml:"needs" unset:"env" doc:"What the example requires. If anything is missing, the example is skipped."`
	Expect       Expect        `yaml:"expect" doc:"What a pass must look like. Default: exit code 0."`
	FailOn       Patterns      `yaml:"fail-on" check:"line" doc:"Regular expressions (RE2). If a line of the output matches one, the example fails even with the exit code of a pass. The list replaces those of the group, of the runner and of run; [] means none."`
	SkipOn       Patterns      `yaml:"skip-on" check:"line" doc:"Regular expressions (RE2). If a line of the output matches one, and the exit code is that of a pass, the example is skipped; the first group is the reason. fail-on wins. The list replaces those of the group, of the runner and of run; [] means none."`
	AllowFailure AllowFailure  `yaml:"allow-failure" doc:"Run and report the example, but do not fail the run when it fails: true, or a mapping with until, reason and owner."`
	Group        string        `yaml:"group" doc:"Group of the example. Default: from its source."`
	Limit        string        `yaml:"limit" doc:"Name of the entry in limits that applies to the example."`
	Exclusive    bool          `yaml:"exclusive" doc:"Run the example alone, with no other example at the same time."`
	Inputs       []string      `yaml:"inputs" check:"glob" doc:"Globs of other files that the result depends on, relative to the example's folder."`
	Workdir      Workdir       `yaml:"workdir" doc:"Working directory: root (the project's root), example (the entry file's folder) or copy (a temporary copy of that folder)."`
	Skip         Skip          `yaml:"skip" doc:"Do not run the example: true, or a reason."`
}

// Env holds the environment of an example besides hub's own. In YAML it is one
// mapping of names, in which clean sets Clean if its value is a boolean, and a
// variable of that name if it is a string.
type Env struct {
	// Clean withholds hub's own environment from the example, except for what
	// Set and needs.env name and what every program needs to be found and
	// started.
	Clean bool
	// Set are the variables by name.
	Set map[string]string
}

// Skip is the reason why an example is not run; empty means that it is run. In
// YAML it is a reason, true (which reads as "marked skip: true"), or false
// (which cancels an earlier reason). A text that only means false ("false",
// "no", "off", or empty) cancels it, too.
type Skip string

// SkipUnexplained is the reason of a bare skip: true.
const SkipUnexplained Skip = "marked skip: true"

// Workdir says where an example's process starts.
type Workdir string

const (
	// WorkdirRoot starts the process in the project's root.
	WorkdirRoot Workdir = "root"
	// WorkdirExample starts it in the entry file's folder.
	WorkdirExample Workdir = "example"
	// WorkdirCopy starts it in a throw-away copy of the entry file's folder.
	WorkdirCopy Workdir = "copy"
)

// Backoff says how the delay between attempts grows.
type Backoff string

const (
	// BackoffConstant waits the same delay before every retry.
	BackoffConstant Backoff = "constant"
	// BackoffExponential doubles the delay with every retry, up to MaxDelay.
	BackoffExponential Backoff = "exponential"
)

// Retries says how often and when a failed attempt is repeated.
type Retries struct {
	Max      int           `yaml:"max" check:"min0" doc:"Maximum number of retries after the first attempt; 0 means none."`
	Backoff  Backoff       `yaml:"backoff" doc:"How the delay grows: constant or exponential."`
	Delay    time.Duration `yaml:"delay" doc:"Delay before the first retry."`
	MaxDelay time.Duration `yaml:"max-delay" doc:"Maximum delay; 0 means no limit."`
	Jitter   float64       `yaml:"jitter" check:"share" doc:"Fraction, from 0 to 1, by which a delay may be shortened, so that examples that failed together do not retry together. It depends only on the example's ID and the attempt, so that a run can be repeated."`
	Only     []ErrorType   `yaml:"only" doc:"Error types to retry; empty means all."`
	Except   []ErrorType   `yaml:"except" doc:"Error types never to retry."`
}

// Needs lists what an example requires.
type Needs struct {
	Env      []string `yaml:"env" check:"env" doc:"Environment variables that must be set and not empty."`
	Commands []string `yaml:"commands" check:"program" doc:"Programs that must be on PATH, or paths from the project's root, with optional version bounds: php, php>=8.3, node>=18,<23. Operators: >=, >, <=, <, = (8.3 also means 8.3.7) and !=. Hub asks a program for its version once per run."`
	OS       []string `yaml:"os" check:"os" doc:"Operating systems that the example supports, by Go's names (linux, darwin, windows)."`
	Files    []string `yaml:"files" check:"name" doc:"Files that must exist, relative to the project's root."`
}

// AllowFailure allows an example to fail without failing the run.
type AllowFailure struct {
	Allowed bool   `yaml:"-" json:"-"`
	Until   Date   `yaml:"until" json:"until,omitempty" doc:"Last day on which the failure is allowed, as YYYY-MM-DD. After that day it fails the run."`
	Reason  string `yaml:"reason" json:"reason,omitempty" doc:"Why the failure is allowed."`
	Owner   string `yaml:"owner" json:"owner,omitempty" doc:"Who is responsible for it."`
	// Baseline says that the allowance comes from the baseline ([Known]), and not
	// from the settings of the example.
	Baseline bool `yaml:"-" json:"baseline,omitempty"`
}

// Date is a calendar day as YYYY-MM-DD; empty means no date.
type Date string

// Passed reports whether the day is over at now, in the location of now. An
// empty date never passes; an invalid one has passed.
func (d Date) Passed(now time.Time) bool {
	if d == "" {
		return false
	}
	if _, err := time.Parse(time.DateOnly, string(d)); err != nil {
		return true
	}
	// Note: comparing with the instant at which the day ends would be wrong
	// where clocks are set forward at midnight.
	return now.Format(time.DateOnly) > string(d)
}

// Strings is a list of strings; in YAML a single one needs no list.
type Strings []string

// Patterns is a list of regular expressions that are matched against single lines. Nil
// means not given: the list of a wider scope applies. An empty list matches nothing. In
// YAML a single expression needs no list.
type Patterns []string
