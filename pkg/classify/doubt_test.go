package classify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/classify"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestDoubt(t *testing.T) {
	for _, c := range []struct{ output, says string }{
		{"", "no output"},
		{" \n\t\n", "no output"},
		{"\x1b[0m\n", "no output"},

		{"working\nTraceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: 'x'\ndone\n", "crash"},
		{"PHP Fatal error:  Uncaught Exception: x in /p/x.php:3\n", "crash"},
		{"\nParse error: syntax error in x.php on line 2\n", "crash"},
		{"Uncaught TypeError: x is not a function\n", "crash"},
		{"Exception in thread \"main\" java.lang.Error: x\n\tat A.b(A.java:1)\n", "crash"},
		{"thread 'main' panicked at src/main.rs:3:5:\nx\n", "crash"},
		{"panic: x\n\ngoroutine 1 [running]:\nmain.main()\n", "crash"},
		{"(node:12) UnhandledPromiseRejectionWarning: Error: x\n", "crash"},
		{"x.sh: line 3:  1234 Segmentation fault      (core dumped) ./a\n", "crash"},
		{"Segmentation fault\n", "crash"},

		{"ok 1\nnot ok 2 - sums\n", "failure: not ok 2 - sums"},
		{"test_a ... ok\nFAILED (failures=1)\n", "failure: FAILED (failures=1)"},
		{"--- FAIL: TestX (0.00s)\n", "failure: --- FAIL"},
		{"FAIL\tpkg\t0.1s\n", "failure"},
		{"[FAIL] it sums\n", "failure"},
		{"Test Failed\n", "failure: Test Failed"},
		{"Test failed: expected 1, got 2\n", "failure"},
		{"All tests failed!\n", "failure"},
		{"3 tests failed\n", "failure: 3 tests failed"},
		{"==== 1 failed, 2 passed in 0.03s ====\n", "failure"},
		{"Tests: 1 failed, 2 passed, 3 total\n", "failure"},
		{"  1 passing (4ms)\n  2 failing\n", "failure: 2 failing"},
		{"3 examples, 1 failure\n", "failure"},
		{"Tests: 3, Assertions: 3, Failures: 1.\n", "failure"},
		{"passed: 3 failed: 2\n", "failure"},
		{"Passed: 10, Failed: 1\n", "failure"},

		{"Usage: x.pl FILE\n", "usage"},
		{"usage: prog [-h] file\n\noptions:\n  -h, --help  show this\n", "usage"},
		{"x.py: missing argument\nUsage: x.py [options] <file>\n", "usage"},
		{"Usage:\n  tool [command]\n\nAvailable Commands:\n  run    Run it\n\nUse \"tool help\" for more.\n", "usage"},
		{"My Tool 1.0\nCopyright me\nUsage: ./mytool --in FILE\n  --in   where from\n", "usage"},
		{"Usage: boom\n", "usage"},
		{"Usage: ./other-name operand1 operator operand2\n", "usage"},
		{"Usage: please provide a string\n", "usage"},
		{"Usage: please input a non-negative integer\n", "usage"},
		{"Usage: please provide a list of at least two integers to sort in the format \"1, 2, 3, 4, 5\"\n", "usage"},
		{"Usage: You must pass a file\n", "usage"},

		{"**********************************************************************\n1 items had failures:\n   1 of   1 in __main__\n***Test Failed*** 1 failures.\n", "failure: ***Test Failed*** 1 failures."},
		{"not yet implemented\n", "unfinished: not yet implemented"},
		{"Streaming is not yet implemented.\n", "unfinished"},
		{"starting\nTODO: not implemented yet!\n", "unfinished"},
		{"Unimplemented\n", "unfinished"},
	} {
		got := classify.Doubt(classify.Facts{Output: c.output, File: "ex/boom.sh"})
		assert.Contains(t, got, c.says, "%q", c.output)
		assert.NotContains(t, got, "\n")
		for name, expect := range map[string]hub.Expect{
			"exit":     {Exit: hub.ExitCodes{0, 3}},
			"equals":   equals(c.output),
			"contains": {Stdout: hub.ExpectOutput{Contains: hub.Strings{"x"}}},
			"golden":   {Stdout: hub.ExpectOutput{Golden: "x.out"}},
			"matches":  {Stdout: hub.ExpectOutput{Matches: hub.Strings{"x"}}},
		} {
			assert.Empty(t, classify.Doubt(classify.Facts{Output: c.output, Expect: expect}), "%s settles it: %q", name, c.output)
		}
	}
}

func TestNoDoubt(t *testing.T) {
	for _, output := range []string{
		"hello\n",
		"42",
		"0 failed\n",
		"failure: 0\n",
		"Failed: 0, Passed: 3\n",
		"FAILED: 0\n",
		"0 FAILED\n",
		"FAILED=0 OK=3\n",
		"passed=3 failed=0\n",
		"3 passed, 0 failed\n",
		"Tests: 3 passed, 0 failed, 3 total\n",
		"100% tests passed, 0 tests failed out of 3\n",
		"no tests failed\n",
		"No failures: 0\n",
		"None FAILED\n",
		"12 tests, 0 failures\n",
		"Tests: 3, Assertions: 3, Failures: 0.\n",
		"1..2\nok 1\nok 2 - failed logins are told\nnot ok 3 # TODO later\nnot ok 4 - x # skip no network\n",
		"error handling demo\n",
		"Error handling demo: caught Exception: x\n",
		"caught RuntimeError: the request failed\n",
		"retrying after 2 failed attempts\n",
		"circuit opened after 3 failures\n",
		"login failed as it should\n",
		"a payment that failed: refunded\n",
		"if the test failed, we would see it\n",
		"state: PAYMENT_FAILED -> RETRIED\n",
		"failover to node 2\nFAILOVER done\n",
		"recovered from panic: index out of range\n",
		"recovered: panic: x\n",
		"panic: printed by the program, and no goroutine\n",
		"exceptions in threads are told\n",
		"a Traceback is what Python prints\n",
		"Warning: deprecated\n",
		"PHP Warning:  Undefined variable $x in x.php on line 2\ndone\n",
		"0 passed; 0 failed; 0 ignored\n",
		"Usage: 45%\nFree: 10 GB\n",
		"Usage: 1,234 tokens\n",
		"Usage: CompletionUsage(prompt_tokens=9, total_tokens=12)\n",
		"Usage: {'prompt_tokens': 9, 'details': {'cached': 0}}\n",
		"usage: normal\nload: low\n",
		"Memory usage: 30 MB\n",
		"The answer is 4.\nIt took 2 steps.\nUsage: x.py FILE is printed with -h.\nBye.\nOne.\nTwo.\nThree.\n",
		"one\ntwo\nthree\nUsage: x.py [options]\n",
		"this program simulates a Segmentation fault\n",
		"Trying:\n    f(-1)\nExpecting:\n    Traceback (most recent call last):\n        ...\n    ValueError: n is negative\nok\n1 items passed all tests:\n",
		"Usage: provided by the meter\n",
		"usage: low\n",
		"features that are not yet implemented are listed below\nnone\n",
		"not yet implemented: 0\n",
		"caught NotImplementedError: not yet implemented\ndone\n",
	} {
		assert.Empty(t, classify.Doubt(classify.Facts{Output: output, File: "ex/boom.py"}), "%q", output)
	}
	assert.Empty(t, classify.Doubt(classify.Facts{Silent: true}), "silence is golden")
	assert.Empty(t, classify.Doubt(classify.Facts{Dropped: 1}), "something was printed")
	assert.NotEmpty(t, classify.Doubt(classify.Facts{Silent: true, Output: "Test Failed"}))
	long := strings.Repeat("x FAILED ", 200)
	assert.Len(t, []rune(classify.Doubt(classify.Facts{Output: long})), 500)
}
