package classify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/seek"
)

func ptr(s string) *string { return &s }

func equals(s string) hub.Expect { return hub.Expect{Stdout: hub.ExpectOutput{Equals: &s}} }

func TestFailure(t *testing.T) {
	type facts = classify.Facts
	for _, c := range []struct {
		name string
		is   facts
		want string // type, location, message; empty for a pass
	}{
		{"pass", facts{}, ""},
		{"timeout", facts{TimedOut: true, Timeout: 2 * time.Second, Signal: "SIGKILL", Output: "panic: x"}, "timeout :0 timed out after 2s"},
		{"timeout of what was stopped", facts{TimedOut: true, Stopped: true, Timeout: time.Second}, "timeout :0 timed out after 1s; it was stopped by a signal or by reading the terminal, which only 'hub run --raw' allows"},
		{"timeout of an expected exit", facts{TimedOut: true, Timeout: 90 * time.Second, ExitCode: 3, Expect: hub.Expect{Exit: hub.ExitCodes{3}}}, "timeout :0 timed out after 1m30s"},
		{"signal", facts{Signal: "SIGSEGV", CoreDumped: true, ExitCode: -1}, "signal :0 killed by SIGSEGV (core dumped)"},
		{"signal without core", facts{Signal: "SIGKILL", ExitCode: -1, Output: "Killed"}, "signal :0 killed by SIGKILL"},
		{"an assertion in C", facts{Runner: "c", File: "boom.c", Signal: "SIGABRT", CoreDumped: true, ExitCode: -1, Output: "starting\nexample: boom.c:2: main: Assertion `1 == 2' failed.\n"}, "signal boom.c:2 killed by SIGABRT (core dumped): Assertion `1 == 2' failed."},
		{"an abort without a reason", facts{Signal: "SIGABRT", ExitCode: -1, Output: "x\n"}, "signal :0 killed by SIGABRT"},
		{"no exit code", facts{ExitCode: -1}, "unknown_error :0 exit code -1, with no explanation in the output"},

		{"a shell's SIGKILL", facts{ExitCode: 137, Output: "x.sh: line 1: 77 Killed  ./big\n"}, "signal :0 exit code 137: killed by SIGKILL, often out of memory"},
		{"a shell's SIGKILL, with evidence", facts{ExitCode: 137, OutOfMemory: true}, "signal :0 exit code 137: killed by SIGKILL, probably out of memory"},
		{"a usage text", facts{ExitCode: 1, Output: "Usage: please provide a string\n"}, "usage :0 Usage: please provide a string"},
		{"argparse", facts{Runner: "python", ExitCode: 2, Output: "usage: x.py [-h] --name NAME\nx.py: error: the following arguments are required: --name\n"}, "usage :0 x.py: error: the following arguments are required: --name"},
		{"click", facts{Runner: "python", ExitCode: 2, Output: "Usage: x.py [OPTIONS] NAME\nTry 'x.py --help' for help.\n\nError: Missing argument 'NAME'.\n"}, "usage :0 Error: Missing argument 'NAME'."},
		{"cobra", facts{Runner: "go", ExitCode: 1, Output: "Error: required flag(s) \"name\" not set\nUsage:\n  x [flags]\n\nFlags:\n  -h, --help   help for x\n"}, `usage :0 Error: required flag(s) "name" not set`},
		{"a usage text where something else broke", facts{Runner: "python", ExitCode: 1, Output: "usage: x.py FILE\nTraceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n    f()\nValueError: y\n"}, "uncaught_exception x.py:1 ValueError: y"},
		{"a usage text below other output", facts{ExitCode: 1, File: "ex/boom.sh", Output: "one\ntwo\nthree\nfour\nfive\nUsage: boom.sh FILE\n"}, "usage :0 Usage: boom.sh FILE"},
		{"the usage of memory below other output", facts{ExitCode: 1, Output: "one\ntwo\nthree\nfour\nfive\nusage: high\n"}, "unknown_error :0 exit code 1: usage: high"},
		{"the usage of memory", facts{ExitCode: 1, Output: "usage: 45%\ncannot go on\n"}, "unknown_error :0 exit code 1: cannot go on"},

		{"last meaningful line", facts{ExitCode: 3, Output: "one\ncannot go on\n\n----\nexit status 3\n"}, "unknown_error :0 exit code 3: cannot go on"},
		{"no line that says something", facts{ExitCode: 3, Output: "\n---\n"}, "unknown_error :0 exit code 3, with no explanation in the output"},
		{"a progress bar", facts{ExitCode: 1, Output: "10%\r50%\rdisk full"}, "unknown_error :0 exit code 1: disk full"},
		{"not the expected exit code", facts{ExitCode: 1, Output: "x\n", Expect: hub.Expect{Exit: hub.ExitCodes{3}}}, "unknown_error :0 exit code 1, expected 3: x"},
		{"success where a failure is expected", facts{Expect: hub.Expect{Exit: hub.ExitCodes{3}}, Output: "Error: x"}, "output_mismatch :0 exit code 0, expected 3"},
		{"the expected exit code", facts{ExitCode: 3, Expect: hub.Expect{Exit: hub.ExitCodes{3}}, Output: "Traceback (most recent call last):"}, ""},

		{"fail-on", facts{FailOn: []string{"nope", "^BAD"}, Output: "ok\nBAD thing\n"}, `unknown_error :0 output matches "^BAD": BAD thing`},
		{"fail-on, $ at a CRLF, colour before", facts{FailOn: []string{"^BAD$"}, Output: "\x1b[31mBAD\x1b[0m\r\nx"}, `unknown_error :0 output matches "^BAD$": BAD`},
		{"fail-on, drawn over", facts{FailOn: []string{"BAD"}, Output: "BAD\rfine\n"}, `unknown_error :0 output matches "BAD": BAD`},
		{"fail-on, not over lines", facts{FailOn: []string{`BAD\s+thing`, `(?s)ok.*BAD`}, Output: "ok\nBAD\nthing\n"}, ""},
		{"fail-on with a table's type", facts{Runner: "php", FailOn: []string{"^PHP Warning"}, Root: "/p", Output: "x\nPHP Warning:  Undefined variable $a in /p/a.php on line 3\ny\n"}, "warning a.php:3 Undefined variable $a"},
		{"fail-on is not for a failure", facts{ExitCode: 1, FailOn: []string{"FATAL"}, Output: "FATAL: disk\nRuntimeError: y"}, "exception :0 RuntimeError: y"},
		{"fail-on with the expected exit code", facts{ExitCode: 2, Expect: hub.Expect{Exit: hub.ExitCodes{2}}, FailOn: []string{"oops"}, Output: "oops"}, `unknown_error :0 output matches "oops": oops`},
		{"fail-on before the expected output", facts{Expect: equals("x"), FailOn: []string{"oops"}, Output: "oops"}, `unknown_error :0 output matches "oops": oops`},
		{"fail-on beyond what the tables read", facts{FailOn: []string{"needle"}, Output: strings.Repeat("hay\n", 50_000) + "needle\n" + strings.Repeat("hay\n", 50_000)}, `unknown_error :0 output matches "needle": needle`},
		{"fail-on of what was not kept", facts{FailOn: []string{"a", "b"}, Output: "x\n", Dropped: 9, Lines: []seek.Match{{}, {Found: true, Line: "b!"}}}, `unknown_error :0 output matches "b": b!`},
		{"fail-on in a line that was not kept", facts{FailOn: []string{"b"}, Output: "x\n", Dropped: 9, Lines: []seek.Match{{Found: true}}}, `unknown_error :0 output matches "b": (the line is too long to show)`},
		{"fail-on that nobody looked for", facts{FailOn: []string{"b"}, Output: "x\n", Dropped: 9}, `internal :0 the output was not searched for fail-on and skip-on`},
		{"fail-on before skip-on", facts{SkipOn: []string{"SKIP"}, FailOn: []string{"FATAL"}, Output: "SKIP\nFATAL: disk\n"}, "fatal_error :0 FATAL: disk"},
		{"skip-on is not for a failure", facts{ExitCode: 1, SkipOn: []string{"SKIP"}, Output: "SKIP: no server\n"}, "unknown_error :0 exit code 1: SKIP: no server"},
		{"skip-on without the expected output", facts{Expect: equals("x"), SkipOn: []string{"SKIP"}, Output: "SKIP: no server\n"}, ""},
		{"a pattern that is none", facts{FailOn: []string{"("}}, "internal :0 the expression \"(\": error parsing regexp: missing closing ): `(`"},

		{"equals", facts{Expect: equals("a\nb\n"), Output: "a  \r\nb\n\n\n"}, ""},
		{"equals nothing", facts{Expect: equals(""), Output: "\n"}, ""},
		{"differs", facts{Expect: equals("a\nb\nc"), Output: "a\nx\nc\n"}, `output_mismatch :0 line 2: expected "b", got "x"`},
		{"leading white space counts", facts{Expect: equals("a"), Output: " a"}, `output_mismatch :0 line 1: expected "a", got " a" (whitespace differs: "a", "␣a"; ␣ is a space)`},
		{"ends early", facts{Expect: equals("a\nb"), Output: "a\n"}, `output_mismatch :0 line 2: expected "b", got the end of the output`},
		{"goes on", facts{Expect: equals("a"), Output: "a\nb\n"}, `output_mismatch :0 line 2: expected the end of the output, got "b"`},
		{"colours are output", facts{Expect: equals("a"), Output: "\x1b[1ma"}, `output_mismatch :0 line 1: expected "a", got "\x1b[1ma"`},
		{"equality that cannot be proven", facts{Expect: equals("a"), Output: "a", Dropped: 7}, "output_mismatch :0 the output cannot be compared: 7 bytes of it were not kept; raise run.output-cap"},
		{"contains", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Contains: hub.Strings{"b\nc\n", "a"}}}, Output: "a\r\nb\r\nc"}, ""},
		{"lacks", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Contains: hub.Strings{"a", "z"}}}, Output: "a"}, `output_mismatch :0 the output does not contain "z"`},
		{"lacks in what was kept", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Contains: hub.Strings{"z"}}}, Output: "a", Dropped: 3}, `output_mismatch :0 what the output contains cannot be decided: 3 bytes of it were not kept; raise run.output-cap`},
		{"in what was not kept", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Contains: hub.Strings{"z"}}}, Output: "a", Dropped: 3, Found: &seek.Found{Texts: []bool{true}}}, ""},
		{"lacks in all of it", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Matches: hub.Strings{"z"}}}, Output: "a", Dropped: 3, Found: &seek.Found{Expressions: []seek.Match{{}}}}, `output_mismatch :0 the output does not match "z"`},
		{"matches", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Matches: hub.Strings{`^b\d$`}}}, Output: "a\nb1\nc"}, ""},
		{"does not match", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Matches: hub.Strings{`^b$`}}}, Output: "a"}, `output_mismatch :0 the output does not match "^b$"`},
		{"an expectation that is no pattern", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Matches: hub.Strings{`(`}}}}, "output_mismatch :0 expect.stdout.matches \"(\": error parsing regexp: missing closing ): `(?m:()`"},
		{"every one must hold", facts{Expect: hub.Expect{Stdout: hub.ExpectOutput{Equals: ptr("a"), Matches: hub.Strings{"z"}}}, Output: "a"}, `output_mismatch :0 the output does not match "z"`},
		{"the exit code comes first", facts{ExitCode: 1, Expect: equals("a"), Output: "b"}, "unknown_error :0 exit code 1: b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := classify.Failure(c.is)
			if c.want == "" {
				assert.Nil(t, e)
				return
			}
			require.NotNil(t, e)
			proper(t, e)
			assert.Equal(t, c.want, fmt.Sprintf("%s %s:%d %s", e.Type, e.File, e.Line, e.Message))
		})
	}
}

func TestLongLinesAreCutAtTheDifference(t *testing.T) {
	same := strings.Repeat("same ", 1000)
	e := classify.Failure(classify.Facts{Expect: equals(same + "expected" + same), Output: same + "else" + same})
	require.NotNil(t, e)
	proper(t, e)
	assert.Contains(t, e.Message, "expected")
	assert.Contains(t, e.Message, "else")

	e = classify.Failure(classify.Facts{ExitCode: 1, Output: strings.Repeat("ä", 3000)})
	assert.Len(t, []rune(e.Message), 500)
	assert.True(t, strings.HasSuffix(e.Message, "…"))
}

func TestBuild(t *testing.T) {
	e := classify.Build(classify.Facts{
		Runner: "go", ExitCode: 1, Root: "/p", File: "a/x.go", Dir: "/p/a", FailOn: []string{"undefined"}, SkipOn: []string{"undefined"},
		Expect: hub.Expect{Exit: hub.ExitCodes{1}},
		Output: "# command-line-arguments\n./x.go:3:2: undefined: foo\n./x.go:4:2: undefined: bar\n",
	})
	assert.Equal(t, &hub.Error{Type: hub.ErrBuild, Message: "undefined: foo", File: "a/x.go", Line: 3}, e)
	e = classify.Build(classify.Facts{Signal: "SIGKILL"})
	assert.Equal(t, &hub.Error{Type: hub.ErrBuild, Message: "killed by SIGKILL"}, e)
	proper(t, classify.Build(classify.Facts{}))
}

func TestSkip(t *testing.T) {
	long := strings.Repeat("x", 40_000)
	for _, c := range []struct {
		name, pattern, output, want string
	}{
		{"its group", `^SKIP: (.*)`, "a\nSKIP:   no \x1b[1mserver\x1b[0m \nb", "no server"},
		{"the line", `^SKIP`, "SKIP: no server\n", "SKIP: no server"},
		{"the line, of an empty group", `^SKIP(.*)`, "SKIP\n", "SKIP"},
		{"the line, of a group that takes no part", `SKIP|(x)`, "SKIP it\n", "SKIP it"},
		{"one line", `^SKIP: (?s:(.*))`, "SKIP: a\nb\n", "a"},
		{"too long", `x+SKIP (.*)`, long + "SKIP it\n", "(the line is too long to show)"},
		{"none", `^SKIP`, "no SKIP\n", ""},
	} {
		f := classify.Facts{SkipOn: []string{"never", c.pattern}, FailOn: []string{"never"}, Output: c.output}
		assert.Empty(t, classify.Skip(f), "nobody has looked")
		require.Nil(t, f.Look())
		got := classify.Skip(f)
		if strings.Contains(c.output, long) {
			assert.NotEmpty(t, got, c.name)
			assert.LessOrEqual(t, len(got), 600)
			continue
		}
		assert.Equal(t, c.want, got, c.name)
	}
}

// Causes are distinguished from texts that merely look like them.
func TestCauses(t *testing.T) {
	for output, want := range map[string]hub.ErrorType{
		"HTTP 401":                            hub.ErrAuth,
		"request failed with status code 401": hub.ErrAuth,
		"HTTP/1.1 403 Forbidden":              hub.ErrAuth,
		"401 Client Error: Unauthorized for url: https://api.example/v1": hub.ErrAuth,
		"Error: Invalid API key":            hub.ErrAuth,
		"OPENAI_API_KEY is not set":         hub.ErrUnknown,
		"The api key must be set":           hub.ErrAuth,
		"Error: Incorrect API key provided": hub.ErrAuth,
		"{\n  \"error\": {\n    \"code\": 401,\n    \"status\": \"x\"\n  }\n}": hub.ErrAuth,
		"git@github.com: Permission denied (publickey).":                       hub.ErrAuth,
		"HTTP Error 429: Too Many Requests":                                    hub.ErrRateLimit,
		"Rate limit exceeded, try again in 20s":                                hub.ErrRateLimit,
		"You exceeded your current quota, please check your plan":              hub.ErrRateLimit,
		"statusCode: 429":                                              hub.ErrRateLimit,
		"403 rate limit exceeded":                                      hub.ErrRateLimit,
		"Error: connect ECONNREFUSED 127.0.0.1:5432":                   hub.ErrNetwork,
		"curl: (6) Could not resolve host: api.example":                hub.ErrNetwork,
		"dial tcp 10.0.0.1:443: i/o timeout":                           hub.ErrNetwork,
		"psql: error: connection to server failed: Connection refused": hub.ErrNetwork,
		"requests.exceptions.ConnectionError: HTTPSConnectionPool(host='x'): Max retries exceeded with url: /": hub.ErrNetwork,
		"ssh: Could not resolve hostname nowhere":                                                              hub.ErrNetwork,
		"read ECONNRESET": hub.ErrNetwork,
		"Error: listen EADDRINUSE: address already in use :::3000": hub.ErrPortInUse,
		"OSError: [Errno 98] Address already in use":               hub.ErrPortInUse,
		"listen tcp :8080: bind: address already in use":           hub.ErrPortInUse,
		"Port 3000 is already in use":                              hub.ErrPortInUse,
		"the address is in use by nobody":                          hub.ErrUnknown,

		"processed 429 of 1000 records":                hub.ErrUnknown,
		"line 401: bad input":                          hub.ErrUnknown,
		"found 403 duplicates":                         hub.ErrUnknown,
		"error 4290":                                   hub.ErrUnknown,
		"connection pool is empty":                     hub.ErrUnknown,
		"the rate limiter demo ended with a bug":       hub.ErrUnknown,
		"the author is authorized":                     hub.ErrUnknown,
		"network drawn with 5 nodes, 1 missing":        hub.ErrUnknown,
		"AssertionError: expected status 401, got 200": hub.ErrAssertion,
		"Traceback (most recent call last):\n  File \"x.py\", line 1\nAssertionError: HTTP 429\n": hub.ErrAssertion,
		// A message long before the end is not the cause.
		"got HTTP 429, waiting\n" + strings.Repeat("step\n", 20) + "no more input": hub.ErrUnknown,
	} {
		e := classify.Failure(classify.Facts{ExitCode: 1, Output: output})
		require.NotNil(t, e)
		proper(t, e)
		assert.Equal(t, want, e.Type, "%s\n→ %s", output, e.Message)
		assert.Nil(t, classify.Failure(classify.Facts{Output: output}), "never a failure of a pass")
	}
}

// Messages of versions and systems that capture.sh has not recorded.
func TestOtherWordings(t *testing.T) {
	for _, c := range []struct {
		name string
		is   classify.Facts
		want hub.Error
	}{
		{"ruby 3.4", classify.Facts{Runner: "ruby", File: "x.rb", Output: "x.rb:2:in 'Object#f': bad (ArgumentError)\n\tfrom x.rb:3:in '<main>'\n"}, hub.Error{Type: hub.ErrUncaught, Message: "bad (ArgumentError)", File: "x.rb", Line: 2}},
		{"rust before 1.73", classify.Facts{Runner: "rust", File: "x.rs", Output: "thread 'main' panicked at 'boom', x.rs:4:5\nnote: run with"}, hub.Error{Type: hub.ErrRuntime, Message: "boom", File: "x.rs", Line: 4}},
		{"php with its log's time", classify.Facts{Runner: "php", Root: "/p", Output: "[22-Nov-2026 10:00:00 UTC] PHP Fatal error:  Allowed memory size exhausted in /p/a/b.php on line 12\n"}, hub.Error{Type: hub.ErrFatal, Message: "Allowed memory size exhausted", File: "a/b.php", Line: 12}},
		{"php, thrown in a library", classify.Facts{Runner: "php", Root: "/p", Output: "PHP Fatal error:  Uncaught E: x in /p/vendor/a/b.php:3\nStack trace:\n#0 /p/ex/run.php(9): b()\n#1 {main}\n"}, hub.Error{Type: hub.ErrUncaught, Message: "Uncaught E: x", File: "ex/run.php", Line: 9}},
		{"php, message of two lines", classify.Facts{Runner: "php", Root: "/p", Output: "PHP Fatal error:  Uncaught Exception: one\ntwo in /p/ex/run.php:3\nStack trace:\n#0 {main}\n  thrown in /p/ex/run.php on line 3\n"}, hub.Error{Type: hub.ErrUncaught, Message: "Uncaught Exception: one", File: "ex/run.php", Line: 3}},
		{"python in a virtual environment", classify.Facts{Runner: "python", Root: "/p", Output: "Traceback (most recent call last):\n  File \"/p/a.py\", line 7, in <module>\n    lib.f()\n  File \"/p/.venv/lib/python3.12/site-packages/lib.py\", line 1, in f\n    raise E\nlib.E\n"}, hub.Error{Type: hub.ErrUncaught, Message: "lib.E", File: "a.py", Line: 7}},
		{"python on windows", classify.Facts{Runner: "python", Root: `C:\Users\me\p`, Output: "Traceback (most recent call last):\r\n  File \"c:\\Users\\me\\p\\ex\\a.py\", line 7, in <module>\r\n    f()\r\nNameError: name 'f' is not defined\r\n"}, hub.Error{Type: hub.ErrUncaught, Message: "NameError: name 'f' is not defined", File: "ex/a.py", Line: 7}},
		{"node on windows", classify.Facts{Runner: "node", Root: `C:\p`, Output: "file:///C:/p/ex%20one/a.mjs:3\nthrow x\n^\n\nError: boom\n    at file:///C:/p/ex%20one/a.mjs:3:7\n"}, hub.Error{Type: hub.ErrUncaught, Message: "Error: boom", File: "ex one/a.mjs", Line: 3}},
		{"typescript compiler", classify.Facts{Runner: "typescript", Output: "src/a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.\n"}, hub.Error{Type: hub.ErrBuild, Message: "TS2322: Type 'string' is not assignable to type 'number'.", File: "src/a.ts", Line: 3}},
		{"typescript compiler, pretty", classify.Facts{Runner: "typescript", Output: "src/a.ts:3:5 - error TS1005: ';' expected.\n"}, hub.Error{Type: hub.ErrParse, Message: "TS1005: ';' expected.", File: "src/a.ts", Line: 3}},
		{"deno", classify.Facts{Runner: "deno", Root: "/p", Output: "error: Uncaught (in promise) Error: boom\n    at file:///p/a.ts:2:9\n"}, hub.Error{Type: hub.ErrUncaught, Message: "Uncaught (in promise) Error: boom", File: "a.ts", Line: 2}},
		{"JSON that could not be parsed", classify.Facts{Runner: "node", Root: "/p", Output: "undefined:1\n{x\n ^\n\nSyntaxError: Expected property name in JSON at position 1\n    at JSON.parse (<anonymous>)\n    at f (/p/a.js:4:8)\n"}, hub.Error{Type: hub.ErrUncaught, Message: "SyntaxError: Expected property name in JSON at position 1", File: "a.js", Line: 4}},
		{"bash under another locale's quotes", classify.Facts{Runner: "sh", File: "x.sh", ExitCode: 127, Output: "x.sh: line 9: jq: command not found\n"}, hub.Error{Type: hub.ErrMissingDependency, Message: "jq: command not found", File: "x.sh", Line: 9}},
		{"a command that is not found, and another end", classify.Facts{Runner: "sh", File: "x.sh", ExitCode: 3, Output: "x.sh: 1: jq: not found\nno data\n"}, hub.Error{Type: hub.ErrUnknown, Message: "exit code 3: no data"}},
		{"a path out of the project", classify.Facts{Runner: "lua", Output: "lua: ../lib/x.lua:3: bad\n"}, hub.Error{Type: hub.ErrRuntime, Message: "bad"}},
		{"a path with odd characters", classify.Facts{Runner: "lua", Output: "lua: a\tb/x.lua:3: bad\n"}, hub.Error{Type: hub.ErrRuntime, Message: "bad", File: "a%09b/x.lua", Line: 3}},
		{"a helper class of a java program", classify.Facts{Runner: "java", File: "ex/Main.java", Output: "Exception in thread \"main\" java.lang.Error: x\n\tat Util.f(Util.java:3)\n\tat Main.main(Main.java:9)\n"}, hub.Error{Type: hub.ErrUncaught, Message: "java.lang.Error: x", File: "ex/Main.java", Line: 9}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.is.ExitCode == 0 {
				c.is.ExitCode = 1
			}
			e := classify.Failure(c.is)
			require.NotNil(t, e)
			proper(t, e)
			assert.Equal(t, c.want, *e)
		})
	}
}

// FuzzFailure checks that any output gives one bounded line, and that a pass stays a
// pass.
func FuzzFailure(f *testing.F) {
	for _, c := range captures(f) {
		f.Add(c.facts.Output, c.facts.Runner, c.facts.File, c.facts.Root, c.facts.ExitCode)
	}
	f.Add("\x1b[", "x", "", "", 1)
	f.Add("starting\nPHP Fatal error: \x00\x01", "php", "a.php", "/p", 1)
	f.Add("\x1b]0;title", "sh", "a.sh", `C:\p`, 127)
	f.Fuzz(func(t *testing.T, output, runner, file, root string, code int) {
		facts := classify.Facts{Runner: runner, File: file, Root: root, Dir: root + "/sub", Output: output, ExitCode: code, Silent: true}
		if e := classify.Failure(facts); code == 0 {
			assert.Nil(t, e)
		} else if assert.NotNil(t, e) {
			assert.NotEmpty(t, e.Message)
			proper2(t, e)
		}
		for _, expect := range []hub.Expect{equals(runner), {Exit: hub.ExitCodes{code}, Stdout: hub.ExpectOutput{Contains: hub.Strings{file}}}} {
			facts.Expect = expect
			if e := classify.Failure(facts); e != nil {
				proper2(t, e)
			}
		}
		facts.Expect, facts.FailOn = hub.Expect{}, []string{"error", "^$"}
		if e := classify.Failure(facts); e != nil {
			proper2(t, e)
		}
		doubt := classify.Doubt(facts)
		assert.LessOrEqual(t, len([]rune(doubt)), 500)
		assert.NotContains(t, doubt, "\n")
	})
}

// proper2 is like proper without the checks of a file's path that an invented entry
// path fails.
func proper2(t *testing.T, e *hub.Error) {
	t.Helper()
	c := *e
	c.File, c.Line = "", 0
	proper(t, &c)
}
