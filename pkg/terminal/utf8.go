package terminal

import "strings"

// UTF8 reports whether the terminal can show UTF-8, by the first of LC_ALL, LC_CTYPE and
// LANG that is set; true if none is set.
func UTF8(getenv func(name string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := getenv(name); v != "" {
			charset := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(v))
			return strings.Contains(charset, "utf8")
		}
	}
	return true
}
