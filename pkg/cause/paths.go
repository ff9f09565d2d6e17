package cause

import (
	"path"
	"regexp"
	"strings"
	"sync"
)

var (
	// absolute matches an absolute path of two parts and more, with what is before it. The
	// path of a request is none.
	absolute = sync.OnceValue(func() *regexp.Regexp {
		const part = "[^\\s/\\\\'\"<>|:;,()\\[\\]{}`‘’“”]"
		return regexp.MustCompile(`(^|[\s'"(=<,:;‘“«|\x60\[])` +
			`((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?(?:file://)?` +
			`((?:/?[A-Za-z]:(?:[/\\]{1,2}` + part + `+)+)|(?:/` + part + `+){2,}[/\\]?)`)
	})
	// temporary matches the folder that a system has for temporary files.
	temporary = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:/private)?(?:/var)?/tmp|/dev/shm|(?:/private)?/var/folders/[^/]+/[^/]+/[^/]+|/?[A-Za-z]:/(?:Users/[^/]+/AppData/Local|Windows)/Temp)(?:/|$)`)
	})
	// named matches a name that a person may have given a file.
	named = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z][\w-]*(?:\.[A-Za-z]\w{0,9})+$`) })
	// random matches the names that programs give to temporary files.
	random = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:te?mp|php|copy-)|\d{3,}`) })
)

// paths shortens absolute paths.
func paths(text string) string {
	re := absolute()
	return re.ReplaceAllStringFunc(text, func(s string) string {
		m := re.FindStringSubmatch(s)
		if m[2] != "" {
			return s
		}
		return m[1] + shortened(m[3])
	})
}

// shortened returns the part of an absolute path that other machines have too.
func shortened(p string) string {
	p = strings.ReplaceAll(strings.ReplaceAll(p, `\\`, "/"), `\`, "/")
	tail := strings.TrimRight(p, "/.") // a full stop ends the sentence
	end := strings.TrimLeft(p[len(tail):], "/")
	base := path.Base(tail)
	place := temporary().FindString(tail + "/")
	if place == "" {
		return "…/" + base + end
	}
	rest := tail[min(len(tail), len(place)):]
	if !strings.Contains(rest, "/") || !named().MatchString(base) || random().MatchString(base) {
		return "[TMP]" + end
	}
	return "[TMP]/" + base + end
}
