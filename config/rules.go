package config

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Rules that several sections use; the others are in the file of their section.

// nameRule is the rule for a string that is not empty.
func nameRule() yamlmap.Rule {
	return yamlmap.Rule{Text: notEmpty, Schema: func(s schema.Object) { s["minLength"] = 1 }}
}

func notEmpty(s string) string {
	if s == "" {
		return "must not be empty"
	}
	return ""
}

// globRule is the rule for a doublestar pattern; negated allows one that begins
// with "!".
func globRule(negated bool) yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if s == "" {
			return notEmpty(s)
		}
		return checkGlob(s, negated)
	}, Schema: nameRule().Schema}
}

func checkGlob(s string, negated bool) string {
	if !negated && strings.HasPrefix(s, "!") {
		return fmt.Sprintf("%q: a glob cannot be negated with \"!\"; write narrower globs (and \"?\" for a \"!\" in a file name)", s)
	}
	if !doublestar.ValidatePattern(s) {
		return fmt.Sprintf("%q is not a valid glob: unmatched bracket, brace or backslash", s)
	}
	return ""
}

// regexpRule is the rule for an RE2 expression, in which $ is not expanded.
func regexpRule() yamlmap.Rule {
	return yamlmap.Rule{Literal: true, Text: func(s string) string {
		if s == "" {
			return notEmpty(s)
		}
		if _, err := regexp.Compile(s); err != nil {
			return fmt.Sprintf("%q is not a valid regular expression: %s", s, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
		return ""
	}, Schema: func(s schema.Object) { s["minLength"], s["format"] = 1, "regex" }}
}

// fileRule is the rule for a relative file path with forward slashes, or empty.
func fileRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if path.IsAbs(s) || strings.Contains(s, `\`) || filepath.VolumeName(s) != "" || strings.HasSuffix(s, "/") {
			return fmt.Sprintf("%q is not a relative file path with forward slashes", s)
		}
		return ""
	}}
}

// min0Rule is the rule for a number that is not negative.
func min0Rule() yamlmap.Rule {
	return yamlmap.Rule{Number: func(x float64) string {
		if x < 0 {
			return "must be 0 or more"
		}
		return ""
	}, Schema: func(s schema.Object) { s["minimum"] = 0 }}
}

// shareRule is the rule for a number from 0 to 1.
func shareRule() yamlmap.Rule {
	return yamlmap.Rule{Number: func(x float64) string {
		if !(x >= 0 && x <= 1) {
			return "must be a number from 0 to 1"
		}
		return ""
	}, Schema: func(s schema.Object) { s["minimum"], s["maximum"] = 0, 1 }}
}

// versionRule is the rule for the version of the format. [Parse] checks it,
// because a newer version hides all other problems.
func versionRule() yamlmap.Rule {
	return yamlmap.Rule{Schema: func(s schema.Object) {
		clear(s)
		s["const"] = 1
	}}
}

// orKnown suggests the nearest known name, or else lists all.
func orKnown(name string, known []string) string {
	if hint := nearest.DidYouMean(name, known); hint != "" {
		return hint
	}
	if len(known) == 0 {
		return "; none are defined"
	}
	return "; known: " + strings.Join(known, ", ")
}
