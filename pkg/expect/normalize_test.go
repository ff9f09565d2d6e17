package expect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

var folders = []volatile.Folder{
	{Path: "/tmp", Name: "[TMP]"}, {Path: "/home/me", Name: "[HOME]"}, {Path: "/home/me/project/", Name: "[ROOT]"},
	{Path: "/", Name: "[NEVER]"}, {Path: "", Name: "[NEVER]"}, {Path: `C:\Users\me`, Name: "[WIN]"},
}

func builtins(names ...hub.NormalizerName) hub.Normalizers {
	var rules hub.Normalizers
	for _, name := range names {
		rules = append(rules, hub.Normalizer{Name: name})
	}
	return rules
}

func normalize(t testing.TB, rules hub.Normalizers, text string) string {
	t.Helper()
	got, err := expect.Normalize(rules, folders, text)
	require.NoError(t, err)
	return got
}

func TestBuiltIn(t *testing.T) {
	for name, cases := range map[hub.NormalizerName]map[string]string{
		"": {
			"": "", "\n\n": "", "a": "a\n", "a \t\r\nb\n\n \n": "a\nb\n", "\n\n a\n\nb": "\n\n a\n\nb\n",
			"5ms 2024-01-01": "5ms 2024-01-01\n",
		},
		hub.NormalizeANSI: {"\x1b[1mbold\x1b[0m \x1b]0;title\x07x": "bold x\n"},
		hub.NormalizePaths: {
			"/home/me/project/a.go:3":             "[ROOT]/a.go:3\n",
			"(/home/me/project)":                  "([ROOT])\n",
			"in /home/me/project.":                "in [ROOT].\n",
			"/home/me/project2":                   "[HOME]/project2\n",
			"/home/me/project.bak and /home/meet": "[HOME]/project.bak and /home/meet\n",
			"/home/me:/tmp:/tmp/x":                "[HOME]:[TMP]:[TMP]/x\n",
			"file:///tmp/x x=/tmp":                "file://[TMP]/x x=[TMP]\n",
			"/var/tmp/x a/tmp ./tmp":              "/var/tmp/x a/tmp ./tmp\n",
			"/home/me/tmp/x /home/me/project/tmp": "[HOME]/tmp/x [ROOT]/tmp\n",
			`C:\Users\me\a\b.txt, C:/Users/me/a`:  "[WIN]/a/b.txt, [WIN]/a\n",
			`{"a":"C:\\Users\\me\\a\\b"}`:         "{\"a\":\"[WIN]/a/b\"}\n",
			"/ //":                                "/ //\n",
		},
		hub.NormalizeUUIDs: {
			"0f8fad5b-d9cb-469f-a165-70867728950e/0F8FAD5B-D9CB-469F-A165-70867728950E": "[UUID]/[UUID]\n",
			"x0f8fad5b-d9cb-469f-a165-70867728950e 0f8fad5b-d9cb-469f-a165":             "x0f8fad5b-d9cb-469f-a165-70867728950e 0f8fad5b-d9cb-469f-a165\n",
		},
		hub.NormalizeDates: {
			"2024-02-29 and 2024-02-29T12:30:59.123Z":               "[DATE] and [DATE]\n",
			"2024-02-29T12:30:59+02:00 2024-02-29 12:30":            "[DATE] [DATE]\n",
			"2009-11-10 23:00:00.1 +0000 UTC m=+0.000000001":        "[DATE]\n",
			"2009-11-10 23:00:00 -0700 MST":                         "[DATE]\n",
			"2009-11-10 23:00:00,123 INFO started":                  "[DATE] INFO started\n",
			"2009-11-10 23:00:00 ERROR":                             "[DATE] ERROR\n",
			"2009/11/10 23:00:00 log line":                          "[DATE] log line\n",
			"2009/11/10 23:00:00.123456 x":                          "[DATE] x\n",
			"Mon, 02 Jan 2006 15:04:05 GMT|Monday, 02-Jan-06":       "[DATE]|[DATE]\n",
			"Mon, 02 Jan 2006 15:04:05 -0700":                       "[DATE]\n",
			"Mon Jan  2 15:04:05 2006, Mon Jan 2 15:04:05 MST 2006": "[DATE], [DATE]\n",
			"Mon  2 Jan 15:04:05 UTC 2006":                          "[DATE]\n",
			`[02/Jan/2006:15:04:05 +0000] "GET /"`:                  "[[DATE]] \"GET /\"\n",
			"Jan  2 15:04:05 host":                                  "[DATE] host\n",
			"20060102T150405Z":                                      "[DATE]\n",
			"at 15:04:05.123, at 3:04:05 PM, 0:00:01.234567":        "at [TIME], at [TIME], [TIME]\n",
			"12024-02-29 2024-02-299 12:30 1:2":                     "12024-02-29 2024-02-299 12:30 1:2\n",
		},
		hub.NormalizeDurations: {
			"12ms 1.5s 1m3.5s 2h45m 7µs 3ns":               "[DURATION] [DURATION] [DURATION] [DURATION] [DURATION] [DURATION]\n",
			"0.2 seconds, 1 sec; 3 minutes, 5 mins 1 hour": "[DURATION], [DURATION]; [DURATION], [DURATION] [DURATION]\n",
			"1e-05 seconds 15 ms 2 hrs 4msec":              "[DURATION] [DURATION] [DURATION] [DURATION]\n",
			"(0.004s) real\t0m0.004s":                      "([DURATION]) real\t[DURATION]\n",
			"5 s, 5 m, 7 days, x5s 5sx 12 apples 5mm":      "5 s, 5 m, 7 days, x5s 5sx 12 apples 5mm\n",
		},
		hub.NormalizeAddresses: {
			"0xc000012345 <f at 0x7F00AB12CD34> &0x7ffee4c0": "[ADDRESS] <f at [ADDRESS]> &[ADDRESS]\n",
			"0xff 0x12345 c000012345 0x12345678901234567":    "0xff 0x12345 c000012345 0x12345678901234567\n",
		},
	} {
		var rules hub.Normalizers
		if name != "" {
			rules = builtins(name)
		}
		for text, want := range cases {
			assert.Equal(t, want, normalize(t, rules, text), "%s of %q", name, text)
		}
	}
}

func TestExpressions(t *testing.T) {
	rules := hub.Normalizers{
		{Match: `^id=(\w+) n=(?P<n>\d+)$`, Replace: "id=X n=${n} was $1 for $$5"},
		{Match: `drop .*\n`, Replace: ""},
		{Match: `\[DURATION\]`, Replace: "soon"}, // after the built-in ones
		{Name: hub.NormalizeDurations},
	}
	assert.Equal(t, "id=X n=7 was ab for $5\nin soon\n", normalize(t, rules, "id=ab n=7\r\ndrop me\ndrop too\nin 5ms"))

	_, err := expect.Normalize(hub.Normalizers{{Match: "("}}, nil, "x")
	require.ErrorContains(t, err, `expect.normalize "(": error parsing regexp`)

	// Unbounded growth is an error.
	var grow hub.Normalizers
	for range 40 {
		grow = append(grow, hub.Normalizer{Match: "a", Replace: strings.Repeat("a", 100)})
	}
	_, err = expect.Normalize(grow, nil, "aaaa")
	require.ErrorContains(t, err, "too long")
}

// FuzzNormalize checks that any set of built-in normalizers, in any order, is
// idempotent.
func FuzzNormalize(f *testing.F) {
	for _, s := range []string{
		"", "2024-01-01T00:00:00Z12ms", "/home/me/project/tmp/x", "12\x1b[0mms 2024-01-\x1b[1m02", "0f8fad5b-d9cb-469f-a165-70867728950e5s",
		"5s2024-01-01 5µs2024-01-01", "Mon Jan  2 15:04:05 2006 GMT", "[TMP]/tmp ]/tmp /tmp/tmp//tmp", "0x1234565s 1:02:03:04:05:06", "a\r\n \n\n",
		`C:\Users\me\\x C:\Users\me/tmp`, "1:11:11 AM5s", "2009-11-10 23:00:00 +0000 UTCT m=+0.1", "00:00:00.1.1ms", "\u00c2\u009b1m5\u009bms",
	} {
		f.Add(s, uint(63))
	}
	f.Fuzz(func(t *testing.T, text string, set uint) {
		var rules, reversed hub.Normalizers
		for i, name := range hub.NormalizerNames() {
			if set>>i&1 == 1 {
				rules = append(rules, hub.Normalizer{Name: name})
				reversed = append(hub.Normalizers{{Name: name}}, reversed...)
			}
		}
		once := normalize(t, rules, text)
		require.Equal(t, once, normalize(t, rules, once), "%q", text)
		require.Equal(t, once, normalize(t, reversed, text))
		require.NotContains(t, once, "[NEVER]")
	})
}

// BenchmarkNormalize shows that time is linear: ns/byte stays the same.
func BenchmarkNormalize(b *testing.B) {
	all := builtins(hub.NormalizerNames()...)
	for name, unit := range map[string]string{
		"log": "2024-01-01 12:00:00 GET /tmp/x took 12ms by 0xc000012345\n", "digits": "1", "durations": "1h", "clocks": "12:34:56",
		"paths": "/tmp", "words": "nothing to do here, and no number\n", "lines": "a\n",
	} {
		for _, size := range []int{16 << 10, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit))
				for b.Loop() {
					normalize(b, all, text)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/byte")
			})
		}
	}
}
