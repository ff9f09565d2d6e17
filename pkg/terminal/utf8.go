package terminal

import "strings"

// UTF8 reports whether text in UTF-8 can be shown: by the first of the variables LC_ALL,
// LC_CTYPE and LANG that is set; it can if none is.
func UTF8(getenv func(name string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := getenv(name); v != "" {
			charset := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(v))
			return strings.Contains(charset, "utf8")
		}
	}
	return true
}
