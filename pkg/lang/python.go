package lang

import "github.com/seed-00a9b34c/hub/pkg/hub"

func python() Language {
	return Language{
		Name:         "python",
		Match:        []string{"*.py"},
		Interpreters: []string{"python", "python3"},
		Command:      []string{"python3", "{file}"},
		Version:      []string{"python3", "--version"},
		Comment:      Hash,
		Errors:       pythonErrors(),
		Crash: Crash{Signs: []string{"Traceback "}, Line: `[ +|]*(?:Exception Group )?Traceback \(most recent call last\):$`,
			Quoted: []string{"Expecting:", "Expected:"}}, // a verbose doctest
	}
}

func pythonErrors() Errors {
	// The margin of an exception group.
	const margin = `(?: *\| )?`
	const frame = margin + ` {2}File "(?P<file>[^"\n]+)", line (?P<line>\d+)`
	return Errors{
		Name:  "python",
		Names: []string{"python3", "uv", "pypy"},
		Rules: []Rule{
			// The group is the message, not the last of its members.
			{Is: hub.ErrUncaught, Hints: []string{"Exception Group Traceback"}, Find: Regexp(`(?m)^  \| (?P<msg>[A-Za-z_][\w.]*: .*\(\d+ sub-exceptions?\))(?:\n +[|+].*)*\n*\z`)},
			// The line below the last frame of the last traceback.
			{Is: hub.ErrUncaught, Hints: []string{`File "`}, Find: Regexp(`(?m)^` + margin + ` {2}File "[^"\n]+", line \d+(?:, in .*)?\n` +
				`(?:` + margin + ` {4,}.*\n)*(?:` + margin + ` {2}\[Previous line repeated .*\n)?` +
				margin + `(?P<msg>[A-Za-z_][\w.]*(?::.*)?)$`)},
		},
		Types:        wordsForTypes(),
		Frames:       []Pattern{Regexp(`(?m)^` + frame)},
		FramesBefore: true,
	}
}
