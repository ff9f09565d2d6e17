package hub

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// declared returns the values of all constants of a type in this package.
func declared(t *testing.T, typeName string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	found := map[string]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if named, ok := spec.Type.(*ast.Ident); !ok || named.Name != typeName {
				return true
			}
			for i, v := range spec.Values {
				value, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				require.NoError(t, err)
				found[spec.Names[i].Name] = value
			}
			return true
		})
	}
	require.NotEmpty(t, found, typeName)
	return found
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func TestListsAreComplete(t *testing.T) {
	errorTypes := slices.Sorted(maps.Values(declared(t, "ErrorType")))
	assert.Equal(t, errorTypes, slices.Sorted(slices.Values(texts(ErrorTypes()))))
	for _, e := range errorTypes {
		assert.Regexp(t, regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`), e)
	}
	statuses := slices.Sorted(maps.Values(declared(t, "Status")))
	assert.Equal(t, statuses, slices.Sorted(slices.Values(texts(Statuses()))))
	assert.Len(t, statuses, 7)
	for _, list := range []string{"EndReason", "Verdict", "EventType"} {
		values := slices.Collect(maps.Values(declared(t, list)))
		slices.Sort(values)
		assert.Equal(t, values, slices.Compact(slices.Clone(values)), "%s: two have one value", list)
	}
}

// Whether a new error type means <error> or <failure> in JUnit must be decided
// explicitly.
func TestCouldNotRun(t *testing.T) {
	want := map[ErrorType]bool{
		ErrTimeout: true, ErrSignal: true, ErrMissingRunner: true, ErrInvalidMeta: true, ErrUnreadable: true,
		ErrBuild: true, ErrInternal: true, ErrNoResult: true, ErrLost: true, ErrRequired: true, ErrDeadline: true, ErrSetup: true,
		ErrUnknown: false, ErrOutputMismatch: false, ErrDoubtful: false, ErrLeaked: false, ErrFlaky: false, ErrUnexpectedPass: false,
		ErrFatal: false, ErrParse: false, ErrWarning: false, ErrNotice: false, ErrException: false,
		ErrAssertion: false, ErrUncaught: false, ErrRuntime: false, ErrMissingDependency: false,
		ErrAuth: false, ErrRateLimit: false, ErrNetwork: false, ErrPortInUse: false, ErrUsage: false,
	}
	for _, e := range ErrorTypes() {
		could, decided := want[e]
		assert.True(t, decided, "%s: can it run?", e)
		assert.Equal(t, could, e.CouldNotRun(), "%s", e)
	}
	assert.False(t, ErrorType("made up by a reader of logs").CouldNotRun())
	assert.False(t, ErrorType("").CouldNotRun())
}

func TestStatusValid(t *testing.T) {
	for _, s := range Statuses() {
		assert.True(t, s.Valid(), s)
	}
	for _, s := range []Status{"", "failed", "Completed", "completed ", "flaky"} {
		assert.False(t, s.Valid(), s)
	}
}
