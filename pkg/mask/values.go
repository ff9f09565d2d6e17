package mask

import (
	"path"
	"runtime"
	"slices"
	"strings"
)

// Values returns the values of the variables in environ (NAME=value) that match names
// and are not [Weak], each once, in the order of environ, without surrounding
// whitespace.
//
// A name matches exactly or as a glob ([path.Match]); case matters except on Windows.
// A name with a leading exclamation mark excludes what it matches; the last matching
// name wins.
func Values(names []string, environ []string) []string {
	var out []string
	for _, entry := range environ {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || !Named(names, name) {
			continue
		}
		if value = strings.TrimSpace(value); Weak(value) == "" && !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}

// Weak says why a value cannot be hidden; empty if it can. Weak values occur in any
// text: masking them would make it unreadable, and the marks would give the value away.
func Weak(value string) string {
	switch {
	case characters(value) < MinLength:
		return "it has fewer than 6 visible characters"
	case stopped(strings.TrimSpace(value)):
		return "it is a common word or placeholder"
	}
	return ""
}

// stopped reports whether a value is a common word or placeholder.
func stopped(value string) bool {
	if strings.Trim(value, value[:min(1, len(value))]) == "" {
		return true // one repeated character
	}
	_, found := slices.BinarySearch(stopList, strings.ToLower(value))
	return found
}

// stopList holds words of at least [MinLength] characters, sorted.
var stopList = []string{
	"0.0.0.0", "127.0.0.1", "access", "allowed", "anonymous", "api-key", "api_key", "apikey", "change-me", "change_me", "changeit", "changeme",
	"client", "console", "database", "default", "denied", "development", "disabled", "docker", "dry-run", "dryrun", "enabled", "example",
	"failed", "github", "gitlab", "http://localhost", "https://localhost", "invalid", "localhost", "missing", "nothing", "number",
	"object", "optional", "passed", "passphrase", "password", "placeholder", "postgres", "private", "production", "public", "release", "required",
	"sandbox", "secret", "secrets", "server", "session", "staging", "string", "system", "testing", "undefined", "unknown", "unused", "username",
	"verbose", "warning", "your-api-key", "your_api_key",
}

// Named reports whether the variable matches names, by the rules of [Values].
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
		// A malformed glob matches exactly.
		if ok, err := path.Match(pattern, name); pattern == name || err == nil && ok {
			return !out
		}
	}
	return false
}
