package pkg_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/licensecheck"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// licences are those that a module may have: a program made of them may be given away in
// any form, with their texts.
var licences = map[string]bool{"Apache-2.0": true, "BSD-2-Clause": true, "BSD-3-Clause": true, "ISC": true, "MIT": true}

// licenceFile is the name of a file with a module's licence.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying)([.-].*)?$`)

// Each module of which the program or a test is made has one of the licences, by Google's
// licensecheck, and no text of another one in its licence file.
func TestLicences(t *testing.T) {
	modules := map[string]string{} // folders by path
	for system, of := range map[string][]string{"linux": {"-test", module + "..."}, "darwin": {module + "cmd/hub"}, "windows": {module + "cmd/hub"}} {
		list := exec.Command("go", append([]string{"list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}}{{"\t"}}{{.Dir}}{{end}}{{end}}`}, of...)...)
		list.Env = append(os.Environ(), "GOOS="+system)
		out, err := list.Output()
		require.NoError(t, err)
		for line := range strings.Lines(string(out)) {
			path, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
			modules[path] = dir
		}
	}
	delete(modules, "")
	require.Greater(t, len(modules), 20)
	for path, dir := range modules {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		found := 0
		for _, entry := range entries {
			if !licenceFile.MatchString(entry.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
			require.NoError(t, err)
			for _, match := range licensecheck.Scan(text).Match {
				found++
				assert.True(t, licences[match.ID], "%s: %s has the licence %s, which is not in the list", path, entry.Name(), match.ID)
			}
		}
		assert.NotZero(t, found, "%s: no licence is recognised in %s", path, dir)
	}
}

// Actions of others are named by a commit, which nobody can move, with its version for
// people and for the updates of dependabot.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[a-z-]+/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	found := 0
	for _, file := range workflows(t, "workflows/*.yml", "actions/*/action.yml") {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`).FindAllStringSubmatch(string(text), -1) {
			if !strings.HasPrefix(m[1], "./") {
				found++
				assert.Regexp(t, pinned, m[1], file)
			}
		}
	}
	assert.Greater(t, found, 10)
}

// Workflows may read the repository. Only a release may write, in its one job.
func TestWorkflowsHaveFewRights(t *testing.T) {
	for _, file := range workflows(t, "workflows/*.yml") {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var workflow struct {
			Permissions any
			Jobs        map[string]struct{ Permissions any }
		}
		require.NoError(t, yaml.Unmarshal(text, &workflow), file)
		assert.Equal(t, map[string]any{"contents": "read"}, workflow.Permissions, file)
		for name, job := range workflow.Jobs {
			if filepath.Base(file) != "release.yml" {
				assert.Nil(t, job.Permissions, "%s: job %s", file, name)
			}
		}
		assert.NotContains(t, string(text), "pull_request_target", file)
		assert.Equal(t, strings.Count(string(text), "actions/checkout@"), strings.Count(string(text), "persist-credentials: false"), file)
	}
}

func workflows(t *testing.T, globs ...string) (files []string) {
	for _, glob := range globs {
		found, err := filepath.Glob(filepath.Join("..", ".github", filepath.FromSlash(glob)))
		require.NoError(t, err)
		require.NotEmpty(t, found)
		files = append(files, found...)
	}
	return files
}

// No code that hub calls has a known vulnerability, by Go's database as of now: so 'make
// vulnerabilities' alone runs it, and its result is never cached.
func TestKnownVulnerabilities(t *testing.T) {
	tool := os.Getenv("HUB_GOVULNCHECK")
	if tool == "" {
		t.Skip("make vulnerabilities runs it")
	}
	database, set := os.LookupEnv("GOVULNDB")
	if !set {
		database = "https://vuln.go.dev"
	}
	if strings.HasPrefix(database, "http") {
		client := http.Client{Timeout: 10 * time.Second}
		answer, err := client.Get(database + "/index/db.json")
		if err == nil {
			require.NoError(t, answer.Body.Close())
		}
		if err != nil || answer.StatusCode != http.StatusOK {
			reason := "Go's vulnerability database cannot be reached from here, so nothing was looked up: the workflow vulnerabilities does it each day"
			if os.Getenv("GITHUB_ACTIONS") == "true" {
				t.Fatal(reason, err)
			}
			t.Skip(reason)
		}
	}
	command := append(strings.Fields(tool), "-db="+database, "-test", "./...")
	check := exec.Command(command[0], command[1:]...)
	check.Dir = ".."
	out, err := check.CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}
