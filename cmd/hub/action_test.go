//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const actionFile = "../../.github/actions/hub/action.yml"

// action is the action that other repositories use.
type action struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	Name, ID, If, Uses, Shell, Run string
	Env, With                      map[string]string
}

func loadAction(t *testing.T) *action {
	t.Helper()
	data, err := os.ReadFile(actionFile)
	require.NoError(t, err)
	a := &action{}
	d := yaml.NewDecoder(bytes.NewReader(data))
	require.NoError(t, d.Decode(a))
	return a
}

// job plays the runner: it does the steps of the action as the runner does,
// but for those of other actions, of which it notes what they are given.
type job struct {
	dir, workspace string
	inputs, github map[string]string
	environ        []string
	outputs        map[string]map[string]string // by step
	outcome        map[string]string            // by step
	given          map[string]map[string]string // to other actions, by name
	base           string                       // the folder with the state of the base branch, if that is saved
	code           int                          // of the first step that failed
	log            bytes.Buffer
	failed         bool
}

func newJob(t *testing.T, inputs map[string]string) *job {
	dir := t.TempDir()
	j := &job{dir: dir, workspace: filepath.Join(dir, "workspace"), inputs: map[string]string{}, outputs: map[string]map[string]string{}, outcome: map[string]string{}, given: map[string]map[string]string{}}
	path, err := filepath.Abs(filepath.Dir(actionFile))
	require.NoError(t, err)
	j.github = map[string]string{"job": "docs", "head_ref": "", "ref_name": "feature/x y", "base_ref": "", "run_id": "77", "run_attempt": "2",
		"action_path": path, "event.repository.default_branch": "main"}
	for name, in := range loadAction(t).Inputs {
		j.inputs[name] = in.Default
	}
	for name, v := range inputs {
		_, known := j.inputs[name]
		require.True(t, known, name)
		j.inputs[name] = v
	}
	for _, folder := range []string{j.workspace, filepath.Join(dir, "temp")} {
		require.NoError(t, os.MkdirAll(folder, 0o755))
	}
	j.environ = append(outsideCI(os.Environ()), "RUNNER_TOOL_CACHE="+filepath.Join(dir, "tools"), "CI=true", "GITHUB_ACTIONS=true", "GITHUB_WORKSPACE="+j.workspace, "RUNNER_TEMP="+filepath.Join(dir, "temp"),
		"GITHUB_ACTION_PATH="+path, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
	return j
}

func (j *job) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(j.workspace, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

// do does the steps. The hub that is given, if any, is taken for installed.
func (j *job) do(t *testing.T, hub string) {
	t.Helper()
	for i, s := range loadAction(t).Runs.Steps {
		name := s.ID
		if name == "" {
			name = s.Name
		}
		condition := s.If
		if condition == "" {
			condition = "success()"
		} else if !strings.Contains(condition, "always()") {
			condition = "success() && " + strings.TrimSuffix(strings.TrimPrefix(condition, "${{"), "}}")
		}
		j.outputs[name] = map[string]string{}
		if v := j.value(condition); v == "" || v == "false" {
			j.outcome[name] = "skipped"
			continue
		}
		j.outcome[name] = "success"
		switch {
		case s.Uses != "":
			action, _, _ := strings.Cut(s.Uses, "@")
			j.given[action] = map[string]string{}
			for k, v := range s.With {
				j.given[action][k] = j.expand(v)
			}
			if s.ID == "base" && j.base != "" {
				require.NoError(t, os.CopyFS(filepath.Join(j.workspace, j.inputs["working-directory"], j.inputs["state"]), os.DirFS(j.base)))
				j.outputs[name]["cache-matched-key"] = j.given[action]["restore-keys"] + "1/1"
			}
		case s.ID == "install" && hub != "":
			j.outputs[name]["hub"] = hub
		default:
			j.run(t, i, name, s)
		}
	}
}

func (j *job) run(t *testing.T, i int, name string, s actionStep) {
	t.Helper()
	require.Equal(t, "bash", s.Shell, s.Name)
	script, output := filepath.Join(j.dir, "script.sh"), filepath.Join(j.dir, "output-"+name)
	require.NoError(t, os.WriteFile(script, []byte(s.Run), 0o644))
	require.NoError(t, os.WriteFile(output, nil, 0o644))
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
	cmd.Dir = j.workspace
	cmd.Env = append(j.environ, "GITHUB_OUTPUT="+output)
	for k, v := range s.Env {
		cmd.Env = append(cmd.Env, k+"="+j.expand(v))
	}
	cmd.Stdout, cmd.Stderr = &j.log, &j.log
	err := cmd.Run()
	var exit *exec.ExitError
	require.True(t, err == nil || errors.As(err, &exit), "%v", err)
	if err != nil {
		j.outcome[name] = "failure"
		if !j.failed {
			j.code, j.failed = exit.ExitCode(), true
		}
	}
	data, err := os.ReadFile(output)
	require.NoError(t, err)
	j.outputs[name] = parseOutputs(t, string(data))
}

// parseOutputs reads a file of outputs as the runner does.
func parseOutputs(t *testing.T, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if lines[i] == "" {
			continue
		}
		equals, heredoc := strings.Index(lines[i], "="), strings.Index(lines[i], "<<")
		if heredoc < 0 || equals >= 0 && equals < heredoc {
			require.Positive(t, equals, "no output: %q", lines[i])
			out[lines[i][:equals]] = lines[i][equals+1:]
			continue
		}
		name, delimiter := lines[i][:heredoc], lines[i][heredoc+2:]
		var value []string
		for i++; ; i++ {
			require.Less(t, i, len(lines), "%s has no end", name)
			if lines[i] == delimiter {
				break
			}
			value = append(value, lines[i])
		}
		out[name] = strings.Join(value, "\n")
	}
	return out
}

var expression = regexp.MustCompile(`\$\{\{(.*?)\}\}`)

func (j *job) expand(s string) string {
	return expression.ReplaceAllStringFunc(s, func(e string) string { return j.value(e) })
}

// value evaluates what of the expressions' language the action uses.
func (j *job) value(e string) string {
	e = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(e), "${{"), "}}"))
	truth := func(b bool) string {
		if b {
			return "true"
		}
		return ""
	}
	if parts := strings.Split(e, "&&"); len(parts) > 1 {
		last := ""
		for _, p := range parts {
			if last = j.value(p); last == "" || last == "false" {
				return ""
			}
		}
		return last
	}
	if parts := strings.Split(e, "||"); len(parts) > 1 {
		for _, p := range parts {
			if v := j.value(p); v != "" {
				return v
			}
		}
		return ""
	}
	if left, right, ok := strings.Cut(e, "!="); ok {
		return truth(j.value(left) != j.value(right))
	}
	if left, right, ok := strings.Cut(e, "=="); ok {
		return truth(j.value(left) == j.value(right))
	}
	fields := strings.SplitN(e, ".", 2)
	switch {
	case e == "always()":
		return "true"
	case e == "success()":
		return truth(!j.failed)
	case strings.HasPrefix(e, "'"):
		return strings.Trim(e, "'")
	case e == "runner.os":
		return "Linux"
	case e == "runner.arch":
		return "X64"
	case e == "runner.temp":
		return filepath.Join(j.dir, "temp")
	case fields[0] == "inputs":
		return j.inputs[fields[1]]
	case fields[0] == "github":
		return j.github[fields[1]]
	case fields[0] == "steps":
		step := strings.Split(e, ".")
		if step[2] == "outcome" {
			return j.outcome[step[1]]
		}
		return j.outputs[step[1]][step[3]]
	}
	panic("this test knows no expression " + e)
}

// output is an output of the action.
func (j *job) output(t *testing.T, name string) string {
	t.Helper()
	o, ok := loadAction(t).Outputs[name]
	require.True(t, ok, name)
	return j.expand(o.Value)
}

// What the runner puts into a script before a shell reads it can be a part of
// the script: nothing of that kind is there.
func TestActionIsSound(t *testing.T) {
	a := loadAction(t)
	assert.Equal(t, "composite", a.Runs.Using)
	var outputs []string
	for name := range a.Outputs {
		outputs = append(outputs, name)
	}
	assert.ElementsMatch(t, []string{"verdict", "total", "completed", "errors", "skipped", "flaky", "junit", "json", "summary"}, outputs)
	for name, in := range a.Inputs {
		assert.NotEmpty(t, in.Description, name)
	}
	for _, s := range a.Runs.Steps {
		assert.NotContains(t, s.Run, "${{", s.Name)
		assert.NotContains(t, s.Run, "eval", s.Name)
		assert.True(t, s.Run != "" && s.Shell == "bash" || regexp.MustCompile(`^actions/[a-z/-]+@[0-9a-f]{40}$`).MatchString(s.Uses), s.Name)
	}
}

// The action as another repository uses it, with one example that fails.
func TestAction(t *testing.T) {
	t.Parallel()
	needs(t, "bash")
	j := newJob(t, map[string]string{"working-directory": "my project", "reports": "junit,json,markdown,html", "args": "--workers=2\n  '--tag=in all' "})
	j.write(t, "my project/examples/good.sh", "# ---\n# tags: [in all]\n# ---\necho good\n")
	j.write(t, "my project/examples/bad.sh", "# ---\n# tags: [in all]\n# ---\necho '::set-output name=total::99'\nexit 1\n")
	j.write(t, "my project/examples/other.sh", "echo other\n")
	j.do(t, "")

	require.Equal(t, exitFailed, j.code, "%s", &j.log)
	assert.Equal(t, "failure", j.outcome["run"])
	reports := filepath.Join(j.workspace, "my project", ".hub", "reports")
	for name, want := range map[string]string{
		"verdict": "failed", "total": "2", "completed": "1", "errors": "1", "skipped": "0", "flaky": "0",
		"junit": filepath.Join(reports, "junit.xml"), "json": filepath.Join(reports, "report.json"), "summary": filepath.Join(reports, "summary.md"),
	} {
		assert.Equal(t, want, j.output(t, name), name)
	}
	assert.FileExists(t, filepath.Join(reports, "report.html"))
	assert.FileExists(t, j.output(t, "junit"))
	summary, err := os.ReadFile(filepath.Join(j.dir, "summary.md"))
	require.NoError(t, err)
	assert.Contains(t, string(summary), "examples/bad")
	assert.Contains(t, j.log.String(), "::error file=my project/examples/bad.sh")

	assert.Equal(t, map[string]string{"name": "hub-reports", "path": "my project/.hub/reports", "include-hidden-files": "true", "if-no-files-found": "ignore"},
		j.given["actions/upload-artifact"], "what failed is uploaded as well")
	saved, restored := j.given["actions/cache/save"], j.given["actions/cache/restore"]
	assert.Equal(t, "my project/.hub\n!my project/.hub/reports\n", saved["path"])
	assert.Equal(t, saved["path"], restored["path"], "another path is another cache")
	assert.Equal(t, "hub/Linux/docs/feature-x-y/77/2", saved["key"])
	assert.Equal(t, saved["key"], restored["key"])
	assert.Equal(t, "hub/Linux/docs/feature-x-y/\nhub/Linux/docs/main/", restored["restore-keys"])
	assert.True(t, strings.HasPrefix(saved["key"], strings.SplitAfter(restored["restore-keys"], "\n")[0][:len("hub/Linux/docs/feature-x-y/")]))
	assert.NotContains(t, j.given, "actions/setup-go", "Go is there")
}

func TestActionExits(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "tr", "cut", "xargs", "printf")
	bin := buildHub(t)
	t.Run("good, and without cache and artifact", func(t *testing.T) {
		j := newJob(t, map[string]string{"cache": "false", "artifact": ""})
		j.write(t, "examples/good.sh", "echo good\n")
		j.do(t, bin)
		assert.False(t, j.failed, "%s", &j.log)
		assert.Equal(t, "1", j.output(t, "completed"))
		assert.Empty(t, j.given)
	})
	t.Run("a configuration that is wrong", func(t *testing.T) {
		j := newJob(t, nil)
		j.write(t, "hub.yaml", "nonsense: true\n")
		j.do(t, bin)
		assert.Equal(t, exitUsage, j.code)
		assert.Contains(t, j.log.String(), "nonsense")
		assert.Empty(t, j.output(t, "total"))
		assert.Contains(t, j.given, "actions/upload-artifact")
	})
	t.Run("nothing to run", func(t *testing.T) {
		j := newJob(t, nil)
		j.do(t, bin)
		assert.Equal(t, exitEmpty, j.code, "%s", &j.log)
	})
	t.Run("the state is used", func(t *testing.T) {
		j := newJob(t, map[string]string{"filter": "errors"})
		j.write(t, "examples/good.sh", "echo good\n")
		j.write(t, "examples/bad.sh", "echo bad\nexit 1\n")
		j.inputs["filter"] = ""
		j.do(t, bin)
		assert.Equal(t, "2", j.output(t, "total"))
		j.inputs["filter"], j.failed = "errors", false
		j.do(t, bin)
		assert.Equal(t, "1", j.output(t, "total"))
	})
	t.Run("pull request, folder that is missing, no Go", func(t *testing.T) {
		j := newJob(t, map[string]string{"name": "linux, 1/3"})
		j.github["head_ref"], j.github["base_ref"] = "fix,1", "release"
		path := t.TempDir()
		for _, tool := range []string{"bash", "tr", "cut", "xargs", "printf"} {
			found, err := exec.LookPath(tool)
			require.NoError(t, err)
			require.NoError(t, os.Symlink(found, filepath.Join(path, tool)))
		}
		j.environ = append(j.environ, "PATH="+path)
		j.do(t, bin)
		assert.Equal(t, "hub/Linux/linux--1-3/fix-1/\nhub/Linux/linux--1-3/release/\nhub/Linux/linux--1-3/main/", j.given["actions/cache/restore"]["restore-keys"])
		assert.Contains(t, j.given["actions/setup-go"]["go-version-file"], "/go.mod")

		j = newJob(t, map[string]string{"working-directory": "gone"})
		j.do(t, bin)
		assert.Equal(t, exitUsage, j.code)
		assert.Equal(t, "skipped", j.outcome["run"])
		assert.NotContains(t, j.given, "actions/upload-artifact")
	})
}

// A pull request is compared with the last run of its base branch.
func TestActionCompares(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "tr", "cut", "xargs", "printf", "mv")
	bin := buildHub(t)
	examples := func(j *job, broken string) {
		for _, name := range []string{"a", "b"} {
			text := "echo good\n"
			if name == broken {
				text = "echo bad\nexit 1\n"
			}
			j.write(t, "my docs/examples/"+name+".sh", text)
		}
	}
	inputs := func() map[string]string { return map[string]string{"working-directory": "my docs"} }
	summary := func(j *job) string {
		data, err := os.ReadFile(filepath.Join(j.dir, "summary.md"))
		require.NoError(t, err)
		return string(data)
	}
	main := newJob(t, inputs())
	examples(main, "a")
	main.do(t, bin)
	assert.NotContains(t, summary(main), "newly failing (")

	j := newJob(t, inputs())
	j.github["base_ref"], j.base = "main", filepath.Join(main.workspace, "my docs", ".hub")
	examples(j, "b")
	j.do(t, bin)
	assert.Equal(t, exitFailed, j.code, "%s", &j.log)
	assert.Contains(t, summary(j), "# Hub: 1 newly failing, 1 fixed\n")
	assert.Contains(t, summary(j), "## Newly failing (1)\n\n- `examples/b.sh`: `unknown_error: exit code 1: bad`\n")
	assert.Equal(t, 1, strings.Count(j.log.String(), "1 passed"), "the state of the base branch is not that of this one")

	j = newJob(t, inputs())
	j.github["base_ref"], j.base = "main", t.TempDir() // without any run
	examples(j, "b")
	j.do(t, bin)
	assert.Equal(t, exitFailed, j.code, "%s", &j.log)
	assert.NotContains(t, summary(j), "Newly failing")
}

// No input is run as a command, nor taken for one by the runner.
func TestActionInputsAreData(t *testing.T) {
	needs(t, "bash")
	t.Parallel()
	bin := buildHub(t)
	attacks := []string{"$(touch pwned)", "`touch pwned`", "\"; touch pwned; \"", "'; touch pwned; '", "x\ntouch pwned", "x\n::add-path::/pwned", "-o pwned", "*", "${IFS}", "\\", "$((a[$(touch pwned)]))", "--", "'"}
	// Two at once are used in different steps, of which none ends the job before the other.
	for _, inputs := range []string{"args compare", "filter name", "reports artifact", "working-directory", "version", "state", "cache"} {
		for _, attack := range attacks {
			given := map[string]string{}
			for input := range strings.FieldsSeq(inputs) {
				given[input] = attack
			}
			j, input := newJob(t, given), inputs
			j.write(t, "examples/good.sh", "echo good\n")
			j.github["ref_name"], j.github["head_ref"], j.github["base_ref"] = attack, attack, attack
			install := bin
			if input == "version" {
				install = ""
				if attack == "--" { // nothing is asked of a network here
					continue
				}
			}
			j.do(t, install)
			require.NoError(t, filepath.WalkDir(j.dir, func(path string, _ os.DirEntry, err error) error {
				assert.NotEqual(t, "pwned", filepath.Base(path), "%s: %q", input, attack)
				return err
			}))
			assert.NotRegexp(t, `(?m)^\s*::add-path`, j.log.String(), "%s: %q", input, attack)
			if input == "version" || input == "working-directory" && attack != "--" {
				assert.Equal(t, exitUsage, j.code, "%s: %q: %s", input, attack, &j.log)
			}
			for name, with := range j.given {
				assert.NotRegexp(t, `[^A-Za-z0-9._/\n-]`, with["key"], name)
			}
		}
	}
}

// The workflows, and with them the inputs that they give to the action.
func TestWorkflowsAreSound(t *testing.T) {
	once(t)
	t.Parallel()
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	cmd := exec.Command("go", append([]string{"tool", "actionlint", "-shellcheck=", "-pyflakes="}, files...)...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))

	// It finds what it is there for.
	wrong := filepath.Join(t.TempDir(), "wrong.yml")
	require.NoError(t, os.WriteFile(wrong, []byte("on: push\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n      - run: echo ${{ nothing.there }}\n"), 0o644))
	out, err = exec.Command("go", "tool", "actionlint", wrong).CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "untrusted")
	assert.Contains(t, string(out), "nothing")
}
