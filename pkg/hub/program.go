package hub

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Program is a program that an example needs: its name for PATH, and bounds of its
// version.
type Program struct {
	Name   string
	Bounds []Bound
}

// Bound is a bound of a version: an operator (>=, >, <=, <, = or !=) and numbers.
type Bound struct {
	Operator string
	Version  string
}

// operators are the operators of bounds; longer ones come before their prefixes.
var operators = []string{">=", "<=", "!=", "==", ">", "<", "="}

// versionNumber matches the version of a bound.
var versionNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9}){0,5}$`) })

// ParseProgram parses a program of needs.commands: php, php>=8.3, or php>=8.1,<8.4.
// Spaces around bounds do not matter. The error names the supported forms.
func ParseProgram(text string) (Program, error) {
	at := strings.IndexAny(text, "<>=!")
	if at < 0 {
		if word, _, found := strings.Cut(text, "^"); found {
			return Program{}, fmt.Errorf("%q: ^ is not supported; write %s>=8.1,<9", text, word)
		}
		if word, _, found := strings.Cut(text, "~"); found {
			return Program{}, fmt.Errorf("%q: ~ is not supported; write %s>=8.1,<8.2", text, word)
		}
		return Program{Name: text}, nil
	}
	p := Program{Name: strings.TrimSpace(text[:at])}
	if p.Name == "" {
		return Program{}, fmt.Errorf("%q: the name of the program is missing before the version bound", text)
	}
	for part := range strings.SplitSeq(text[at:], ",") {
		part = strings.TrimSpace(part)
		i := slices.IndexFunc(operators, func(o string) bool { return strings.HasPrefix(part, o) })
		if i < 0 {
			return Program{}, fmt.Errorf("%q: %q is not a version bound; a bound begins with >=, >, <=, <, = or !=", text, part)
		}
		number := strings.TrimSpace(part[len(operators[i]):])
		if !versionNumber().MatchString(number) {
			return Program{}, fmt.Errorf("%q: %q is not a version; write numbers and dots, as in %s%s8.3", text, number, p.Name, operators[i])
		}
		p.Bounds = append(p.Bounds, Bound{operators[i], number})
	}
	return p, nil
}

// String formats the program as [ParseProgram] reads it.
func (p Program) String() string {
	var bounds []string
	for _, b := range p.Bounds {
		bounds = append(bounds, b.Operator+b.Version)
	}
	return p.Name + strings.Join(bounds, ",")
}

// Allows reports whether a version that [VersionIn] returned is within all bounds.
func (p Program) Allows(version string) bool {
	return !slices.ContainsFunc(p.Bounds, func(b Bound) bool { return !b.allows(version) })
}

// allows compares numbers. Missing parts of a version are 0; = and != compare only the
// parts of the bound: =8.3 allows 8.3.7.
func (b Bound) allows(version string) bool {
	have, want := numbers(version), numbers(b.Version)
	for len(have) < len(want) {
		have = append(have, 0)
	}
	same := slices.Equal(have[:len(want)], want)
	for len(want) < len(have) {
		want = append(want, 0)
	}
	order := slices.Compare(have, want)
	switch b.Operator {
	case ">=":
		return order >= 0
	case ">":
		return order > 0
	case "<=":
		return order <= 0
	case "<":
		return order < 0
	case "!=":
		return !same
	}
	return same
}

func numbers(version string) []int {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part) // of digits, few enough
		out = append(out, n)
	}
	return out
}

// dotted is a version in the output of a program, whole one without dots.
var dotted, whole = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9]{1,9}(?:\.[0-9]{1,9}){1,5}`) }),
	sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b[0-9]{1,9}\b`) })

// VersionIn finds the version of the program called name in what it printed when it was
// asked for it: the number after its name, else the first with a dot on the first line
// with digits, else the first there. It is empty if there is none.
func VersionIn(name, printed string) string {
	named, err := regexp.Compile(`(?i)(?:^|[^\w-])` + regexp.QuoteMeta(name) + `[\s,-]+(?:version[\s:]+)?v?([0-9]{1,9}(?:\.[0-9]{1,9}){1,5})`)
	if err == nil {
		if found := named.FindStringSubmatch(printed); found != nil {
			return found[1]
		}
	}
	for line := range strings.Lines(printed) {
		if strings.ContainsAny(line, "0123456789") {
			return cmp.Or(dotted().FindString(line), whole().FindString(line))
		}
	}
	return ""
}
