package reporters

// ctrfReport is a CTRF document without its results, which writeCTRF writes one by one.
// The names are those of the format's schema.
//
// Note: the types of ctrf-io/go-ctrf-json-reporter are those of an older version of the
// format. They lack reportFormat and specVersion, suite is a string instead of a list, and
// retries, attempts, line, stdout and attachments are missing: of 20 fields of a test, 9
// would have to be added. It also keeps all tests in memory.
type ctrfReport struct {
	ReportFormat string         `json:"reportFormat"`
	SpecVersion  string         `json:"specVersion"`
	RunID        string         `json:"runId,omitempty"`
	Timestamp    string         `json:"timestamp,omitempty"`
	GeneratedBy  string         `json:"generatedBy"`
	Extra        map[string]any `json:"extra,omitempty"`
}

type ctrfResults struct {
	Tool        ctrfTool         `json:"tool"`
	Summary     ctrfSummary      `json:"summary"`
	Environment *ctrfEnvironment `json:"environment,omitempty"`
}

type ctrfTool struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type ctrfEnvironment struct {
	BuildURL       string `json:"buildUrl,omitempty"`
	RepositoryName string `json:"repositoryName,omitempty"`
	Commit         string `json:"commit,omitempty"`
	BranchName     string `json:"branchName,omitempty"`
	OSPlatform     string `json:"osPlatform,omitempty"`
	ShardID        string `json:"shardId,omitempty"`
}

type ctrfSummary struct {
	Tests    int   `json:"tests"`
	Passed   int   `json:"passed"`
	Failed   int   `json:"failed"`
	Skipped  int   `json:"skipped"`
	Pending  int   `json:"pending"`
	Other    int   `json:"other"`
	Flaky    int   `json:"flaky"`
	Suites   int   `json:"suites"`
	Start    int64 `json:"start"`
	Stop     int64 `json:"stop"`
	Duration int64 `json:"duration"`
}

type ctrfTest struct {
	TestID        string         `json:"testId,omitempty"`
	Name          string         `json:"name"`
	Status        string         `json:"status"`
	Duration      int64          `json:"duration"`
	Start         *int64         `json:"start,omitempty"`
	Stop          *int64         `json:"stop,omitempty"`
	Suite         []string       `json:"suite"`
	Message       string         `json:"message,omitempty"`
	Trace         string         `json:"trace,omitempty"`
	Line          int            `json:"line,omitempty"`
	RawStatus     string         `json:"rawStatus,omitempty"`
	Tags          []string       `json:"tags,omitempty"`
	FilePath      string         `json:"filePath,omitempty"`
	Retries       int            `json:"retries,omitempty"`
	RetryAttempts []ctrfAttempt  `json:"retryAttempts,omitempty"`
	Flaky         bool           `json:"flaky,omitempty"`
	Stdout        []string       `json:"stdout,omitempty"`
	ThreadID      string         `json:"threadId,omitempty"`
	Attachments   []ctrfFile     `json:"attachments,omitempty"`
	Extra         map[string]any `json:"extra,omitempty"`
}

type ctrfAttempt struct {
	Attempt  int    `json:"attempt"`
	Status   string `json:"status"`
	Duration int64  `json:"duration"`
	Message  string `json:"message,omitempty"`
	Trace    string `json:"trace,omitempty"`
	Line     int    `json:"line,omitempty"`
	Start    *int64 `json:"start,omitempty"`
}

type ctrfFile struct {
	Name        string `json:"name"`
	ContentType string `json:"contentType"`
	Path        string `json:"path"`
}
