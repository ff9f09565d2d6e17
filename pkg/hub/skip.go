package hub

import (
	"slices"
	"strings"
)

// SkipKind says what kind of reason a skip has.
type SkipKind string

// The kinds of skips, as [Requirement] names them.
const (
	SkipMarked   SkipKind = "skip"     // metadata or the configuration say so
	SkipEnv      SkipKind = "env"      // an environment variable of needs is not set
	SkipCommands SkipKind = "commands" // a program of needs is not installed
	SkipOS       SkipKind = "os"       // needs names other operating systems
	SkipFiles    SkipKind = "files"    // a file of needs is not there
	SkipSelf     SkipKind = "self"     // the example skipped itself, by exit code 77
	SkipBreaker  SkipKind = "breaker"  // its limit broke off after too many errors
)

// SkipKinds lists every kind of skip.
func SkipKinds() []SkipKind {
	return []SkipKind{SkipMarked, SkipEnv, SkipCommands, SkipOS, SkipFiles, SkipSelf, SkipBreaker}
}

// RequireAll is the requirement that nothing is skipped.
const RequireAll Requirement = "all"

// Requirement names skips that a run does not accept: all of them, those of one
// kind (env), or those of one kind whose reason contains a text
// (env:OPENAI_API_KEY).
type Requirement string

// Requirements lists what a requirement may be, or begin with.
func Requirements() []string {
	out := []string{string(RequireAll)}
	for _, k := range SkipKinds() {
		out = append(out, string(k))
	}
	return out
}

// Kind is what stands before the colon.
func (q Requirement) Kind() string {
	kind, _, _ := strings.Cut(string(q), ":")
	return kind
}

// Valid reports whether the requirement names a known kind, and after a colon a
// text. Of all there is no part.
func (q Requirement) Valid() bool {
	kind, text, part := strings.Cut(string(q), ":")
	return slices.Contains(Requirements(), kind) && (!part || text != "" && kind != string(RequireAll))
}

// Forbids reports whether a skip of these kinds and for this reason is one that
// the requirement names.
func (q Requirement) Forbids(kinds []SkipKind, reason string) bool {
	kind, text, _ := strings.Cut(string(q), ":")
	return q == RequireAll || slices.Contains(kinds, SkipKind(kind)) && strings.Contains(reason, text)
}
