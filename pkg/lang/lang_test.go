package lang

import (
	"regexp"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/stretchr/testify/assert"
)

func TestRowsAreComplete(t *testing.T) {
	for _, l := range All() {
		assert.Empty(t, l.Missing(), l.Name)
	}
}

func TestMissingNamesTheFields(t *testing.T) {
	complete := Language{
		Name: "x", Match: []string{"*.x"}, Command: []string{"{bin}"}, Build: []string{"xc", "{file}", "{bin}"},
		Version: []string{}, Comment: None, Errors: Any(),
	}
	assert.Empty(t, complete.Missing())
	for want, change := range map[string]func(*Language){
		"Name":                  func(l *Language) { l.Name = "" },
		"Match or Interpreters": func(l *Language) { l.Match = nil },
		"Command":               func(l *Language) { l.Command, l.Build = []string{"x"}, nil },
		"Build":                 func(l *Language) { l.Build = nil },
		"Builder":               func(l *Language) { l.Builder.Name = "builder.x" },
		"Version":               func(l *Language) { l.Version = nil },
		"Comment":               func(l *Language) { l.Comment = "" },
		"Errors":                func(l *Language) { l.Errors = Errors{} },
	} {
		l := complete
		change(&l)
		assert.Equal(t, []string{want}, l.Missing())
	}
}

// No two rows have the same file name, #! line or runner name.
func TestRowsDoNotOverlap(t *testing.T) {
	globs, interpreters, names := map[string]string{}, map[string]string{}, map[string]string{}
	claim := func(taken map[string]string, key, by string) {
		if other, ok := taken[key]; ok && other != by {
			t.Errorf("%s belongs to %s and to %s", key, other, by)
		}
		taken[key] = by
	}
	rows := map[string]bool{}
	for _, l := range All() {
		assert.False(t, rows[l.Name], "%s has two rows", l.Name)
		rows[l.Name] = true
		for _, glob := range l.Match {
			assert.True(t, doublestar.ValidatePattern(glob), glob)
			claim(globs, glob, l.Name)
		}
		for _, i := range l.Interpreters {
			claim(interpreters, i, l.Name)
		}
		if l.Errors.Name != Any().Name {
			for _, name := range append(append(l.Extensions(), l.Name), l.Errors.Names...) {
				claim(names, name, l.Errors.Name)
			}
		}
	}
	for _, l := range All() {
		for _, ext := range l.Extensions() {
			assert.NotContains(t, otherFiles(), ext, "the row of %s has the comment", l.Name)
		}
	}
}

// Expressions are compiled on first use, so an invalid one would panic in a
// run.
func TestExpressionsAreValid(t *testing.T) {
	for _, l := range append(All(), Language{Name: "any", Errors: Any()}) {
		if l.Crash.Line != "" {
			_, err := regexp.Compile(l.Crash.Line)
			assert.NoError(t, err, l.Name)
			assert.NotEmpty(t, l.Crash.Signs, l.Name)
		}
		for _, r := range append(l.Errors.Rules, l.Errors.Otherwise...) {
			assert.NotEmpty(t, r.Is, l.Name)
			assert.Positive(t, r.Find().SubexpIndex("msg"), "%s: %s has no group msg", l.Name, r.Find())
			if r.Not != nil {
				assert.NotPanics(t, func() { r.Not() })
			}
		}
		for _, r := range l.Errors.Types {
			assert.NotEmpty(t, r.Is, l.Name)
			assert.NotPanics(t, func() { r.Find() })
		}
		for _, frame := range l.Errors.Frames {
			assert.Positive(t, frame().SubexpIndex("file"), l.Name)
			assert.Positive(t, frame().SubexpIndex("line"), l.Name)
		}
	}
}

func TestComment(t *testing.T) {
	for _, c := range []struct {
		file, interpreter string
		want              Comment
	}{
		{"a.py", "", Hash}, {"a.PY", "", Hash}, {"a.tar.lua", "bash", Dashes}, {"a.main.kts", "", Slashes}, {"a.sql", "", Dashes},
		{"a", "python", Hash}, {"a", "luajit", Dashes}, {"a.unknown", "node", Slashes}, {"a.ml", "", None}, {"a.ml", "sh", Hash},
		{"a", "kotlin", None}, {"a", "", None}, {"a.", "", None},
	} {
		assert.Equal(t, c.want, All().Comment(c.file, c.interpreter), "%s %s", c.file, c.interpreter)
	}
}

func TestLines(t *testing.T) {
	for c, want := range map[Comment][]string{
		Hash: {"# a", "# b"}, Semicolons: {";; a", ";; b"}, Raw: {"a", "b"},
		Block: {"/*", "a", "b", "*/"}, Markup: {"<!--", "a", "b", "-->"},
	} {
		assert.Equal(t, want, c.Lines("a", "b"))
	}
}
