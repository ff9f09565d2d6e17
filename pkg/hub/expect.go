package hub

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Expect says what a pass looks like. The zero value expects exit code 0 and
// any output.
type Expect struct {
	Exit      ExitCodes    `yaml:"exit" check:"min0" doc:"Exit code of a pass, or a list of such codes. Default: 0."`
	Stdout    ExpectOutput `yaml:"stdout" doc:"Expected output: standard output and standard error, in the order written. A string alone is equals."`
	Normalize Normalizers  `yaml:"normalize" doc:"What to normalize in both texts before equals and golden compare them. Line ends and trailing white space are always normalized."`
}

// Given reports whether x expects anything beyond the default.
func (x *Expect) Given() bool { return len(x.Exit) > 0 || x.Stdout.Given() }

// String summarises the expectation; it is empty when nothing is expected.
func (x *Expect) String() string {
	var parts []string
	add := func(given bool, text string) {
		if given {
			parts = append(parts, text)
		}
	}
	add(len(x.Exit) > 0, "exit code "+x.Exit.String())
	add(x.Stdout.Equals != nil && !x.Stdout.FromComment, "the whole output")
	add(x.Stdout.FromComment, "the output in its Output: comment")
	add(x.Stdout.Golden != "", "golden file "+x.Stdout.Golden)
	add(x.Stdout.Unordered, "in any order")
	add(len(x.Stdout.Contains) > 0, fmt.Sprintf("contains %q", []string(x.Stdout.Contains)))
	add(len(x.Stdout.Matches) > 0, fmt.Sprintf("matches %q", []string(x.Stdout.Matches)))
	add(len(x.Stdout.NotContains) > 0, fmt.Sprintf("does not contain %q", []string(x.Stdout.NotContains)))
	add(len(x.Stdout.NotMatches) > 0, fmt.Sprintf("does not match %q", []string(x.Stdout.NotMatches)))
	if len(parts) > 0 && len(x.Normalize) > 0 {
		names := make([]string, len(x.Normalize))
		for i, r := range x.Normalize {
			if names[i] = string(r.Name); r.Name == "" {
				names[i] = "/" + r.Match + "/"
			}
		}
		parts = append(parts, "normalized: "+strings.Join(names, ", "))
	}
	return strings.Join(parts, "; ")
}

// String formats the codes for people, like "2 or 3".
func (x ExitCodes) String() string {
	codes := make([]string, len(x))
	for i, code := range x {
		codes[i] = strconv.Itoa(code)
	}
	return strings.Join(codes, " or ")
}

// ExitCodes lists exit codes of a pass; empty means 0.
type ExitCodes []int

// Have reports whether code is the exit code of a pass.
func (x ExitCodes) Have(code int) bool {
	return slices.Contains(x, code) || len(x) == 0 && code == 0
}

// ExpectOutput says what the captured output must be. All given keys must hold.
type ExpectOutput struct {
	Equals      *string `yaml:"equals" check:"raw" doc:"The whole output, except for line ends and trailing white space."`
	Contains    Strings `yaml:"contains" check:"raw" doc:"Strings that must all occur in the output, however long it is."`
	Matches     Strings `yaml:"matches" check:"regexp" doc:"Regular expressions (RE2, ^ and $ match at lines) that must all match somewhere in the output, however long it is."`
	NotContains Strings `yaml:"not-contains" check:"text" json:",omitempty" doc:"Strings that must not occur in the output, however long it is."`
	NotMatches  Strings `yaml:"not-matches" check:"regexp" json:",omitempty" doc:"Regular expressions (RE2, ^ and $ match at lines) that must not match anywhere in the output, however long it is."`
	// Regex holds the decoded value until it is added to Matches.
	Regex     Strings `yaml:"regex" check:"regexp" json:",omitempty" doc:"Another name for matches."`
	Golden    string  `yaml:"golden" check:"file" doc:"File that contains the whole output, relative to the entry file's folder. 'hub run REF --update' writes it and keeps its line ends."`
	Unordered bool    `yaml:"unordered" doc:"The lines of equals and golden may come in any order."`
	// Comment is nil for the default.
	Comment *bool `yaml:"comment" doc:"Expect the output in the Output: comment at the end of the entry file, if there is one and no other key is given. Default: in Go programs only, where it must be the last thing in func main."`

	// FromComment says that Equals comes from the entry file's comment, which
	// cannot begin with empty lines.
	FromComment bool `yaml:"-" json:",omitempty"`
}

// Given reports whether anything is expected of the output.
func (x *ExpectOutput) Given() bool { return x.Requires() || len(x.NotContains)+len(x.NotMatches) > 0 }

// Requires reports whether an empty output cannot meet the expectation.
func (x *ExpectOutput) Requires() bool {
	says := func(text string) bool { return text != "" } // every output contains the empty string
	return x.Equals != nil || slices.ContainsFunc(x.Contains, says) || slices.ContainsFunc(x.Matches, says) || x.Golden != ""
}

// Normalizer replaces parts of a text that differ from run to run: a built-in
// one by its name, or an expression and its replacement.
type Normalizer struct {
	Name NormalizerName `yaml:"-" json:",omitempty"`
	// Match is set if Name is empty.
	Match   string `yaml:"match" check:"regexp" json:",omitempty" doc:"Regular expression (RE2, ^ and $ match at lines)."`
	Replace string `yaml:"replace" check:"template" json:",omitempty" doc:"Replacement for each match. ${1} and ${name} are the expression's groups, $$ is a dollar sign."`
}

// Normalizers are applied in order: first the built-in ones, as
// [NormalizerNames] lists them, then the others as given. In YAML a single one
// needs no list.
type Normalizers []Normalizer

// NormalizerName names a built-in normalizer.
type NormalizerName string

// The built-in normalizers and what they replace matches by.
const (
	NormalizeANSI      NormalizerName = "ansi"      // terminal sequences: nothing
	NormalizePaths     NormalizerName = "paths"     // the project's root [ROOT], the temporary folder [TMP], the home folder [HOME]
	NormalizeUUIDs     NormalizerName = "uuids"     // [UUID]
	NormalizeDates     NormalizerName = "dates"     // dates and times of day: [DATE], [TIME]
	NormalizeDurations NormalizerName = "durations" // 12ms, 1m3.5s, 0.2 seconds: [DURATION]
	NormalizeAddresses NormalizerName = "addresses" // 0xc000012345: [ADDRESS]
)

// NormalizerNames lists the built-in normalizers in the order in which they
// are applied.
func NormalizerNames() []NormalizerName {
	return []NormalizerName{NormalizeANSI, NormalizePaths, NormalizeUUIDs, NormalizeDates, NormalizeDurations, NormalizeAddresses}
}
