package status

import (
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Version is the version of the status file that is written. Also read are
// version 3.1, whose entries repeat what can be derived, version 3.0, which has
// no sequences, and versions 1 and 2, of earlier tools. Hub refuses newer
// versions, minor ones as well: a hub that does not know compact histories would
// drop them, as one without sequences would lose the order of the records.
const Version = "3.2"

// Limits of one entry.
const (
	maxErrors  = 5
	maxHistory = 20
	maxOutput  = 2000 // bytes
	maxParts   = 100  // of a fingerprint; hub records fewer
)

// File is the status of all examples. It is for one goroutine.
type File struct {
	Metadata   Metadata          `json:"metadata"`
	Examples   map[string]*Entry `json:"examples"`
	Statistics Statistics        `json:"statistics"`
	// Runs holds the newest thirty runs that ended, in recording order.
	Runs []hub.RunSummary `json:"runs,omitempty"`

	names  runNames
	source *source // of lean entries; nil: there are none
	over   *overlay
}

// Metadata describes the status file. It is the first part of the file, so that
// a reader may stop after it.
type Metadata struct {
	Version     string `json:"version"`
	LastUpdated Time   `json:"lastUpdated"`
	// Sequence is the greatest assigned sequence; the next run gets the
	// following one.
	Sequence int64 `json:"sequence,omitempty"`
	// TotalExamples is the number of entries in Examples.
	TotalExamples int `json:"totalExamples"`
	// Root is the absolute path of the project that the AbsolutePath fields
	// refer to.
	Root string `json:"root,omitempty"`
	// Oldest is the minimum of Updated over all entries.
	Oldest Time `json:"oldest"`
	// Completed is the number of entries whose status is completed.
	Completed int `json:"completed"`
	// FoldedRuns holds the IDs of the runs that are folded into this file and
	// whose logs still exist, in recording order.
	FoldedRuns []string `json:"foldedRuns"`
	// RunSequences holds the sequences of the FoldedRuns that have one.
	RunSequences map[string]int64 `json:"runSequences,omitempty"`
	// RunIDs holds the IDs of runs by sequence, for the entries, which do not
	// repeat them.
	RunIDs map[int64]string `json:"runIds,omitempty"`
}

// newFile returns an empty status.
func newFile() *File {
	return &File{Metadata: Metadata{Version: Version}, Examples: map[string]*Entry{}, names: runNames{}}
}

// Find returns the entry of the example, not to be changed; nil if there is none, as in
// a nil File.
func (f *File) Find(id string) *Entry {
	if f == nil {
		return nil
	}
	return f.Examples[id]
}

// Get returns a copy of the entry of the example. A nil File has no entries.
func (f *File) Get(id string) (Entry, bool) {
	if e := f.Find(id); e != nil {
		return *e, true
	}
	return Entry{}, false
}

// IDs returns the IDs of all entries, sorted.
func (f *File) IDs() []string { return slices.Sorted(maps.Keys(f.Examples)) }

// written returns the IDs of all entries that are written, sorted.
func (f *File) written() []string {
	if f.over == nil {
		return f.IDs()
	}
	ids := make([]string, 0, max(len(f.Examples), len(f.over.at)))
	for id := range f.Examples {
		ids = append(ids, id)
	}
	for id := range f.over.at {
		if f.Examples[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
