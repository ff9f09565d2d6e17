package cause_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func example(i int) hub.Example {
	id := fmt.Sprintf("examples/e%d", i)
	return hub.Example{Index: i + 1, ID: id, Path: id + "/run.php"}
}

// groups returns the groups of one failure per example.
func groups(errors ...hub.Error) []cause.Group {
	var plan []hub.Example
	var results []hub.Result
	for i := range errors {
		plan = append(plan, example(i))
		res := hub.Result{ID: plan[i].ID, Status: hub.StatusError, Error: &errors[i]}
		if errors[i].Type == "" {
			res = hub.Result{ID: plan[i].ID, Status: hub.StatusCompleted}
		}
		results = append(results, res)
	}
	return cause.Groups(plan, results, func(r *hub.Result) *hub.Error { return r.Error })
}

func TestGroups(t *testing.T) {
	autoload := func(file string, line int) hub.Error {
		return hub.Error{Type: hub.ErrFatal, Message: fmt.Sprintf("cannot open /home/%d/vendor/autoload.php", line), File: file, Line: line}
	}
	got := groups(
		hub.Error{Type: hub.ErrNetwork, Message: "connect 127.0.0.1:31337 refused"},
		autoload("examples/e1/run.php", 3), // each in its own file, at its own line
		hub.Error{},
		autoload("examples/e3/lib/load.php", 4),
		hub.Error{Type: hub.ErrNetwork, Message: "connect 127.0.0.1:4711 refused"},
		autoload("examples/boot.php", 5), // in a file that they share
		autoload("examples/e6/run.php", 6),
		autoload("examples/boot.php", 7), // at another line of it
		hub.Error{Type: hub.ErrAuth, Message: "connect 127.0.0.1:4711 refused"},
		autoload("examples/boot.php", 5),
	)
	var lines []string
	for _, g := range got {
		require.Len(t, g.Members, len(g.Examples))
		lines = append(lines, fmt.Sprintf("%v %s %s %s:%d", g.Members, g.Type, g.Message, g.File, g.Line))
	}
	assert.Equal(t, []string{
		"[1 3 6] fatal_error cannot open …/vendor/autoload.php :0",
		"[0 4] network connect 127.0.0.1:[PORT] refused :0",
		"[5 9] fatal_error cannot open …/vendor/autoload.php examples/boot.php:5",
		"[7] fatal_error cannot open …/vendor/autoload.php examples/boot.php:7",
		"[8] auth connect 127.0.0.1:[PORT] refused :0",
	}, lines)
	assert.Equal(t, []string{"examples/e1", "examples/e3", "examples/e6"}, got[0].Examples)
	assert.True(t, got[0].Several())
	assert.False(t, got[3].Several())
	assert.Empty(t, groups())
}

// A message that says nothing but its kind does not make two failures the same, unless
// they are at one place.
func TestBareMessages(t *testing.T) {
	for _, message := range []string{"AssertionError", "assertion failed!", "AssertionError [ERR_ASSERTION]: failed", "Assertion failed", "Uncaught RuntimeException", ""} {
		got := groups(
			hub.Error{Type: hub.ErrAssertion, Message: message, File: "examples/e0/run.php", Line: 3},
			hub.Error{Type: hub.ErrAssertion, Message: message, File: "examples/e1/run.php", Line: 3},
			hub.Error{Type: hub.ErrAssertion, Message: message, File: "lib.php", Line: 3},
			hub.Error{Type: hub.ErrAssertion, Message: message, File: "lib.php", Line: 3},
		)
		require.Len(t, got, 3, "%q", message)
		assert.Equal(t, []int{2, 3}, got[0].Members)
	}
	assert.Len(t, groups(
		hub.Error{Type: hub.ErrAssertion, Message: "AssertionError: the server is down", File: "examples/e0/run.php", Line: 3},
		hub.Error{Type: hub.ErrAssertion, Message: "AssertionError: the server is down", File: "examples/e1/run.php", Line: 9},
	), 1)
}

// A finder agrees with Groups.
func TestFinder(t *testing.T) {
	var f cause.Finder
	for i, message := range []string{"listen localhost:8080", "no host", "listen localhost:8081", "no host"} {
		e := example(i)
		first, same := f.Same(cause.Of(&e, &hub.Error{Type: hub.ErrNetwork, Message: message}), e.Index)
		assert.Equal(t, i >= 2, same)
		if same {
			assert.Equal(t, i-1, first)
		}
	}
}
