package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// Metadata is what its YAML says, parsed now or kept in its compact form; and of any
// other bytes in that form something is read, without an end of hub.
func FuzzFrontMatterTree(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
		if n, err := yamlmap.Parse("", 0, []byte(s)); err == nil && n != nil {
			if b, ok := yamlmap.AppendTree(nil, n); ok {
				f.Add(b)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := yamlmap.ReadTree(data); n != nil {
			_, apply, _ := ReadFrontMatter("run.php", 3, n, environment)
			apply(&hub.Settings{})
		}
		n, err := yamlmap.Parse("", 0, data)
		if err != nil || n == nil {
			return
		}
		tree, ok := yamlmap.AppendTree(nil, n)
		if !ok {
			return
		}
		want, wantApply, wantErr := ParseFrontMatter("run.php", 3, data, environment)
		got, gotApply, gotErr := ReadFrontMatter("run.php", 3, yamlmap.ReadTree(tree), environment)
		require.Equal(t, wantErr, gotErr)
		require.Equal(t, want, got)
		var one, two hub.Settings
		wantApply(&one)
		gotApply(&two)
		require.Equal(t, one, two)
	})
}
