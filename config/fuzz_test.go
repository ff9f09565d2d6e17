package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// seeds returns the texts of hub.yaml files, valid and invalid.
func seeds(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"testdata/*.yaml", "testdata/errors/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			out = append(out, string(data))
		}
	}
	return append(out, "", "~", "a: &a [*a]", "overrides: [{skip: no}, {stdin: ~}]", "run: {env: {A: \"\\0\", B: '$$'}}",
		"runners: {x: {command: ['{file}']}}", "<<: {version: 1}", "? run\n: {}", "run: &r {<<: *r}", "run: !!binary aGk=", "'run': {\"timeout\": 5m}")
}

// placed fails unless err is Problems with positions within the text.
func placed(t *testing.T, err error, data []byte, shift int) {
	t.Helper()
	var problems yamlmap.Problems
	require.ErrorAs(t, err, &problems)
	require.NotEmpty(t, problems)
	lines := strings.Count(strings.NewReplacer("\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(string(data)), "\n") + 1
	for _, p := range problems {
		require.GreaterOrEqual(t, p.Line, 1+shift, "%v", p)
		require.LessOrEqual(t, p.Line, lines+shift, "%v", p)
		require.GreaterOrEqual(t, p.Column, 1, "%v", p)
		require.NotContains(t, p.Error(), "\n")
		require.NotContains(t, p.Error(), "\x1b")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("hub.yaml", data, "/project", environment)
		if err != nil {
			placed(t, err, data, 0)
			return
		}
		same(t, c)
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s), 1)
	}
	f.Add([]byte("title: 3\norder: 1.5\ntags: a\nother: {x: [y]}\nneeds: {env: [A]}\nenv: {B: '${A}'}\n"), 2)
	f.Add([]byte("id: [a]\norder: first\nexpect: {stdout: {matches: '('}}\n"), 7)
	f.Fuzz(func(t *testing.T, data []byte, line int) {
		line = max(1, min(line, 1000))
		m, apply, err := ParseFrontMatter("run.php", line, data, environment)
		require.NotNil(t, apply)
		if err != nil {
			placed(t, err, data, line-1)
			return
		}
		// Decoding into empty settings and applying to empty settings give the
		// same.
		var s hub.Settings
		apply(&s)
		require.Equal(t, m.Settings, s)
	})
}

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"0", "5m", "1h30m", "30d", "2w", "1 month", "a week", "1.5h", "9223372036854775807ns", "-1s", "1M", "1e9s", "99999999999w", "0.000000001s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			require.Zero(t, d)
			// Whatever Go reads and is not negative, hub reads.
			g, goErr := time.ParseDuration(text)
			require.False(t, goErr == nil && g >= 0 && len(text) < 40 && !strings.Contains(text, "-"), "%q: %v", text, err)
			return
		}
		require.GreaterOrEqual(t, d, time.Duration(0))
		if g, err := time.ParseDuration(text); err == nil {
			require.InDelta(t, float64(g), float64(d), 1+float64(g)*1e-12, text)
		}
		for _, again := range []string{formatDuration(d), d.String()} {
			got, err := ParseDuration(again)
			require.NoError(t, err)
			require.Equal(t, d, got, again)
		}
	})
}

func FuzzTime(f *testing.F) {
	for _, s := range []string{"now", "yesterday", "3 weeks ago", "1 month", "2026-01-31", "2026-01-31 10:00", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00+02:00", "100000000y", "1.5d ago", "-1d", "tomorrow"} {
		f.Add(s, int64(1_800_000_000))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%(1<<33), 0)
		got, err := ParseTime(text, now)
		if err != nil {
			require.True(t, got.IsZero())
			return
		}
		require.False(t, got.After(now), "%v", got)
		require.GreaterOrEqual(t, got.Year(), 1)
		_, err = got.MarshalJSON()
		require.NoError(t, err)
	})
}
