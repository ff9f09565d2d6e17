package config

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
)

var update = flag.Bool("update", false, "write the goldens and schema.json")

// environment has the values of variables in tests.
func environment(name string) (string, bool) {
	value, ok := map[string]string{"HUB_TEST_SET": "set", "HUB_TEST_EMPTY": ""}[name]
	return value, ok
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

func TestErrorGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/errors/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			_, err = Parse("hub.yaml", data, "/project", environment)
			require.Error(t, err)
			golden(t, strings.TrimSuffix(file, ".yaml")+".golden", err.Error()+"\n")
		})
	}
}

func TestForeignBytes(t *testing.T) {
	for name, tc := range map[string]struct{ data, want string }{
		"nul":              {"version: 1\nrun: \x00\n", "hub.yaml:2:6: NUL byte"},
		"not UTF-8":        {"# ok\n\nrun: {env: {A: \"\xff\"}}\n", "hub.yaml:3:17: the byte 0xff is not UTF-8"},
		"latin 1":          {"# caf\xe9\n", "hub.yaml:1:6: the byte 0xe9 is not UTF-8"},
		"UTF-16":           {"\xff\xfev\x00", "hub.yaml:1:1: the file is UTF-16"},
		"control":          {"version: 1\r\n\r\nrun: \x1b[31m", "hub.yaml:3:6: control character U+001B"},
		"old Mac line":     {"version: 1\rrun: \x07", "hub.yaml:2:6: control character U+0007"},
		"BOM in the midst": {"version: 1\n\ufeff", "hub.yaml:2:1: control character U+FEFF"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("hub.yaml", []byte(tc.data), "/project", nil)
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), tc.want), "got %s", err)
		})
	}
}

func TestGoodBytes(t *testing.T) {
	for name, data := range map[string]string{
		"empty":         "",
		"comment":       "# nothing yet\n",
		"null":          "~\n",
		"BOM":           "\ufeffversion: 1\nrun: {timeout: 5m}\n",
		"BOM alone":     "\ufeff",
		"CRLF":          "version: 1\r\nrun:\r\n  timeout: 5m\r\n",
		"marker":        "---\nversion: 1\n...\n",
		"marker alone":  "---\n",
		"empty section": "run:\nsources:\noverrides:\nrunners:\n",
		"tabs between":  "version: 1\t# one\nrun:\t{timeout:\t5m}\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Parse("hub.yaml", []byte(data), "/project", nil)
			require.NoError(t, err)
			assert.Equal(t, bare(&Config{Version: 1, Runners: BuiltinRunners(), Root: "/project", Run: defaults().Run,
				Submit: defaults().Submit, Status: defaults().Status, Clean: defaults().Clean, Reports: defaults().Reports}), bare(c))
		})
	}
}

// bare returns c without fields that differ between equal configurations.
func bare(c *Config) Config {
	b := *c
	b.name, b.positions, b.File, b.Warnings, b.Lookup, b.text = "", nil, "", nil, nil, nil
	b.Overrides = nil
	for _, o := range c.Overrides {
		o.apply = nil
		b.Overrides = append(b.Overrides, o)
	}
	return b
}

func TestProblemsAreLimited(t *testing.T) {
	data := "secrets:\n" + strings.Repeat("  - [a]\n", 5000)
	_, err := Parse("hub.yaml", []byte(data), "/project", nil)
	var problems yamlmap.Problems
	require.ErrorAs(t, err, &problems)
	assert.Len(t, problems, 5000)
	assert.Equal(t, 101, strings.Count(err.Error(), "\n")+1)
	assert.Contains(t, err.Error(), "and 4900 more problems")
}

func TestAliasBombs(t *testing.T) {
	lists := "secrets: &a [" + strings.Repeat("x,", 2000) + "x]\n" +
		"sources: [&s {path: p, include: *a}, " + strings.Repeat("*s, ", 2000) + "{path: q}]\n"
	merges := "limits: &l {" + manyKeys(2000) + "}\n" +
		"overrides:\n" + strings.Repeat("  - env: {<<: [*l, *l, *l, *l, *l, *l, *l, *l, *l, *l, *l]}\n", 200)
	for name, data := range map[string]string{"lists": lists, "merges": merges} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("hub.yaml", []byte(data), "/project", nil)
			var problems yamlmap.Problems
			require.ErrorAs(t, err, &problems)
			bombs := 0
			for _, p := range problems {
				if strings.Contains(p.Message, "expand to too many values") {
					bombs++
				}
			}
			assert.Equal(t, 1, bombs)
		})
	}
}

func manyKeys(n int) string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = "k" + strconv.Itoa(i) + ": {}"
	}
	return strings.Join(keys, ", ")
}

// A large broken file is reported as precisely, and in limited time.
func TestLargeBrokenFile(t *testing.T) {
	data := "secrets:\n" + strings.Repeat("  - A_TOKEN\n", 3_000) + " - [\n" + strings.Repeat("  - A_TOKEN\n", 3_000)
	_, err := Parse("hub.yaml", []byte(data), "/project", nil)
	require.EqualError(t, err, "hub.yaml:3002:1: invalid YAML: did not find expected key")
}
