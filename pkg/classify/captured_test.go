package classify_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

var update = flag.Bool("update", false, "write testdata/verdicts.golden")

// capture is the recorded output of an interpreter, see testdata/capture.sh.
type capture struct {
	name  string
	facts classify.Facts
}

func captures(t testing.TB) []capture {
	t.Helper()
	var files []string
	for _, folder := range []string{"captured", "known"} { // recorded, and known from documentation
		found, err := filepath.Glob("testdata/" + folder + "/*.txt")
		require.NoError(t, err)
		files = append(files, found...)
	}
	require.Greater(t, len(files), 350, "the captured outputs are part of the repository")
	var out []capture
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		parts := strings.Split(filepath.Base(file), ".")
		require.Len(t, parts, 3, file)
		code, err := strconv.Atoi(parts[1])
		require.NoError(t, err, file)
		language, _, _ := strings.Cut(parts[0], "-")
		entry := entryOf(t, language, parts[0])
		// A checkout on Windows may convert to CRLF.
		output := strings.ReplaceAll(string(data), "\r\n", "\n")
		out = append(out, capture{parts[0], classify.Facts{
			Runner: language, ExitCode: code, Output: output, Root: "/project", File: entry,
		}})
	}
	return out
}

// entryOf returns the entry file that capture.sh runs.
func entryOf(t testing.TB, language, name string) string {
	switch name {
	case "go-test":
		return "ex/boom_test.go"
	case "lua-shortened":
		return "ex/a-folder-with-a-rather-long-name/and-another-one-below-it-so-that-the-path-is-cut/boom.lua"
	case "node-esm", "node-custom", "node-package", "node-refused", "node-rejection", "node-status401":
		return "ex/boom.mjs"
	}
	switch language {
	case "java":
		return "ex/Boom.java"
	case "make", "gmake":
		return "ex/Makefile"
	case "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish":
		return "ex/boom.sh"
	case "deno", "bun":
		return "ex/boom.ts"
	case "gawk", "mawk":
		return "ex/boom.awk"
	case "kotlin":
		return "ex/boom.main.kts"
	case "r":
		return "ex/boom.R"
	}
	for _, l := range lang.All() {
		if l.Name == language {
			return "ex/boom." + l.Extensions()[0]
		}
	}
	require.Fail(t, "no runner "+language)
	return ""
}

// Every language has recorded outputs, a mistake of each kind among them.
func TestEveryLanguageIsCaptured(t *testing.T) {
	have := map[string]int{}
	for _, c := range captures(t) {
		have[c.facts.Runner]++
	}
	for _, l := range lang.All() {
		assert.GreaterOrEqual(t, have[l.Name], 5, l.Name)
	}
}

func verdict(f classify.Facts) string {
	if f.ExitCode == 0 {
		return "pass\t" + classify.Doubt(f)
	}
	e := classify.Failure(f)
	return fmt.Sprintf("%s\t%s:%d\t%s", e.Type, e.File, e.Line, e.Message)
}

// The golden file has the classification of every captured output. Review each changed
// line after an update.
func TestCaptured(t *testing.T) {
	var got strings.Builder
	for _, c := range captures(t) {
		fmt.Fprintf(&got, "%s\t%s\n", c.name, verdict(c.facts))
	}
	golden := filepath.Join("testdata", "verdicts.golden")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got.String())
}

// Rules that hold for all captured outputs, whatever the golden file says.
func TestCapturedRules(t *testing.T) {
	types := map[hub.ErrorType]bool{}
	for _, c := range captures(t) {
		t.Run(c.name, func(t *testing.T) {
			name := c.name[strings.IndexByte(c.name, '-')+1:]
			if c.facts.ExitCode == 0 {
				require.Nil(t, classify.Failure(c.facts))
				if strings.HasPrefix(name, "doubt-") {
					assert.NotEmpty(t, classify.Doubt(c.facts))
				}
				if strings.HasPrefix(name, "clean-") {
					assert.Empty(t, classify.Doubt(c.facts))
				}
				return
			}
			e := classify.Failure(c.facts)
			require.NotNil(t, e)
			types[e.Type] = true
			proper(t, e)

			want := map[string]hub.ErrorType{
				"refused": hub.ErrNetwork, "unresolved": hub.ErrNetwork, "syntax": hub.ErrParse, "assertion": hub.ErrAssertion,
				"uncaught": hub.ErrUncaught, "not-found": hub.ErrMissingDependency, "silent": hub.ErrUnknown,
			}
			if is, known := want[name]; known && !slices.Contains([]string{"lua-uncaught", "lua-assertion"}, c.name) {
				assert.Equal(t, is, e.Type)
			}

			passed := c.facts
			passed.ExitCode = 0
			assert.Nil(t, classify.Failure(passed), "what is printed never makes a failure of a pass")

			expected := c.facts
			expected.Expect.Exit = hub.ExitCodes{c.facts.ExitCode}
			assert.Nil(t, classify.Failure(expected), "the expected exit code is a pass")

			dressed := c.facts
			dressed.Output = "\x1b[31m" + strings.ReplaceAll(c.facts.Output, "\n", "\x1b[0m\r\n\x1b[1;31m")
			assert.Equal(t, e, classify.Failure(dressed), "colours and line ends change nothing")

			switch name {
			case "uncaught", "panic", "die", "not-found", "warning-exit", "exit3", "compile":
				after := c.facts
				after.Output = strings.Repeat("some of a flood of output\n", 4_000) + c.facts.Output
				assert.Equal(t, e, classify.Failure(after), "a flood before it changes nothing")
			}

			foreign := c.facts
			foreign.Runner, foreign.File = "something", path.Join("ex", "boom")
			if f := classify.Failure(foreign); assert.NotNil(t, f) {
				assert.Equal(t, e.Type, f.Type, "a program that starts another fails like that: %s", f.Message)
			}
		})
	}
	for _, is := range []hub.ErrorType{
		hub.ErrUnknown, hub.ErrBuild, hub.ErrFatal, hub.ErrParse, hub.ErrWarning, hub.ErrNotice, hub.ErrException,
		hub.ErrAssertion, hub.ErrUncaught, hub.ErrRuntime, hub.ErrMissingDependency, hub.ErrAuth, hub.ErrRateLimit, hub.ErrNetwork,
	} {
		assert.True(t, types[is], "no captured output is of type %s", is)
	}
}

// The same failures with other spellings of the project's folder.
func TestCapturedElsewhere(t *testing.T) {
	for _, c := range captures(t) {
		if c.facts.ExitCode == 0 {
			continue
		}
		e := classify.Failure(c.facts)
		for name, change := range map[string]func(*classify.Facts){
			"a root that is a symbolic link": func(f *classify.Facts) { f.Root = "/link" },
			"a temporary folder on macOS": func(f *classify.Facts) {
				f.Root = "/var/project"
				f.Output = strings.ReplaceAll(f.Output, "/project/", "/private/var/project/")
			},
			"a copy of the folder": func(f *classify.Facts) {
				f.Root, f.Dir = "/elsewhere", "/tmp/copy-1"
				f.Output = strings.ReplaceAll(f.Output, "/project/ex/", "/tmp/copy-1/")
				f.Output = strings.ReplaceAll(f.Output, "ex/boom.", "boom.")
				f.Output = strings.ReplaceAll(f.Output, "ex/Boom.", "Boom.")
			},
			"started in its folder": func(f *classify.Facts) {
				f.Dir = "/project/ex"
				f.Output = strings.ReplaceAll(f.Output, " ex/boom.", " ./boom.")
				f.Output = strings.ReplaceAll(f.Output, "\nex/boom.", "\n./boom.")
			},
		} {
			f := c.facts
			change(&f)
			got := classify.Failure(f)
			require.NotNil(t, got)
			assert.Equal(t, e.Type, got.Type, "%s: %s", c.name, name)
			if e.File == f.File && got.File != "" {
				assert.Equal(t, e.File, got.File, "%s: %s", c.name, name)
				assert.Equal(t, e.Line, got.Line, "%s: %s", c.name, name)
			}
			if name == "a copy of the folder" && e.File == f.File {
				assert.Equal(t, e.File, got.File, "%s: %s: %s", c.name, name, got.Message)
			}
		}
	}
}

func proper(t testing.TB, e *hub.Error) {
	t.Helper()
	assert.NotEmpty(t, e.Type)
	assert.Contains(t, hub.ErrorTypes(), e.Type)
	assert.NotEmpty(t, e.Message)
	assert.LessOrEqual(t, len([]rune(e.Message)), 500)
	assert.True(t, strings.ToValidUTF8(e.Message, "") == e.Message)
	assert.Equal(t, -1, strings.IndexFunc(e.Message, func(r rune) bool {
		return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e'
	}), "one line, nothing that moves a cursor: %q", e.Message)
	assert.Equal(t, strings.TrimSpace(e.Message), e.Message)
	assert.GreaterOrEqual(t, e.Line, 0)
	if e.File != "" {
		assert.False(t, path.IsAbs(e.File), e.File)
		assert.False(t, strings.HasPrefix(e.File, "../"), e.File)
		assert.Equal(t, hub.Printable(e.File), e.File)
	} else {
		assert.Zero(t, e.Line)
	}
}
