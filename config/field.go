package config

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// rule is what a value must keep, as the check tag of its field names it. On a
// list it holds for every entry.
type rule string

const (
	ruleNone     rule = ""         // a text without NUL bytes
	ruleRaw      rule = "raw"      // any text
	ruleName     rule = "name"     // a text that is not empty
	ruleEnv      rule = "env"      // a name, or the keys of a mapping, that an environment can hold
	ruleGlob     rule = "glob"     // a doublestar pattern of what is meant
	ruleGlobNot  rule = "glob-not" // the same, or one behind "!" of what is not
	ruleEntry    rule = "entry"    // a doublestar pattern of a file's name, without folders
	ruleRegexp   rule = "regexp"   // an RE2 expression; never expanded, for $ is its own
	ruleTemplate rule = "template" // any text; never expanded, for $ is its own
	ruleFile     rule = "file"     // a file's path, relative, with slashes; empty for none
	ruleGroup    rule = "group"    // a text with the placeholders of Source.Group
	ruleOS       rule = "os"       // an operating system's name
	ruleMin0     rule = "min0"     // a number that is not negative
	ruleShare    rule = "share"    // a number from 0 to 1
	ruleOne      rule = "version"  // the version of the format, 1
	ruleAddr     rule = "address"  // HOST:PORT
	ruleURL      rule = "url"      // an http or https URL
)

// literal reports whether texts under the rule are never expanded.
func (r rule) literal() bool { return r == ruleRegexp || r == ruleTemplate }

// field is one key of a struct, inlined ones included.
type field struct {
	name   string
	doc    string
	index  []int
	typ    reflect.Type
	check  rule
	expand bool
}

// fieldMemo remembers what readFields said of a type: a pure function, asked
// for every override of every example.
var fieldMemo sync.Map

// fieldsOf lists the keys of a struct in the order of its fields. The list is
// shared: it must not be changed.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldMemo.Load(t); ok {
		return known.([]field)
	}
	fields := readFields(t)
	fieldMemo.Store(t, fields)
	return fields
}

func readFields(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, option, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
		switch {
		case option == "inline":
			for _, f := range readFields(sf.Type) {
				f.index = append([]int{i}, f.index...)
				out = append(out, f)
			}
		case name != "" && name != "-":
			out = append(out, field{
				name: name, doc: sf.Tag.Get("doc"), index: []int{i}, typ: sf.Type,
				check: rule(sf.Tag.Get("check")), expand: sf.Tag.Get("expand") == "always",
			})
		}
	}
	return out
}

// checkText says what is wrong with a text under a rule; empty when nothing.
func checkText(r rule, s string) string {
	if r != ruleRaw && r != ruleTemplate && strings.Contains(s, "\x00") {
		return "holds a NUL byte, which no name, argument or path can"
	}
	switch r {
	case ruleName, ruleGlob, ruleGlobNot, ruleRegexp:
		if s == "" {
			return "must not be empty"
		}
	case ruleOS:
		if !slices.Contains(systems(), s) {
			hint := nearest.DidYouMean(s, systems())
			if name := commonName(s); name != s {
				hint = fmt.Sprintf(" (did you mean %q?)", name)
			}
			return fmt.Sprintf("%q is not an operating system that Go knows%s", s, hint)
		}
	case ruleGroup:
		return checkGroup(s)
	case ruleAddr:
		if host, port, err := net.SplitHostPort(s); err != nil || host == "" || port == "" {
			return fmt.Sprintf("%q is not an address; write HOST:PORT, like localhost:8080", s)
		}
	case ruleURL:
		if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Sprintf("%q is not a URL; write one like http://localhost:8080/health", s)
		}
	case ruleEntry:
		if strings.Contains(s, "/") {
			return fmt.Sprintf("%q has a slash; an entry is the name of a file, without its folder", s)
		}
	}
	switch r {
	case ruleGlob, ruleGlobNot, ruleEntry:
		if r != ruleGlobNot && strings.HasPrefix(s, "!") {
			return fmt.Sprintf("%q: a glob cannot be negated with \"!\"; write narrower globs (and \"?\" in place of the \"!\" of a file name)", s)
		}
		if !doublestar.ValidatePattern(s) {
			return fmt.Sprintf("%q is not a valid glob: a bracket, brace or backslash has no partner", s)
		}
	case ruleFile:
		if path.IsAbs(s) || strings.Contains(s, `\`) || filepath.VolumeName(s) != "" || strings.HasSuffix(s, "/") {
			return fmt.Sprintf("%q is not the path of a file, relative and with slashes", s)
		}
	case ruleRegexp:
		if _, err := regexp.Compile(s); err != nil {
			return fmt.Sprintf("%q is not a valid regular expression: %s", s, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
	}
	return ""
}

// checkKey says what is wrong with a key of a mapping of names.
func checkKey(f field, key string) string {
	switch {
	case key == "":
		return "a name must not be empty"
	case strings.Contains(key, "\x00"):
		return "a name cannot hold a NUL byte"
	case f.check == ruleEnv && strings.Contains(key, "="):
		return fmt.Sprintf("%q cannot be the name of an environment variable", key)
	}
	return ""
}

// placeholder is what may stand in braces in a source's group.
var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

func checkGroup(s string) string {
	for _, p := range placeholder.FindAllString(s, -1) {
		numbered := len(p) == len("{dir1}") && strings.HasPrefix(p, "{dir") && p[4] >= '1' && p[4] <= '9'
		if p != "{dir}" && !numbered {
			return fmt.Sprintf("%s is not a placeholder; known are {dir}, {dir1}, {dir2} … {dir9}", p)
		}
	}
	return ""
}

// systems are the GOOS values for which needs.os makes sense.
func systems() []string {
	return []string{"linux", "darwin", "windows", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos", "aix", "android", "ios", "plan9", "js", "wasip1"}
}

// commonName turns what people call a system into what Go calls it.
func commonName(s string) string {
	switch strings.ToLower(s) {
	case "macos", "mac", "osx", "macosx":
		return "darwin"
	case "win", "win32", "win64":
		return "windows"
	}
	return s
}
