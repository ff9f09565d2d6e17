package config

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// defaults is the configuration of an empty file.
func defaults() *Config {
	return &Config{
		Version: 1,
		Runners: BuiltinRunners(),
		Run: Run{
			Timeout:   5 * time.Minute,
			Grace:     5 * time.Second,
			SlowAfter: time.Minute,
			Retries: Retries{Retries: hub.Retries{
				Backoff:  hub.BackoffExponential,
				Delay:    time.Second,
				MaxDelay: 30 * time.Second,
			}},
			Flaky:     FlakyPass,
			Leaks:     hub.LeaksWarn,
			Workdir:   hub.WorkdirRoot,
			Doubtful:  DoubtfulWarn,
			OutputCap: 64 << 10,
		},
		Status:  Status{File: ".hub/status.json", KeepRuns: 20},
		Clean:   Clean{OlderThan: 30 * 24 * time.Hour},
		Reports: Reports{Dir: ".hub/reports", Default: []string{"junit", "json", "markdown"}},
	}
}

// UsualSources are the folders where repositories keep their examples, and
// where hub looks when no sources are configured, as slash paths from the
// project's root.
func UsualSources() []string {
	return []string{"examples", "cookbook", "samples", "docs/examples"}
}

// DefaultEntry are the globs of file names that stand for their folder in an ID
// where a source says nothing else.
func DefaultEntry() []string { return []string{"run.*", "main.*", "index.*", "example.*"} }

// foundSources are those of the usual sources that exist below root.
func foundSources(root string) []Source {
	var out []Source
	for _, path := range UsualSources() {
		if info, err := os.Stat(filepath.Join(root, filepath.FromSlash(path))); err == nil && info.IsDir() {
			out = append(out, Source{Path: path, Entry: DefaultEntry()})
		}
	}
	return out
}

// UsualSecrets are the names of environment variables that are secrets unless
// the configuration takes them out; its secrets come after these.
func UsualSecrets() []string {
	return []string{"TOKEN", "*_TOKEN", "KEY", "*_KEY", "SECRET", "*_SECRET", "PASS", "*_PASS", "*PASSWORD*"}
}

// Settings is the run section as what holds for every example, to lay
// overrides and metadata over. The caller owns it.
func (c *Config) Settings() hub.Settings {
	s := hub.Settings{
		Env:     hub.Env{Clean: c.Run.Env.Clean, Set: maps.Clone(c.Run.Env.Set)},
		Timeout: c.Run.Timeout,
		Retries: c.Run.Retries.Retries,
		Leaks:   c.Run.Leaks,
		Workdir: c.Run.Workdir,
	}
	s.Retries.Only = slices.Clone(s.Retries.Only)
	s.Retries.Except = slices.Clone(s.Retries.Except)
	return s
}

// RunnerNames lists the names of all runners, built-in and configured, sorted.
func (c *Config) RunnerNames() []string { return slices.Sorted(maps.Keys(c.Runners)) }
