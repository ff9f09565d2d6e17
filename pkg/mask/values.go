package mask

import (
	"path"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// Values returns the values of the variables in environ (NAME=value) that
// names names, and that have at least six characters; in the order of environ,
// each once. A value with white space around it is given without that too, for
// that is how it will be used.
//
// A name is matched as it is or as a glob ([path.Match]); case counts, but on
// Windows, where it does not for the system either. One that
// begins with an exclamation mark takes out what it matches; of several that
// match, the last one counts.
func Values(names []string, environ []string) []string {
	var out []string
	for _, entry := range environ {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || !Named(names, name) {
			continue
		}
		for _, v := range []string{value, strings.TrimSpace(value)} {
			if utf8.RuneCountInString(v) >= MinLength && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// Named reports whether names name the variable, as [Values] reads them.
func Named(names []string, name string) bool { return named(runtime.GOOS, names, name) }

func named(goos string, names []string, name string) bool {
	if goos == "windows" {
		name = strings.ToUpper(name)
	}
	for _, pattern := range slices.Backward(names) {
		pattern, out := strings.CutPrefix(pattern, "!")
		if goos == "windows" {
			pattern = strings.ToUpper(pattern)
		}
		// A malformed glob is a name.
		if ok, err := path.Match(pattern, name); pattern == name || err == nil && ok {
			return !out
		}
	}
	return false
}
