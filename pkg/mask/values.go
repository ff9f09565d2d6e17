package mask

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Values returns the values of the variables in environ (NAME=value) whose
// names are one of names, or match one as a glob ([path.Match], case counts),
// and that have at least six characters; in the order of environ, each once.
// A value with white space around it is given without that too, for that is
// how it will be used.
func Values(names []string, environ []string) []string {
	var out []string
	for _, entry := range environ {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || !matches(names, name) {
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

func matches(names []string, name string) bool {
	return slices.ContainsFunc(names, func(pattern string) bool {
		// A malformed glob is a name.
		ok, err := path.Match(pattern, name)
		return pattern == name || err == nil && ok
	})
}
