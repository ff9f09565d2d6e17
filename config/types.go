package config

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// Config is hub.yaml, complete with defaults. The yaml tags are the keys, the
// doc tags the descriptions in the published JSON Schema, the check tags the
// rules that a value must keep (see [rule]).
type Config struct {
	Version   int               `yaml:"version" check:"version" doc:"Version of this file's format; 1."`
	Sources   []Source          `yaml:"sources" doc:"Where examples are found."`
	Groups    []Group           `yaml:"groups" doc:"Titles and order of groups."`
	Runners   map[string]Runner `yaml:"runners" doc:"Runners by name, added to the built-in table; one of a built-in name changes the given keys of that one."`
	Run       Run               `yaml:"run" doc:"How examples are run."`
	Limits    map[string]Limit  `yaml:"limits" doc:"Bounds for examples that share something, by name."`
	Secrets   []string          `yaml:"secrets" check:"glob-not" doc:"Environment variables, as names or globs, whose values are masked everywhere: those of hub's own environment and of env. TOKEN, KEY, SECRET, PASS, the same after an underscore, and *PASSWORD* come before these. Values of fewer than 6 visible characters and words of ordinary text (true, localhost, password) are not masked, which hub reports for a variable that is listed by its name; one like \"!PUBLIC_KEY\" (in quotes) takes a name out, and the last that matches counts."`
	Overrides []Override        `yaml:"overrides" doc:"Settings for the examples that match; later ones win."`
	Status    Status            `yaml:"status" doc:"What is remembered across runs, and where."`
	Clean     Clean             `yaml:"clean" doc:"What plain 'hub clean' removes."`
	Reports   Reports           `yaml:"reports" doc:"Where reports go, and which are written by 'hub ci'."`

	// File is the absolute path the configuration was read from; empty when
	// there is none and the zero-config defaults hold.
	File string `yaml:"-"`
	// Root is the absolute path of the project's root: the folder of File, or
	// the folder hub was started in.
	Root string `yaml:"-"`

	// Warnings is what the file says in a way that it hardly means, in the order
	// of its lines; it is used all the same.
	Warnings Problems `yaml:"-"`

	// name is the file's name in messages.
	name      string
	positions map[string]Position
}

// Source is a place where examples are found.
type Source struct {
	Path      string   `yaml:"path" check:"name" doc:"Folder, relative to this file."`
	Include   []string `yaml:"include" check:"glob" doc:"Globs of entry files, relative to path; default: every file that a runner knows."`
	Entry     []string `yaml:"entry" check:"entry" doc:"Globs of file names; the only such file of a folder has the folder's path as its ID: basics/hello/run.py is basics/hello; default: run.*, main.*, index.*, example.*."`
	Exclude   []string `yaml:"exclude" check:"glob" doc:"Globs of files and folders to leave out, relative to path; a glob cannot be negated."`
	IncludeIf string   `yaml:"include-if" check:"regexp" doc:"Regular expression (RE2) that a file's first line must match to be an example."`
	Runner    string   `yaml:"runner" doc:"Runner of all examples of this source."`
	Group     string   `yaml:"group" check:"group" doc:"Group of the examples; {dir1} is the first folder below path, {dir2} the second, {dir} all of them."`
}

// Group titles and orders one group of examples.
type Group struct {
	ID     string   `yaml:"id" check:"name" doc:"The group's name in filters and reports."`
	Title  string   `yaml:"title" doc:"The group's name for people."`
	Match  []string `yaml:"match" check:"glob" doc:"Globs of entry files that belong to the group, relative to their source or to the project's root."`
	Around `yaml:",inline"`
}

// Around is what examples need around them.
type Around struct {
	Setup    []Step `yaml:"setup" doc:"Commands that run before the first example starts, one after the other. When one fails, no example is tried, and each is an error."`
	Teardown []Step `yaml:"teardown" doc:"Commands that run when the last example has ended, also after a failed setup or an interruption; each of them, whatever becomes of the others."`
}

// Step is one command of a setup or teardown. In YAML a list alone is Command.
type Step struct {
	Command    []string      `yaml:"command" doc:"Command as a list; it starts in the project's root with run.env."`
	Background bool          `yaml:"background" doc:"It is a service: it runs until the teardown has ended, and is stopped then."`
	WaitFor    WaitFor       `yaml:"wait-for" doc:"What must hold before the setup goes on."`
	Timeout    time.Duration `yaml:"timeout" doc:"Time limit of the command, of a background one of the wait for it; default 5m, 0 means none."`
}

// WaitFor is what tells that a service is ready; every given key must hold.
type WaitFor struct {
	TCP  string `yaml:"tcp" check:"address" doc:"HOST:PORT that accepts a connection."`
	HTTP string `yaml:"http" check:"url" doc:"URL that answers with a status from 200 to 399."`
	File string `yaml:"file" doc:"File that exists, relative to the project's root."`
}

// Runner says how an entry file becomes a process.
type Runner struct {
	Match   []string `yaml:"match" check:"glob" doc:"Globs of file names that this runner is for."`
	Command []string `yaml:"command" doc:"Command as a list. {file} is the entry file, {dir} its folder, {bin} what build makes, {args} the example's args (default: at the end)."`
	Build   []string `yaml:"build" doc:"Command that makes {bin}, before the first attempt and outside its timeout. It starts in the entry file's folder. {builder} is hub's own program for the built-in runner (java has one); a build that names it starts in the example's working directory."`
	// BuildTimeout bounds one build.
	BuildTimeout time.Duration `yaml:"build-timeout" doc:"Time limit of one build; default 10m, 0 means none."`
	Version      []string      `yaml:"version" check:"version" doc:"Command that prints the runner's version; a change of it makes results stale. It is started only when something is run; its last answer counts as long as the program is the same file."`
	FailOnOutput []string      `yaml:"fail-on-output" check:"regexp" doc:"Regular expressions (RE2, ^ and $ match at lines); output that matches one fails the example whatever its exit code."`

	// Interpreters are the program names in a #! line that mean this runner.
	Interpreters []string `yaml:"-"`
	// Builder is what {builder} stands for; the zero value: there is none.
	Builder lang.Builder `yaml:"-"`
	// Silent says that programs of this runner often print nothing when all is
	// well, so that no output does not make a pass doubtful.
	Silent bool `yaml:"-"`
}

// BuildsInPlace says that a build starts where the example does, and not in the
// entry file's folder: that of a builder of hub's own does, which makes what the
// interpreter would make there.
func (r Runner) BuildsInPlace() bool { return mentions(r.Build, "{builder}") }

// Run says how examples are run. Timeout, Retries, Workdir and Env hold for
// every example unless an override or the example says otherwise.
type Run struct {
	Workers     Workers           `yaml:"workers" doc:"Examples that run at the same time: a number, or auto for the number of CPUs."`
	Timeout     time.Duration     `yaml:"timeout" doc:"Time limit of one attempt of one example; 0 means none."`
	Grace       time.Duration     `yaml:"grace" doc:"Time between the request to end (SIGTERM) and the end by force (SIGKILL)."`
	Deadline    time.Duration     `yaml:"deadline" doc:"Time limit of the whole run; 0 means none."`
	SlowAfter   time.Duration     `yaml:"slow-after" doc:"An example that runs longer is named while it runs; 0 means never."`
	Retries     Retries           `yaml:"retries" doc:"How failed attempts are repeated; a number alone is max."`
	Flaky       Flaky             `yaml:"flaky" doc:"What a pass after a failed attempt means: pass (it is marked) or fail (it is an error of type flaky)."`
	Leaks       hub.Leaks         `yaml:"leaks" doc:"What a pass that leaves processes behind means, which are killed in any case: warn, fail or ignore."`
	Require     []hub.Requirement `yaml:"require" doc:"Skips that are errors of type required_skip: all, or kinds (skip, env, commands, os, files, self, breaker), each also as KIND:TEXT for those whose reason contains the text."`
	Workdir     hub.Workdir       `yaml:"workdir" doc:"Working directory: root, example or copy."`
	Doubtful    Doubtful          `yaml:"doubtful" doc:"What a pass that looks hollow means: warn, fail or ignore."`
	Env         hub.Env           `yaml:"env" check:"env" doc:"Environment variables added for every example. clean: true passes nothing else on but these, needs.env, and PATH and HOME."`
	StopOnError bool              `yaml:"stop-on-error" doc:"End the run when the first example fails."`
	Around      `yaml:",inline"`
	OutputCap   Size `yaml:"output-cap" doc:"How much of an example's output is kept; bytes, or with KiB or MiB. Of a longer output the head and the tail of what a terminal would have shown are kept; contains, matches and fail-on-output look at all of it."`
}

// MaxWorkers bounds how many examples may run at the same time: each takes a
// thread, of which the Go runtime ends a program that has ten thousand.
const MaxWorkers = 4096

// Workers is a number of workers up to MaxWorkers; 0 means as many as there are
// CPUs (auto).
type Workers int

// Size is a number of bytes.
type Size int64

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

// Retries says how failed attempts are repeated, and how many in the whole run.
type Retries struct {
	hub.Retries `yaml:",inline"`
	// MaxTotal is for the run alone: no example has a share of its own.
	MaxTotal int `yaml:"max-total" check:"min0" doc:"Retries in the whole run, of all examples together; when they are used up failures are final. 0 means no bound."`
}

// Flaky says what a pass after a failed attempt means for the run.
type Flaky string

const (
	// FlakyPass marks and lists it.
	FlakyPass Flaky = "pass"
	// FlakyFail makes it an error of type flaky.
	FlakyFail Flaky = "fail"
)

// Limit bounds the examples that share something.
type Limit struct {
	Concurrent int  `yaml:"concurrent" check:"min0" doc:"Examples that may run at the same time; 0 means any number."`
	Rate       Rate `yaml:"rate" doc:"Starts per time, as NUMBER/UNIT with s, m or h, like 60/m."`
	// BreakAfter counts results, not attempts.
	BreakAfter int `yaml:"break-after" check:"min0" doc:"After so many errors of type auth, rate_limit or network in a row the examples that still wait are skipped with that reason; 0 means never."`
}

// Rate is a number of starts per time; the zero value means no bound.
type Rate struct {
	Count int
	Per   time.Duration
}

// Override gives settings to the examples that Match names.
type Override struct {
	Match Match `yaml:"match" doc:"Which examples; every given key must hold, of a list one entry."`
	// Settings are for the schema and for validation; what an override changes
	// is found by Apply.
	Settings hub.Settings `yaml:",inline"`

	apply func(*hub.Settings)
}

// Apply lays the override over s: what it names is replaced, maps are joined
// key by key, and what it does not name stays.
func (o Override) Apply(s *hub.Settings) {
	if o.apply != nil {
		o.apply(s)
	}
}

// Match chooses examples. An empty Match chooses all.
type Match struct {
	Tags  hub.Strings `yaml:"tags" doc:"Tags, one of which the example has."`
	Group hub.Strings `yaml:"group" doc:"Groups, one of which the example is in."`
	Path  hub.Strings `yaml:"path" check:"glob" doc:"Globs of entry files, relative to the project's root or to the source."`
	ID    hub.Strings `yaml:"id" check:"glob" doc:"IDs or globs of IDs."`
}

// Status says what is remembered across runs.
type Status struct {
	File     string        `yaml:"file" check:"name" doc:"The status file, relative to this file and inside its folder, links resolved (elsewhere: --state=DIR); run logs are kept in the folder runs beside it. It replaces no file that is not a status file. A folder that hub makes is ignored by git, and so are those that it makes in a folder of yours; the status file in such a one is yours to commit or to ignore."`
	MaxAge   time.Duration `yaml:"max-age" doc:"A completed result older than this, or dated in the future, is stale; 0 means never."`
	KeepRuns int           `yaml:"keep-runs" check:"min0" doc:"How many run logs 'hub clean' keeps, those recorded last."`
}

// Clean is the policy of plain 'hub clean'.
type Clean struct {
	OlderThan time.Duration `yaml:"older-than" doc:"Results older than this are removed; 0 means never."`
}

// Reports says where reports go.
type Reports struct {
	Dir     string   `yaml:"dir" check:"name" doc:"Folder of the reports, relative to this file and inside its folder, links resolved; to write elsewhere, give the path on the command line: --report=FORMAT:PATH."`
	Default []string `yaml:"default" check:"name" doc:"Formats that 'hub ci' writes when it is not told."`
}

// FrontMatter is the metadata of one example, from its entry file or the
// sidecar example.yaml. Unknown keys belong to other tools and are ignored.
type FrontMatter struct {
	// ID is the key id; see [ID].
	ID       ID           `yaml:"-"`
	Title    string       `yaml:"title"`
	DocName  string       `yaml:"docname"`
	Order    *float64     `yaml:"order"`
	Tags     hub.Strings  `yaml:"tags"`
	Settings hub.Settings `yaml:",inline"`

	// Warnings is what it says in a way that it hardly means: keys that are
	// nearly known ones, values that are taken otherwise than they are written.
	Warnings Problems `yaml:"-"`
}
