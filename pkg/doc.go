// Package pkg holds no code: this page is the map of the packages below it, and
// of the decisions that they share.
//
// # Words
//
//	example    one runnable unit: an entry file, its metadata, its stable ID
//	source     a configured place where examples are found
//	runner     how an entry file becomes a process: a command template
//	catalog    all examples of a repository, ordered and identified
//	label      what people see of an example: its group, and its folder or file
//	SEL        what users write to select examples, see package selector
//	touched    what a change in git may alter, see package changed
//	selection  the examples that one invocation chose, with a reason for each other
//	plan       the selection in the order in which it is started
//	plan file  a plan, written down once and cut into parts, see package planfile
//	run        one execution of a plan
//	attempt    one process of one example; retries make several
//	supervisor the process above each example, see package supervision
//	result     the outcome of one example in one run
//	run log    the append-only NDJSON record of one run
//	seal       the hash in run-finished over everything before it in the run log
//	status     what is known of every example across runs
//	sequence   the number of a run in its state folder: the greatest is newest
//	baseline   hub.baseline.yaml: the known failures, which do not gate
//	cause      what failures have in common: type, normalized message and place
//	reporter   turns a finished run into bytes of one format
//
// # One run
//
//	hub.yaml ─config→ sources ─catalog→ examples ─┐
//	                     status file ─────────────┴─selection→ plan ─runner→ events ─┬→ run log
//	                                                                                 └→ console
//	run log ─fold→ status file      run log ─replay→ Run ─reporters→ files
//
// A problem that costs a run its exit code and belongs to no example is an event as well
// (run-problem). [hub.Run.Verdict] alone computes the verdict; the exit code, every report
// and the status use it. So a run ends in this order: reports, events and screen, each of
// which may cause a problem; the report files again if there was one; the end of the log;
// the status. Entries of the status are computed while examples run; the file is written
// at the same time as the reports, and renamed last. Processes and files that examples
// left behind are also removed at the same time as the reports are written; then the log
// is checked. If something goes wrong after the end of the log, a new end is written.
//
// The run log is the spine. Hub writes it before it prints anything. It costs
// one append for each event, and serves five needs: a killed run is folded in by the
// next command, other programs follow a run live, reports are rendered again,
// shards are joined, and trends have a history. The status file is a snapshot
// that is never the only place of a result before it is written. A Run
// is a pure function of its events, and a report is a pure function of a Run.
//
// # Decisions
//
//   - Identity is the ID; the index is for typing. An ID is what the metadata
//     says, byte for byte, else the path, in which one file with an entry name
//     stands for its folder; includes, other sources and the system never change
//     it. A fault of an ID makes the example's result an error, and never keeps
//     it from being run.
//   - Newest is what was recorded last: a counter in the status file numbers the
//     runs, and results, histories and logs are ordered by it. Clocks are for
//     people; they are shown, and compared only where a user names a time.
//   - Settings are one value. The run section, overrides, sidecar and front
//     matter are decoded onto it one after the other; there is no merge code.
//   - Decisions of a run are made one after the other, under one lock, see
//     package runner; everything that happens is an event.
//   - The output of an example is one stream, stdout and stderr, masked, then
//     bounded. Expectations search all of it; a
//     verdict that needs the whole text says so when part of it was not kept.
//   - Output within the bound is kept as it was printed. Beyond the bound, the
//     head and the tail of what a terminal would have shown are kept. Messages,
//     classification and what reports show are always taken from what a terminal
//     would have shown: the last state of a progress bar, not each.
//   - No verdict without evidence: what could not be established is an error, an
//     allowance covers failures and not ignorance, a skipped retry takes no
//     failure back, and an empty selection is good only if nothing was left to
//     do.
//   - Replay is strict: a run whose log was changed or contradicts itself is not
//     good; its failures count, and its passes and skips are unknown.
//   - The plain console prints in plan order, whatever finishes first. With one
//     worker that is catalog order; with more the longest start first. On a terminal a
//     result is printed when it is known.
//   - What the configuration makes an error (a doubtful or flaky pass, a leak, a
//     skip that is not accepted) is a result of status error with a type of its
//     own, so that no report, filter or exit code needs a rule for it.
//   - A known failure is an allowance that the result decides: it applies if the
//     result has the type and the normalized message that the baseline lists. Skips,
//     interruptions, and doubtful or flaky passes are neither known nor fixed. The
//     plan holds the known failures, so its digest covers them, and a record can be
//     read without the file.
//   - Failures with one type, one normalized message and one place have one cause. The
//     console, the reports and the list of errors compute causes from the records,
//     with package cause; verdicts do not depend on them.
//   - Support files (fixtures, helpers, tests) are left out by their names, and, where
//     no sources are configured, parts of examples by the layout; an include that
//     names a file wins.
//   - Front matter that PHP prints above <?php is not output: package runner drops it
//     before output is bounded, recorded and judged.
//   - On Unix each example runs below a supervisor process (package supervision), so
//     that on Linux every process below it belongs to that example. Package proc is
//     hub's side.
//   - A reference that names one example runs it, even if it is marked skip; a
//     selection (folder, glob, range, group, tag, filter) leaves out marked examples.
//   - A SEL has one type and one resolver, package selector. A SEL that matches
//     nothing is an error, also after --not.
//   - A run skips an example by its own decision (its limit broke off) only
//     where that cannot make the run good: a failure gates the run already, or
//     the example's own failure would not.
//   - A lack of resources of hub itself (descriptors, processes, memory) is no
//     example's failure: an example that could not be started for that reason
//     waits, while fewer run at a time. If it never starts, it has no result in
//     the run, and its recorded one stays. Package want recognises such errors.
//   - Retries repeat any failure unless configured otherwise; a failure that
//     another attempt cannot change (no interpreter, broken metadata) is never
//     retried.
//   - Built programs are used within one run only, by all examples with the same
//     build: only the compiler knows what a build depends on, and it has its own
//     cache.
//   - Hub writes inside the project's root, or where the user says; never over
//     an example, the configuration or git's files; and it replaces only state
//     that is recognisably its own. Package place hands out what writes.
//   - A part of a plan file finds no examples. It makes those of its lines from their own
//     files, and compares all that decides a verdict with the plan before it runs
//     anything; what follows from other files (index, identity, the own folder) is
//     recorded in the plan. See package part.
//   - Files in the state folder and files of examples are untrusted: package
//     plainfile opens regular files of a bounded size only, never waits, and
//     follows no link out. A test enforces it.
//   - What was found out about a file is kept by the identity of the file, and is
//     only a shortcut: wrong, stale or absent it costs time, never a verdict. Runs
//     save it, commands that only read do not. See package filecache.
//   - What hub knows of its process (arguments, streams, environment, working
//     directory, folder for temporary files, clock of records) is passed to
//     hubMain and on from there; a test enforces it.
//   - Commands that only read start no program of the project: hub asks runners,
//     and the programs that examples need, for their versions when it runs
//     something.
//   - What hub itself does in a run is measured, always and in one way: package
//     stopwatch. The spans are events, and decide nothing. A report has those from
//     before the end of the examples, so that it is the same whenever it is made; the
//     log also has reports and fold; what follows the end of the log (status, exit) is
//     only printed.
//   - Untrusted text is sanitised where it enters a format, and never becomes a
//     command in a CI system's log. Package sanitize has a file for each
//     destination.
//
// # Imports
//
// Besides the standard library a package imports what its row lists, and nothing
// else: packages of rows below its own, then modules, by an element of their
// paths. A test reads this table, so a new package or import is entered here and
// nowhere else.
//
//	package             does                                      imports
//	cmd/hub             grammar, wiring                           everything
//	exitcode            errors and verdicts → exit codes          merge runner place selector signals status usage config/yamlmap hub
//	help                the help of commands and topics           completion query render stats githook prose flags reporters selection terminal usage familiar manual ci outcome ansi hub kong
//	misuse              arguments that are wrong, in hub's words  commandline flags nearest familiar usage kong
//	share               completions and manual pages, for packages  completion manpage manual place
//	manpage             manual pages                              kong
//	completion          command lines, completed                  catalog selector selection reporters flags manual ci sanitize usage hub kong
//	commandline         grammars of Kong, built as far as needed  kong
//	flags               types of flags, decoded by Kong           selector reporters baseline runlog planfile status render headroom config timespec usage ci hub kong
//	workspace           what a command works on: project, examples, status  plan query project catalog survey staleness status stopwatch headroom config usage want hub
//	session             one run, from choice to record            delivery plan fixture recording hint queue project judge runner golden staleness reporters/console ci/announce redact runlog status stopwatch headroom asyncwriter proc ci want hub
//	glance              a repository in three lines               query hint render outcome timespec sanitize hub
//	delivery            reports → files and readers               project reporters reporters/text ci/announce runlog place parallel stopwatch config asyncwriter usage plainfile ci sanitize hub
//	divide              a selection → a plan file                 changed baseline config part plan timings planfile balance reporters/text project selection redact mask staleness status parallel worktree place usage sanitize hub
//	timings             how long examples took, from files        reporters runlog status plainfile usage hub
//	submit              a plan → parts that an engine runs        part merge engine place planfile config plainfile sanitize usage flock shlex
//	part                a part of a plan file → a plan            plan queue project runner catalog selection staleness status planfile worktree parallel config plainfile usage sanitize hub
//	plan                what a run starts, in which order         project runner baseline selector selection staleness status config sanitize hub
//	fixture             setups and teardowns                      runner redact config mask hub
//	recording           events → log and watchers                 runlog status place stopwatch asyncwriter mask want sanitize ansi hub x/ansi
//	signals             what hub does at each signal              runner jobs x/sys
//	hint                commands that hub suggests                catalog selector selection status reporters/console reporters/text cause sanitize hub
//	project             one repository: examples, state, secrets  catalog redact baseline staleness filecache status place config mask usage sanitize hub
//	judge               outcome → failure, doubt                  runner baseline classify golden expect redact config mask plainfile want volatile sanitize hub
//	redact              secrets, kept out of records              config mask ansi hub
//	queue               examples handed out by Redis              runner config usage hub redigo
//	runner              a plan → results                          seek catalog/head config mask atomicfile proc programs plainfile want capture volatile ansi sanitize hub x/sys
//	metadata            what an example says of itself            catalog catalog/edit catalog/head render config lang place plainfile sanitize hub yaml.v3
//	catalog/edit        one key of metadata                       catalog/head lang yaml.v3
//	query               catalog and status → answers              catalog baseline selector selection staleness render prose stats difference fingerprint reporters/text status plainfile outcome order cause sanitize ansi hub
//	watch               files that change → examples to run again  baseline selector catalog fingerprint config plainfile hub fsnotify
//	changed             what a change in git touches              baseline selector catalog fingerprint place config programs plainfile usage want ci sanitize hub
//	baseline            known failures                            cause status place config config/yamlmap schema usage plainfile hub
//	pager               long answers, shown in a pager            programs hub charmbracelet shlex
//	selector            SEL: what users write to choose examples   catalog nearest usage sanitize hub
//	scaffold            a first hub.yaml                          survey catalog config place plainfile usage want hub doublestar yaml.v3
//	survey              files by what hub can do with them        catalog config place hub
//	catalog             file tree → examples                      catalog/head filecache config config/yamlmap nearest plainfile want parallel sanitize hub doublestar
//	catalog/head        title and head of a file                  sanitize
//	selection           choice and order                          status usage familiar parallel hub
//	staleness           what has no up-to-date pass               fingerprint filecache status place stopwatch config mask proc programs timespec want sanitize capture hub
//	render              answers → table, CSV, JSON, IDs           timespec outcome sanitize ansi hub charmbracelet
//	prose               Markdown → terminal                       ansi charmbracelet
//	stats               times, rates and trends                   status hub
//	fingerprint         what a result depends on                  filecache plainfile hub doublestar
//	merge               shard and part logs → one run                 status planfile runlog place usage plainfile sanitize hub
//	status              the status file                           runlog place atomicfile plainfile want ansi hub flock go-json-experiment
//	classify            exit and output → error                   expect seek lang sanitize volatile ansi hub
//	golden              golden files, written anew                expect place plainfile want hub
//	expect              output ↔ expectation                      seek volatile ansi hub go-internal x/text
//	seek                texts and expressions in a stream         ansi
//	ci/announce         a run → a CI system                       worktree ci place plainfile programs cause sanitize ansi hub
//	reporters           a run → bytes                             reporters/chat reporters/junit reporters/markdown reporters/html reporters/text jsonline sanitize ansi hub
//	reporters/junit     JUnit XML                                 reporters/text sanitize ansi hub go-junit-report
//	reporters/markdown  Markdown                                  reporters/text difference cause sanitize ansi hub
//	reporters/chat      messages for Slack and Teams              reporters/text sanitize hub
//	reporters/console   a run while it happens                    reporters/text cause outcome sanitize ansi hub x/ansi
//	reporters/html      the page of a run                         reporters/text outcome sanitize ansi hub
//	difference          two runs, compared                        reporters/text outcome cause hub
//	reporters/text      words and policy of all formats           balance cause sanitize ansi hub
//	reporters/sample    runs to test reporters with               runlog hub testify
//	engine              systems that run arrays of tasks          atomicfile programs processes plainfile sanitize hub x/sys yaml.v3
//	planfile            a plan, written down in parts             jsonline plainfile usage sanitize hub
//	balance             work, divided into parts that take equally long  nothing
//	runlog              append, seal, replay                      jsonline plainfile hub
//	jsonline            nouns → lines of JSON                     hub
//	place               where hub may write                       atomicfile programs plainfile usage volatile
//	schema/schematest   documents against schemas, in tests only  jsonschema testify
//	schema/jsontypes    schemas of JSON files, in tests only      schema
//	config              hub.yaml                                  lang config/yamlmap schema nearest timespec plainfile hub doublestar yaml.v3
//	lang                one row a language                        hub
//	config/yamlmap      YAML ↔ values, schemas                    schema nearest yaml.v3
//	schema              types → JSON Schemas                      nothing
//	timespec            durations and past times                  nothing
//	terminal            standard streams, what they can show      x/sys x/term
//	build               what hub was built from                   nothing
//	mask                secrets, hidden                           ansi
//	filecache           what is known of files                    atomicfile plainfile
//	stopwatch           phases of hub's own work                  hub
//	atomicfile          files as a whole                          plainfile
//	asyncwriter         readers that stop                         nothing
//	proc                one process tree, from hub's side         supervision processes frames programs want x/sys
//	supervision         the process above each example            jobs processes frames cgroup x/sys
//	jobs                how a shell started hub                   processes x/sys
//	processes           processes of the system                   x/sys
//	frames              messages in a stream                      nothing
//	headroom            resources for hub itself                  programs
//	worktree            the commit that is checked out            programs plainfile
//	githook             git's hooks                               programs usage plainfile want hub
//	engine/enginetest   real engines, in tests only               nothing
//	programs/programtest  programs that tests start               testify
//	programs            starting programs                         cgroup plainfile hub x/sys
//	cgroup              control groups, read                      x/sys
//	crash               panics → one sentence                     sanitize
//	usage               errors of wrong requests                  nearest
//	familiar            words of other tools                      nothing
//	manual              the pages of the manual                   nothing
//	nearest             mistyped words                            nothing
//	plainfile           files that others can replace             x/sys
//	want                errors of missing resources               nothing
//	ci                  CI systems, one value each                sanitize
//	outcome             words and glyphs of results               ansi hub
//	order               verdicts that depend on the order         hub
//	cause               failures that are the same                volatile sanitize hub
//	volatile            what differs between runs                 nothing
//	sanitize            foreign text made safe                    ansi
//	capture             one output, bounded                       nothing
//	parallel            work divided between CPUs                 nothing
//	ansi                escape sequences                          nothing
//	hub                 the nouns                                 nothing
//
// config imports hub, the nouns: example settings have one type, which
// configuration fills and the runner reads.
package pkg
