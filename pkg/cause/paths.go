package cause

import (
	"path"
	"strings"
)

// paths shortens absolute paths.
func paths(text string) string {
	re := expressions().absolute
	return re.ReplaceAllStringFunc(text, func(s string) string {
		m := re.FindStringSubmatch(s)
		if m[2] != "" {
			return s
		}
		return m[1] + shortened(m[3])
	})
}

// shortened returns the part of an absolute path that other machines have too: the last
// name and its folder, without which train/labels.csv and test/labels.csv would be one
// file. A file directly in the project's root has the folder that people clone it into.
func shortened(p string) string {
	p = strings.ReplaceAll(strings.ReplaceAll(p, `\\`, "/"), `\`, "/")
	tail := strings.TrimRight(p, "/.") // a full stop ends the sentence
	end := strings.TrimLeft(p[len(tail):], "/")
	base := path.Base(tail)
	x := expressions()
	place := x.temporary.FindString(tail + "/")
	if place == "" {
		return "…/" + strings.TrimPrefix(path.Join(path.Base(path.Dir(tail)), base), "/") + end
	}
	rest := tail[min(len(tail), len(place)):]
	if !strings.Contains(rest, "/") || !x.named.MatchString(base) || x.random.MatchString(base) {
		return "[TMP]" + end
	}
	return "[TMP]/" + base + end
}
