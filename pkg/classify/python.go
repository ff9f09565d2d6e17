package classify

import (
	"regexp"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func python() language {
	// The margin of an exception group.
	const margin = `(?: *\| )?`
	const frame = margin + ` {2}File "(?P<file>[^"\n]+)", line (?P<line>\d+)`
	return language{
		name:    "python",
		runners: []string{"python", "python3", "py", "uv", "pypy"},
		rules: []rule{
			// The line below the last frame of the last traceback.
			{is: hub.ErrUncaught, hints: []string{`File "`}, find: regexp.MustCompile(`(?m)^` + margin + ` {2}File "[^"\n]+", line \d+(?:, in .*)?\n` +
				`(?:` + margin + ` {4,}.*\n)*(?:` + margin + ` {2}\[Previous line repeated .*\n)?` +
				margin + `(?P<msg>[A-Za-z_][\w.]*(?::.*)?)$`)},
		},
		types:        wordsForTypes(),
		frames:       []*regexp.Regexp{regexp.MustCompile(`(?m)^` + frame)},
		framesBefore: true,
	}
}
