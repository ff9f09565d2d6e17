package volatile

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Paths in a folder without a name are relative to it; only whole parts are replaced.
func TestFolders(t *testing.T) {
	folders := []Folder{{Path: "/tmp/project"}, {Path: "/tmp", Name: "…"}, {Path: "/home/ada", Name: "~"}, {Path: `C:\work`}}
	for text, want := range map[string]string{
		"open /tmp/project/data/a.json: denied": "open data/a.json: denied",
		"'/tmp/project/a'":                      "'a'",
		"cannot enter /tmp/project":             "cannot enter .",
		"cannot enter /tmp/project/":            "cannot enter ./",
		"/tmp/projects/a, /x/tmp/project/a":     "…/projects/a, /x/tmp/project/a",
		"/tmp/hub-1/a and /home/ada/tmp/a":      "…/hub-1/a and ~/tmp/a",
		"~/tmp/a":                               "~/tmp/a",
		`open C:\work\data\a.json: denied`:      "open data/a.json: denied",
		`"C:\\work\\a.json"`:                    `"a.json"`,
		"nothing to see":                        "nothing to see",
	} {
		assert.Equal(t, want, Folders(folders, text))
		assert.Equal(t, want, Folders(folders, want), "again")
	}
}
