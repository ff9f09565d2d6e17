package planfile

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// SchemaVersion is the version of the format. A reader refuses newer files.
const SchemaVersion = 1

// MaxParts is the greatest number of parts of a plan.
const MaxParts = hub.MaxShards

// Header is the first line.
type Header struct {
	Type          string `json:"type"` // plan
	SchemaVersion int    `json:"schemaVersion"`
	// ID is random: 16 hex digits.
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	// Hub is the version of hub that wrote the file.
	Hub string `json:"hub"`
	// Commit is the full hash of the checked-out commit; empty if unknown. Dirty: tracked
	// files differed from it, or untracked ones were there.
	Commit string `json:"commit,omitempty"`
	Dirty  bool   `json:"dirty,omitempty"`
	// Axis is the matrix cell for which the plan was made.
	Axis string `json:"axis,omitempty"`
	// Configuration is the SHA-256, in hex, of hub.yaml; empty without one.
	Configuration string `json:"configuration,omitempty"`
	// Policies are those of the run ([hub.RunHeader.Policies]), and Run the flags by
	// which 'hub plan' has set rules of the examples or policies.
	Policies []string `json:"policies"`
	Run      Run      `json:"run"`
	// Catalog is the number of examples in the repository, LeftOut how many of them
	// were not selected, and Examples how many are in the parts.
	Catalog  int           `json:"catalog"`
	LeftOut  []hub.LeftOut `json:"leftOut,omitempty"`
	Examples int           `json:"examples"`
	// Workers is the number of examples that a part runs at a time, as far as the
	// balance assumes.
	Workers int `json:"workers"`
	Parts   int `json:"parts"`
	// Digest is [Digest] of Policies, Configuration and the parts' hashes.
	Digest string `json:"digest"`
	// Index is the SHA-256, in hex, of the second line.
	Index string `json:"index"`
}

// Run has the flags of 'hub plan' that decide verdicts; a part runs with them, and
// cannot be given others. The zero value leaves everything to hub.yaml.
type Run struct {
	Timeout  *time.Duration    `json:"timeout,omitempty"` // nanoseconds
	Retries  *int              `json:"retries,omitempty"`
	Flaky    string            `json:"flaky,omitempty"` // pass or fail
	Require  []hub.Requirement `json:"require,omitempty"`
	Baseline string            `json:"baseline,omitempty"` // as --baseline has it, relative to the project's root
}

// Index is the second line.
type Index struct {
	Type  string  `json:"type"` // index
	Parts []Entry `json:"parts"`
}

// Entry says where one part is.
type Entry struct {
	// Offset counts from the end of the index line; Size is that of the part's lines.
	Offset int64 `json:"offset"`
	Size   int64 `json:"size"`
	// Hash is the SHA-256, in hex, of the part's lines.
	Hash     string `json:"hash"`
	Examples int    `json:"examples"`
	// Seconds is how long the part is expected to take with Header.Workers.
	Seconds float64 `json:"seconds"`
}

// Part is the first line of a part.
type Part struct {
	Type  string `json:"type"` // part
	Index int    `json:"part"` // from 1
	// Limits are the part's shares of limits that hold over all parts, by the name in
	// hub.yaml. A part without an example of a limit has no share of it.
	Limits map[string]Limit `json:"limits,omitempty"`
	// Examples follow, one line each, in the order in which they start.
	Examples []Example `json:"-"`
	// Seconds is in the index.
	Seconds float64 `json:"-"`
}

// Limit is a part's share of a limit; zero fields are without limit.
type Limit struct {
	Concurrent int `json:"concurrent,omitempty"`
	// At most Starts examples start within Per, in nanoseconds.
	Starts int           `json:"starts,omitempty"`
	Per    time.Duration `json:"per,omitempty"`
}

// Example is one example of a part.
type Example struct {
	Type string `json:"type"` // example
	// Index is the catalog index, Path the slash path from the project's root, and
	// Source the position of its source in hub.yaml, from 0.
	Index  int    `json:"index"`
	Path   string `json:"path"`
	Source int    `json:"source"`
	// PathID is the ID of the path; empty if it is that of Item. Fault is what is wrong
	// with the ID in the metadata, and Siblings what follows from the other files of the
	// folder: these three are known only where all examples are, see package catalog.
	PathID   string     `json:"pathId,omitempty"`
	Fault    *hub.Error `json:"fault,omitempty"`
	Siblings string     `json:"siblings,omitempty"`
	// Named: the example was named, and runs even if it is marked skip.
	Named bool `json:"named,omitempty"`
	// Item has the ID, and the hashes of the command and of the rules.
	Item hub.PlanItem `json:"item"`
	// Content is the portable fingerprint (package fingerprint) of the files, inputs and
	// command, without what belongs to a machine: values of the environment and versions
	// of programs. Files are its parts, to say which of them differs. Both are empty if
	// something could not be read.
	Content string   `json:"content"`
	Files   []string `json:"files,omitempty"`
	// Seconds is the recorded duration, or the assumed one; Assumed says which.
	Seconds float64 `json:"seconds"`
	Assumed bool    `json:"assumed,omitempty"`
	// Previous is the last outcome before the plan, for what is newly failing or fixed.
	Previous hub.Status `json:"previous,omitempty"`
}

// Digest returns the digest of a plan: of its policies, its configuration and the
// hashes of its parts, in order. A byte that is not UTF-8 counts as U+FFFD, as which JSON
// records it.
func Digest(policies []string, configuration string, hashes []string) string {
	h := sha256.New()
	list := func(texts ...string) {
		h.Write([]byte(strconv.Itoa(len(texts)) + ";"))
		for _, t := range texts {
			t = string([]rune(t))
			h.Write([]byte(strconv.Itoa(len(t)) + ":" + t))
		}
	}
	h.Write([]byte("hub-parts-1;"))
	list(policies...)
	list(configuration)
	list(hashes...)
	return hex.EncodeToString(h.Sum(nil))
}
