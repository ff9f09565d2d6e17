package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/seed-00a9b34c/hub/reporters/site"
)

func TestNamesArePermanent(t *testing.T) {
	for id, want := range map[string]string{
		"basics/hello": "basics-hello-de42282907228922",
		"":             "e3b0c44298fc1c14",
	} {
		if got := site.Name(id); got != want {
			t.Errorf("Name(%q) = %q, want %q: published links would break", id, got, want)
		}
	}
}

func TestNamesAreSafeAndDistinct(t *testing.T) {
	safe := regexp.MustCompile(`^([a-z0-9]+-)*[0-9a-f]{16}$`)
	long := strings.Repeat("a/very long name ", 500)
	seen := map[string]string{}
	for _, id := range []string{
		"", ".", "..", "../../etc/passwd", "/", `\`, `C:\x`, "con", "CON", "nul.txt", "a b", "a%20b", "a+b", "a/b", "a-b",
		"A/B", "a", "A", "a.", "a ", "é", "e\u0301", "\xff", "\xfe", "\x00", "\n", `"><script>alert(1)</script>`, "日本語",
		long, long + "1", long + "2",
	} {
		name := site.Name(id)
		if !safe.MatchString(name) || len(name) > 80 {
			t.Errorf("Name(%.40q) = %q is not safe as a file name and in a URL", id, name)
		}
		if other, ok := seen[name]; ok {
			t.Errorf("%.40q and %.40q have one name, %s", id, other, name)
		}
		seen[name] = id
	}
}
