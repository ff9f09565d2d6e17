package classify

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// CRLF is the cause if the message of a shell shows the CR, a possible cause if it does
// not, and not mentioned if another language reads the file.
func TestLineEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		runner, output string
		exit           int
		is             hub.ErrorType
		message        string
	}{
		"dash": {"sh", "x.sh: 2: true\r: not found\n", 127, hub.ErrParse, crlfCause + `: x.sh: 2: true\r: not found`},
		"bash": {"bash", "x.sh: line 2: $'true\\r': command not found\n", 127, hub.ErrParse, crlfCause + ": $'true\\r': command not found"},
		"key word": {"sh", "x.sh: 6: Syntax error: end of file unexpected (expecting \"then\")\n", 2, hub.ErrParse,
			crlfCause + ": Syntax error: end of file unexpected (expecting \"then\")"},
		"option":   {"bash", "x.sh: line 2: set: -\r: invalid option\n", 2, hub.ErrParse, crlfCause + `: x.sh: line 2: set: -\r: invalid option`},
		"env":      {"direct", "/usr/bin/env: ‘python3\\r’: No such file or directory\n/usr/bin/env: use -[v]S to pass options in shebang lines\n", 127, hub.ErrParse, crlfCause + ": /usr/bin/env: ‘python3\\r’: No such file or directory"},
		"BSD env":  {"direct", "env: python3\\r: No such file or directory\n", 127, hub.ErrParse, crlfCause + ": env: python3\\r: No such file or directory"},
		"silent":   {"sh", "", 1, hub.ErrUnknown, "exit code 1, with no explanation in the output (" + crlfCause + ")"},
		"its own":  {"sh", "curl: (6) Could not resolve host: x\n", 6, hub.ErrNetwork, "curl: (6) Could not resolve host: x (" + crlfCause + ")"},
		"python":   {"python", "broken\r\n", 1, hub.ErrUnknown, "exit code 1: broken"},
		"no shell": {"direct", "broken\r: \n", 1, hub.ErrUnknown, "exit code 1: : oken"},
	} {
		t.Run(name, func(t *testing.T) {
			facts := Facts{Runner: tt.runner, File: "x", ExitCode: tt.exit, Output: tt.output, CRLF: true}
			e := Failure(facts)
			require.NotNil(t, e)
			assert.Equal(t, tt.is, e.Type)
			assert.Equal(t, tt.message, e.Message)
			facts.CRLF = false
			assert.NotContains(t, Failure(facts).Message, crlfCause)
		})
	}
}
