package cause_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/cause"
)

func TestMessage(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// What it says stays.
		{"expected 3, got 4", ""},
		{"HTTP 404: Not Found", ""},
		{"exit code 3: cannot open config.toml", ""},
		{"AssertionError [ERR_ASSERTION]: 1 == 2", ""},
		{"IndexError: list index out of range", ""},
		{"Uncaught TypeError: add(): Argument #1 ($a) must be of type int, string given", ""},
		{"panic: runtime error: index out of range [5] with length 3", ""},
		{"ValueError: invalid literal for int() with base 10: 'a'", ""},
		{"Allowed memory size of 2097152 bytes exhausted (tried to allocate 50003968 bytes)", "Allowed memory size of 2097152 bytes exhausted (tried to allocate [SIZE] bytes)"},
		{"no matching version found for left-pad@1.2.3", ""},
		{"expected 0xFF, got 0x0F", ""},
		{"wrote 12345678 rows, expected 12345679", ""},
		{"the facade was deadbeef", ""},
		{"Cannot GET /api/v2/users/17 (404)", ""},
		{"http://example.com/a/b/c returned 500", ""},
		{"TS2322: Type 'string' is not assignable to type 'number'.", ""},
		{"429 Too Many Requests", ""},
		{"open a/b/c.txt: no such file or directory", ""},
		{"expected 1e5, got 12345678e9", ""},
		{"git@github.com: Permission denied (publickey)", ""},

		// Paths.
		{"Uncaught Error: Failed opening required '/home/ci/cookbook/vendor/autoload.php' (include_path='.:/usr/share/php')", "Uncaught Error: Failed opening required '…/vendor/autoload.php' (include_path='.:…/share/php')"},
		{"require(/builds/9/repo/vendor/autoload.php): Failed to open stream: No such file or directory", "require(…/vendor/autoload.php): Failed to open stream: No such file or directory"},
		{"Cannot find module '/Users/me/dev/lib/util.mjs' imported from /Users/me/dev/ex/boom.mjs", "Cannot find module '…/lib/util.mjs' imported from …/ex/boom.mjs"},
		{"Cannot find module 'file:///home/x/p/util.mjs'", "Cannot find module '…/p/util.mjs'"},
		{`open C:\Users\me\dev\config.toml: The system cannot find the file specified.`, "open …/dev/config.toml: The system cannot find the file specified."},
		{`open "C:\\work\\x\\config.toml"`, `open "…/x/config.toml"`},
		{"cannot read /srv/data/in.csv.", "cannot read …/data/in.csv."},
		{"no labels in /data/train/labels.csv", "no labels in …/train/labels.csv"}, // and not in test/labels.csv
		{"cannot read /etc", ""},
		{"FileNotFoundError: [Errno 2] No such file or directory: '/tmp/tmpk3x9a_2q/result.json'", "FileNotFoundError: [Errno 2] No such file or directory: '[TMP]/result.json'"},
		{"open /tmp/hub-1000/run-3/17: no such file", "open [TMP]: no such file"},
		{"cannot write /tmp/phpA8dk2x", "cannot write [TMP]"},
		{"open /var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/tmp8a_x/out.txt: denied", "open [TMP]/out.txt: denied"},
		{`can't open C:\Users\me\AppData\Local\Temp\x17\y`, "can't open [TMP]"},

		// Addresses, ports, processes.
		{"TypeError: <__main__.Foo object at 0x7f3b2c1d5e50> is not callable", "TypeError: <__main__.Foo object at [ADDRESS]> is not callable"},
		{"undefined method `x' for #<Foo:0x000055d5c0a8b2c8> (NoMethodError)", "undefined method `x' for #<Foo:[ADDRESS]> (NoMethodError)"},
		{"java.lang.IllegalStateException: Task@1b6d3586 is closed", "java.lang.IllegalStateException: Task@[ADDRESS] is closed"},
		{"connect ECONNREFUSED 127.0.0.1:45321", "connect ECONNREFUSED 127.0.0.1:[PORT]"},
		{"listen EADDRINUSE: address already in use :::34567", "listen EADDRINUSE: address already in use :::[PORT]"},
		{"dial tcp [::1]:5432: connect: connection refused", "dial tcp [::1]:[PORT]: connect: connection refused"},
		{"dial tcp 140.82.121.4:443: i/o timeout", "dial tcp [IP]:[PORT]: i/o timeout"},
		{"curl: (7) Failed to connect to localhost port 41933 after 0 ms: Couldn't connect to server", "curl: (7) Failed to connect to localhost port [PORT] after [DURATION]: Couldn't connect to server"},
		{"GET http://localhost:34567/v1/models: 500", "GET http://localhost:[PORT]/v1/models: 500"},
		{"listen tcp :8080: bind: address already in use", "listen tcp :[PORT]: bind: address already in use"},
		{"worker with pid 4711 exited with 3", "worker with pid [PID] exited with 3"},
		{"(node:4711) Warning: x", "(node:[PID]) Warning: x"},
		{"==4711==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000", "==[PID]==ERROR: AddressSanitizer: SEGV on unknown address [ADDRESS]"},
		{"boom.sh: line 3: 4711 Segmentation fault (core dumped) ./a.out", "boom.sh: line [LINE]: [PID] Segmentation fault (core dumped) ./a.out"},
		{"thread 'main' (4711) panicked at src/main.rs:2:5", "thread 'main' ([PID]) panicked at src/main.rs:[LINE]"},

		// Times.
		{"token expired at 2026-11-30T15:09:23Z", "token expired at [DATE]"},
		{"2026/11/30 15:09:23 cannot open config.toml", "[DATE] cannot open config.toml"},
		{"signature of 1764515363 is too old", "signature of [TIME] is too old"},
		{"timed out after 1m30s", "timed out after [DURATION]"},
		{"Timeout of 2000ms exceeded", "Timeout of [DURATION] exceeded"},
		{"gave up after 3 attempts and 12.5 seconds", "gave up after 3 attempts and [DURATION]"},

		// IDs and hashes.
		{"no such job: 0f8fad5b-d9cb-469f-a165-70867728950e", "no such job: [UUID]"},
		{"commit 3f2a9c1d4b5e6f708192a3b4c5d6e7f801234567 is missing", "commit [HASH] is missing"},
		{`Error code: 401 - {'message': 'invalid x-api-key', 'request_id': 'req_011CSHoEeqs5C35K2UUqR7Fy'}`, `Error code: 401 - {'message': 'invalid x-api-key', 'request_id': '[ID]'}`},
		{"cannot open file_2.csv: run_17, call_4, batch-3", ""},
		{"no such file_internationalisation", ""},
		{"upstream said no (req_011CSHoEeqs5C35K2UUqR7Fy)", "upstream said no (req_[ID])"},
		{"no such function: call_2, run_3a; file_2024 and file-2 are missing in batch_10", ""},
		{"call_authenticated is no function", ""},
		{"Object id #7 is closed", "Object id #[ID] is closed"},

		// Lines of files.
		{"unexpected token in lib/a.rb:12:5 near x", "unexpected token in lib/a.rb:[LINE] near x"},
		{"Argument must be int, called in x.php on line 12", "Argument must be int, called in x.php on line [LINE]"},
		{"assert calc.add(2,3) == 6", ""},
		{"list.get(30): out of range", ""},
		{"Program.cs(12,5): error CS1002", "Program.cs([LINE]): error CS1002"},
		{"expected 1405006117, got 1405006118", ""},
		{"eval()'d code in a.php(12)", "eval()'d code in a.php([LINE])"},
		{"Expecting value: line 3 column 7 (char 40)", "Expecting value: line [LINE] column [LINE] (char 40)"},

		// Text is a line.
		{" \x1b[31mError\x1b[0m:\n\tboom ", "Error: boom"},
		{"", ""},
	} {
		want := c.want
		if want == "" {
			want = c.text
		}
		assert.Equal(t, want, cause.Message(c.text))
	}
}

// Two runs of one failure say the same.
func TestMessageOfTwoRuns(t *testing.T) {
	run := func(port, pid, root, tmp, took string) string {
		return "2026-11-30 " + took + " Error: " + root + "/ex/a.js:12 cannot reach 127.0.0.1:" + port + " (pid " + pid + ", log in " + tmp + ")"
	}
	a := run("34567", "12", "/home/ci/build/repo", "/tmp/tmpq7x/log.txt", "10:00:00")
	b := run("51234", "31337", "/builds/17/other", "/tmp/tmp19/log.txt", "23:59:59.123")
	assert.Equal(t, cause.Message(a), cause.Message(b))
	assert.NotEqual(t, cause.Message("expected 3, got 4"), cause.Message("expected 3, got 5"))
}

func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		"", "a/b", "/a/b/c.php:12:5", `C:\a\b`, "file:///a/b", "GET /a/b/c", "0x123456 1s 12:00:00", "line 1 column 2", "::1:80", "127.0.0.1:80 8.8.8.8:53",
		"req_1 request id: 1", "deadbeef1 A@12345 pid 1 (node:1) ==1==", "1764515363.5", strings.Repeat("/tmp/x1/", 200), strings.Repeat("1s ", 300),
		strings.Repeat("x", 399) + "1234567890s", "\x1b[31m\xff\u202e\x00", "/tmp/…/1", "[LINE]: 1 [PORT]", "(/a/b/./c./)", "port port 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := cause.Message(text)
		if again := cause.Message(got); again != got {
			t.Fatalf("not idempotent: %q, then %q", got, again)
		}
		if n := utf8.RuneCountInString(got); n > cause.MaxMessage {
			t.Fatalf("%d characters", n)
		}
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q is no line", got)
		}
	})
}
