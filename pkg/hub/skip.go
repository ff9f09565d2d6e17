package hub

import (
	"slices"
	"strings"
)

// SkipKind classifies the reasons of skips.
type SkipKind string

// The kinds of skips, as [Requirement] names them.
const (
	SkipMarked   SkipKind = "skip"     // marked in metadata or configuration
	SkipEnv      SkipKind = "env"      // an environment variable of needs is not set
	SkipCommands SkipKind = "commands" // a program of needs is not installed
	SkipOS       SkipKind = "os"       // needs names other operating systems
	SkipFiles    SkipKind = "files"    // a file of needs does not exist
	SkipSelf     SkipKind = "self"     // the example skipped itself, by exit code 77 or skip-on
	SkipBreaker  SkipKind = "breaker"  // its limit stopped after too many errors
)

// SkipKinds lists every kind of skip.
func SkipKinds() []SkipKind {
	return []SkipKind{SkipMarked, SkipEnv, SkipCommands, SkipOS, SkipFiles, SkipSelf, SkipBreaker}
}

// RequireAll is the requirement that no example is skipped.
const RequireAll Requirement = "all"

// Requirement names skips that a run does not accept: all of them, those of one
// kind (env), or those of one kind with a text in the reason
// (env:OPENAI_API_KEY).
type Requirement string

// Requirements lists the words that a requirement is, or begins with.
func Requirements() []string {
	out := []string{string(RequireAll)}
	for _, k := range SkipKinds() {
		out = append(out, string(k))
	}
	return out
}

// Kind returns the part before the colon.
func (q Requirement) Kind() string {
	kind, _, _ := strings.Cut(string(q), ":")
	return kind
}

// Valid reports whether the requirement names a known kind, followed by a text
// if there is a colon. all takes no text.
func (q Requirement) Valid() bool {
	kind, text, part := strings.Cut(string(q), ":")
	return slices.Contains(Requirements(), kind) && (!part || text != "" && kind != string(RequireAll))
}

// Forbids reports whether the requirement covers a skip of these kinds with
// this reason.
func (q Requirement) Forbids(kinds []SkipKind, reason string) bool {
	kind, text, _ := strings.Cut(string(q), ":")
	return q == RequireAll || slices.Contains(kinds, SkipKind(kind)) && strings.Contains(reason, text)
}
