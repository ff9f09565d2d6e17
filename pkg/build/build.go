// Package build reports what the running program was built from, as far as the Go
// toolchain recorded it.
package build

import (
	"runtime/debug"
	"strings"
)

// Version returns the version of the module when the program was installed by
// version, else devel with the commit it was built from, else devel.
func Version() string { return version(info()) }

// Commit returns the hash of the commit that the program was built from, with +dirty
// when the work tree differed from it; empty when the build does not record it.
func Commit() string {
	hash, dirty := commit(info())
	return hash + dirty
}

// Date returns the day of that commit, such as 2026-11-30; empty when the build does not
// record it.
func Date() string {
	for _, s := range info().Settings {
		if s.Key == "vcs.time" {
			day, _, _ := strings.Cut(s.Value, "T")
			return day
		}
	}
	return ""
}

func info() *debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info
	}
	return &debug.BuildInfo{}
}

func version(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	if hash, dirty := commit(info); hash != "" {
		return "devel-" + hash[:min(12, len(hash))] + dirty
	}
	return "devel"
}

func commit(info *debug.BuildInfo) (hash, dirty string) {
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			hash = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+dirty"
		}
	}
	return hash, dirty
}
