package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// osRule is the rule for the name of an operating system.
func osRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if slices.Contains(systems(), s) {
			return ""
		}
		hint := nearest.DidYouMean(s, systems())
		if name := commonName(s); name != s {
			hint = fmt.Sprintf(" (did you mean %q?)", name)
		}
		return fmt.Sprintf("unknown operating system %q%s", s, hint)
	}, Schema: func(s schema.Object) {
		clear(s)
		s["enum"] = systems()
	}}
}

// systems returns the GOOS values for needs.os.
func systems() []string {
	return []string{"linux", "darwin", "windows", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos", "aix", "android", "ios", "plan9", "js", "wasip1"}
}

// commonName returns Go's name for a system with a common other name.
func commonName(s string) string {
	switch strings.ToLower(s) {
	case "macos", "mac", "osx", "macosx":
		return "darwin"
	case "win", "win32", "win64":
		return "windows"
	}
	return s
}

// programRule is the rule for a program with bounds of its version.
func programRule() yamlmap.Rule {
	return yamlmap.Rule{Text: func(s string) string {
		if s == "" {
			return notEmpty(s)
		}
		if _, err := hub.ParseProgram(s); err != nil {
			return err.Error()
		}
		return ""
	}, Schema: nameRule().Schema}
}
