//go:build unix

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/ci/announce"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// pipeline is a CI system as this test plays it: the variables by which hub
// knows it, the commands that it finds in a log, by its documented rules or
// wider ones, and what hub's own commands look like.
type pipeline struct {
	name    string
	environ []string
	found   func(log string) []string
	own     *regexp.Regexp
}

const anExample = `examples/[^;,\n]*`

func pipelines() []pipeline {
	return []pipeline{
		{"github", []string{"CI=true", "GITHUB_ACTIONS=true"}, foundByGitHub, regexp.MustCompile(
			`^::(group::Output of |endgroup::$|stop-commands::[0-9a-f]{32}$|(error|warning|notice) (file=` + anExample + `,(line=\d+,)?)?title=[^:,]+::)`)},
		{"gitlab", []string{"CI=true", "GITLAB_CI=true"}, foundByGitLab, regexp.MustCompile(
			`^section_(start|end):\d+:hub_[0-9A-Za-z.-]+_\d+(\[collapsed=true\])?\r\x1b\[0K$`)},
		{"azure", []string{"TF_BUILD=True"}, foundByAzure, regexp.MustCompile(
			`^##(\[group\]Output of |\[endgroup\]$|vso\[task\.logissue type=(error|warning);(sourcepath=` + anExample + `;(linenumber=\d+;)?)?\])`)},
		{"buildkite", []string{"CI=true", "BUILDKITE=true"}, foundByBuildkite, regexp.MustCompile(
			`^(--- Output of |\+\+\+ Hub: (FAILED|TROUBLE) )`)},
		{"teamcity", []string{"TEAMCITY_VERSION=2026.1"}, foundByTeamCity, regexp.MustCompile(
			`^##teamcity\[((testSuiteStarted|testSuiteFinished|testStarted|testStdOut|testFailed|testIgnored|testFinished) name='|message text='|buildProblem description=')([^|'\]\[]|\|.)*'( [a-z]+='([^|'\]\[]|\|.)*')*\]$`)},
		{"jenkins", []string{"JENKINS_URL=http://localhost/"}, foundByAny, regexp.MustCompile(`nothing is`)},
	}
}

// logLines are a log's lines as .NET reads them, without the characters that
// its comparisons pass over.
func logLines(log string) []string {
	bare := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(log))
	return strings.Split(bare, "\n")
}

var githubCommand = regexp.MustCompile(`(?i)^\s*::(stop-commands|set-env|set-output|save-state|add-mask|add-path|add-matcher|remove-matcher|debug|warning|error|notice|group|endgroup|echo)( [^:]*|[^:]*:[^:]+)*::`)

func foundByGitHub(log string) []string {
	var out []string
	token := ""
	for _, l := range logLines(log) {
		trimmed := strings.TrimSpace(l)
		switch {
		case token != "" && strings.EqualFold(trimmed, "::"+token+"::"):
			token = ""
		case token != "":
		case githubCommand.MatchString(l) || strings.Contains(l, "##["):
			out = append(out, trimmed)
			if t, ok := strings.CutPrefix(trimmed, "::stop-commands::"); ok {
				token = t
			}
		}
	}
	return out
}

func foundByAzure(log string) []string { return linesWith(log, `##(vso)?\[`) }

func foundByTeamCity(log string) []string { return linesWith(log, `##teamcity\[`) }

func foundByBuildkite(log string) []string {
	return linesWith(log, `^(\x1b\[[0-9;]*[a-zA-Z])*(---|\+\+\+|~~~|\^\^\^)`)
}

func foundByGitLab(log string) []string {
	return regexp.MustCompile(`section_(?:start|end):\d+:[A-Za-z0-9_.-]+(?:\[[^\]\n]*\])?\r(?:\x1b\[0K)?`).FindAllString(log, -1)
}

func foundByAny(log string) []string {
	out := append(foundByGitHub(log), foundByGitLab(log)...)
	return append(append(out, foundByBuildkite(log)...), linesWith(log, `##[a-z]*\[`)...)
}

func linesWith(log, pattern string) []string {
	var out []string
	re := regexp.MustCompile(pattern)
	for _, l := range logLines(log) {
		if re.MatchString(l) {
			out = append(out, l)
		}
	}
	return out
}

// attacks are lines of which each is a command for some system.
var attacks = []string{
	"::error file=pwned.txt,line=1::pwned", "  ::set-output name=pwned::x", "::set-env name=PWNED::x", "::add-path::/pwned",
	"::add-mask::e", "::group::pwned", "::endgroup::", "::debug::pwned", "::echo::on", "::save-state name=pwned::x",
	"::add-matcher::pwned.json", "::stop-commands::pwned", "::pwned::", "50%\r::warning::pwned", "\u200b::notice::pwned",
	"x ##[error]pwned", "##[set-env name=PWNED]x", "##[stop-commands]pwned", "#\u200b#[group]pwned", "##\u00ad[endgroup]",
	"x ##vso[task.setvariable variable=PWNED]x", "##vso[task.complete result=Succeeded]pwned", "##vso[task.prependpath]/pwned",
	"#\u2060#vso[task.logissue type=error]pwned", "##vso[task.logissue type=error;]pwned", "##vso[build.updatebuildnumber]pwned",
	"##teamcity[testFailed name='pwned']", "x ##teamcity[buildStatus status='SUCCESS' text='pwned']", "##teamcity[setParameter name='pwned' value='x'",
	"\x1b[0Ksection_start:1:pwned\r\x1b[0Kpwned", "section_end:1:pwned\r\x1b[0K", "\x1b[0Ksection_start:1:pwned[collapsed=true]\r\x1b[0K",
	"--- pwned", "+++ pwned", "~~~ pwned", "^^^ +++", "\x1b[31m+++ pwned", "x\r--- pwned", "x\u2028--- pwned", "x\u0085::error::pwned",
	"\x1b]1338;url=http://pwned\a", "|'] ##teamcity[message text='pwned']", "`]]></failure>::error::pwned",
}

// hostileFolder is the name of a folder that speaks to three systems.
const hostileFolder = "x\n::error::pwned\n##vso[task.complete]pwned\n+++ pwned"

// hostileTree is a project whose examples attack with everything that can be
// theirs: names, titles, skips, output, messages.
func hostileTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, "examples", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	printAll := ""
	for _, a := range attacks {
		printAll += "printf '%s\\n' " + quoted(a) + "\n"
	}
	write("all/fails.sh", printAll+"exit 1\n")
	write("all/passes.sh", printAll)
	write("all/stderr.sh", "exec >&2\n"+printAll+"exit 3\n")
	write("all/flaky.sh", "# ---\n# retries: {max: 1, delay: 0s}\n# ---\n"+printAll+"test \"$HUB_ATTEMPT\" = 2\n")
	write("all/allowed.sh", "# ---\n# allow-failure: {reason: "+strconv.Quote(strings.Join(attacks, "\n"))+"}\n# ---\n"+printAll+"exit 1\n")
	write(hostileFolder+"/in.sh", "echo in a hostile folder\n")
	config := ""
	for i, a := range attacks {
		config += fmt.Sprintf("%s: %s\n", strconv.Quote(strings.ToValidUTF8(a, "")+strconv.Itoa(i)), strconv.Quote(strings.ToValidUTF8(a, "")))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hostile.yaml"), []byte(config), 0o644))
	write("all/unfinished.sh", "printf '%s' '::error::pwned'\nexit 1\n")
	for i, a := range attacks {
		q := strconv.Quote(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, a))
		name := strings.ReplaceAll(a, "/", "_")
		for _, form := range [][2]string{
			{fmt.Sprintf("one/%02d.sh", i), "printf '%s\\n' " + quoted(a) + "\nexit 1\n"},
			{fmt.Sprintf("skip/%02d.sh", i), "# ---\n# title: " + strconv.Quote(a) + "\n# skip: " + strconv.Quote(a) + "\n# ---\n"},
			{fmt.Sprintf("id/%02d.sh", i), fmt.Sprintf("# ---\n# id: %s\n# docname: %s\n# group: %s\n# tags: [%s]\n# ---\necho named\n", q, q, q, q)},
			{fmt.Sprintf("self/%02d.sh", i), "printf '%s\\n' " + quoted(a) + "\nexit 77\n"},
			{fmt.Sprintf("meta/%02d.sh", i), "# ---\n# timeout: " + strconv.Quote(a) + "\n# ---\n"},
			{name + ".sh", "echo named\nexit 1\n"},
			{name + "/in.sh", "echo in a group\n"},
		} {
			write(form[0], form[1])
		}
	}
	return dir
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// in runs hub in a pipeline and returns what it prints.
func (p pipeline) in(t *testing.T, bin, dir string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + os.TempDir(), "LC_ALL=C.UTF-8"}, p.environ...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	require.True(t, err == nil || errors.As(err, &exit), "hub %v: %v", args, err)
	if args[0] == "ci" || args[0] == "all" {
		require.NotEqual(t, exitUsage, cmd.ProcessState.ExitCode(), "hub %v: %s", args, errs.String())
	}
	return out.String(), errs.String()
}

// unfenced are the lines of a log that show an output and stand behind no fence.
func unfenced(log string) []string {
	var out []string
	token := ""
	for _, l := range logLines(log) {
		switch trimmed := strings.TrimSpace(l); {
		case token == "" && strings.HasPrefix(trimmed, "::stop-commands::"):
			token = strings.TrimPrefix(trimmed, "::stop-commands::")
		case token != "" && trimmed == "::"+token+"::":
			token = ""
		case token == "" && strings.HasPrefix(trimmed, "| "):
			out = append(out, l)
		}
	}
	if token != "" {
		out = append(out, "a fence that is never closed")
	}
	return out
}

// onlyOwn checks that a log holds no command but hub's own.
func (p pipeline) onlyOwn(t *testing.T, what, log string) []string {
	t.Helper()
	found := p.found(log)
	for _, c := range found {
		assert.Regexp(t, p.own, c, "%s: %s takes this for a command", p.name, what)
		assert.NotRegexp(t, `^::group::pwned|^##teamcity\[\w+ \w+='pwned|^section_[a-z]+:1:|^(---|\+\+\+) pwned`, c, "%s: %s", p.name, what)
	}
	return found
}

// Nothing that an example prints, is called, or says can be taken for a command
// by any system, on either stream, whatever hub is asked to show.
func TestNoExampleSpeaksToTheCISystem(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	for _, p := range pipelines() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			dir := hostileTree(t)
			calls := [][]string{
				{"ci", "--workers=4"},
				{"all", "--workers=4", "--verbose"},
			}
			for _, name := range reporters.Names() {
				calls = append(calls, []string{"report", "--report=" + name + ":-"})
			}
			calls = append(calls, [][]string{
				{"run", "all/fails.sh", "all/passes.sh", "all/unfinished.sh", "one/00.sh"},
				{"show", "all/fails.sh", "--log"},
				{"show", "all/fails.sh"},
				{"show", "skip/00.sh"},
				{"list"}, {"status"}, {"status", "--detailed"},
				{"all", "--dry-run"},
				{"list", "--format=json"},
				{"status", "--format=json"},
				{"all", "--dry-run", "--verbose"},
				{"list", "--format=csv"}, {"list", "--format=ids"}, {"status", "--format=csv"}, {"list", "--verbose"},
				{"errors"}, {"stale"}, {"stats"},
				// What is refused, with what might have been meant.
				{"run", "00.sh"}, {"show", "00.sh"}, {"run", hostileFolder + "/nope"},
				{"run", "--raw", "all/fails.sh"}, {"run", "--raw", "all/unfinished.sh"},
				{"config", "print"}, {"clean", "--dry-run", "--all"},
				{"-c", "hostile.yaml", "config", "check"}, {"-c", "hostile.yaml", "ci"}, {"-c", "hostile.yaml", "report", "--from=" + hostileFolder},
				{"ci", "--workers=4", "--report=json:-"},
				{"ci", "--workers=4", "--report=junit:-"},
				{"ci", "--workers=4", "--report=markdown:-"},
				{"ci", "--workers=4", "--events=-"},
				{"ci", "--workers=4", "--verbose", "--color=always"},
				{"ci", "--workers=4", "--quiet"},
				// What cannot be written, and is named by a hostile name.
				{"ci", "--workers=4", "--report=json:examples/" + hostileFolder},
				{"ci", "--workers=4", "--events=examples/" + hostileFolder},
			}...)
			for i, args := range calls {
				if p.name == "jenkins" && slices.Contains(args, "--raw") {
					continue // it takes nothing for a command, and raw is raw
				}
				stdout, stderr := p.in(t, bin, dir, args...)
				if args[0] != "stale" { // of which there are none
					require.NotEmpty(t, stdout+stderr, "hub %v", args)
				}
				if p.name == "github" && args[0] != "show" { // which shows the source behind bars as well
					if !strings.HasSuffix(strings.Join(args, " "), ":-") { // a report is there
						assert.Empty(t, unfenced(stdout), "stdout of hub %v", args)
					}
					assert.Empty(t, unfenced(stderr), "stderr of hub %v", args)
				}
				if i == 0 && p.name != "jenkins" {
					assert.NotEmpty(t, p.found(stdout), "hub ci speaks to %s", p.name)
				}
				p.onlyOwn(t, "stdout of hub "+strings.Join(args, " "), stdout)
				p.onlyOwn(t, "stderr of hub "+strings.Join(args, " "), stderr)
				p.onlyOwn(t, "hub "+strings.Join(args, " "), stdout+stderr)
			}
		})
	}
}

// hostileRun is what really came of the hostile tree.
func hostileRun(t *testing.T) (dir string, run *hub.Run) {
	t.Helper()
	dir = hostileTree(t)
	stdout, stderr := pipeline{}.in(t, buildHub(t), dir, "ci", "--workers=4", "--report=json:report.json")
	run = loadReport(t, filepath.Join(dir, "report.json"))
	require.Greater(t, run.Counts().Errors, len(attacks), "%s%s", stdout, stderr)
	return dir, run
}

// What hub itself says to a system are commands of its own, all of them, and
// none beside them.
func TestAnnounce(t *testing.T) {
	dir, run := hostileRun(t)
	c := run.Counts()
	for _, p := range pipelines() {
		t.Run(p.name, func(t *testing.T) {
			a := &App{Dir: dir, Process: Process{Environ: append([]string{"PATH="}, p.environ...)}}
			var out bytes.Buffer
			require.NoError(t, announce.Run(run, delivery.Announced(run, nil), announce.Target{System: a.system(), Root: dir, Log: &out, Environ: a.Environ, Dir: dir}))
			found := p.onlyOwn(t, "announcement", out.String())
			count := func(prefix string) (n int) {
				for _, f := range found {
					if strings.HasPrefix(f, prefix) {
						n++
					}
				}
				return n
			}
			switch p.name {
			case "github":
				assert.Equal(t, 10, count("::error "))
				told := 0 // a note of one cause stands for all its examples
				for _, m := range regexp.MustCompile(`(?m)^::error .*?::(?:(\d+) (?:examples: |more errors))?`).FindAllStringSubmatch(out.String(), -1) {
					n, err := strconv.Atoi(cmp.Or(m[1], "1"))
					require.NoError(t, err)
					told += n
				}
				assert.Equal(t, c.Errors-c.AllowedFailure, told)
				assert.Equal(t, 1, count("::warning "), "the allowed failure")
				assert.Equal(t, 1, count("::notice "), "the flaky one")
				assert.Greater(t, count("::group::"), len(attacks))
				assert.Equal(t, count("::group::"), count("::endgroup::"))
				assert.Equal(t, count("::group::"), count("::stop-commands::"))
				assert.Equal(t, count("::group::"), strings.Count(out.String(), "\n::endgroup::\n"))
			case "gitlab":
				assert.Greater(t, count("section_start:"), len(attacks))
				assert.Equal(t, count("section_start:"), count("section_end:"))
			case "azure":
				assert.Equal(t, 10, count("##vso[task.logissue type=error;"))
				assert.Equal(t, 2, count("##vso[task.logissue type=warning;"))
				assert.Greater(t, count("##[group]"), len(attacks))
				assert.Equal(t, count("##[group]"), count("##[endgroup]"))
			case "buildkite":
				assert.Greater(t, count("--- "), len(attacks))
				assert.Equal(t, 1, count("+++ "))
				assert.True(t, strings.HasPrefix(found[len(found)-1], "+++ "), "what follows in the log is open")
			case "teamcity":
				assert.Equal(t, c.Total, count("##teamcity[testStarted "))
				assert.Equal(t, c.Total, count("##teamcity[testFinished "))
				assert.Equal(t, c.Errors-c.AllowedFailure, count("##teamcity[testFailed "))
				assert.Equal(t, c.Skipped+c.AllowedFailure, count("##teamcity[testIgnored "))
				assert.Equal(t, count("##teamcity[testSuiteStarted "), count("##teamcity[testSuiteFinished "))
			default:
				assert.Empty(t, out.String())
			}
		})
	}
}

func TestCISystem(t *testing.T) {
	parse := func(args ...string) (flags.System, error) {
		var cli CLI
		parser, err := newParser(&cli, nil, Process{}, nil)
		require.NoError(t, err)
		_, err = parser.Parse(append([]string{"ci"}, args...))
		return cli.CI.System, err
	}
	for _, flags := range [][]string{nil, {"--ci="}, {"--ci=auto"}, {"--ci=github", "--ci=auto"}} {
		s, err := parse(flags...)
		require.NoError(t, err)
		assert.Nil(t, s.Named, "%q: the one that hub runs in", flags)
	}
	for _, name := range []string{"github", "teamcity", ci.None} {
		s, err := parse("--ci=" + name)
		require.NoError(t, err)
		assert.Equal(t, name, s.Named.Name)
	}
	_, err := parse("--ci=gitub")
	assert.Equal(t, exitUsage, exitcode.Of(err))
	assert.ErrorContains(t, err, `did you mean "github"?`)
	assert.ErrorContains(t, err, "auto, github, gitlab")
}

// Reports and events are harmless in a log, and say what they said.
func TestInert(t *testing.T) {
	once(t)
	_, run := hostileRun(t)
	for _, p := range pipelines() {
		for _, reporter := range reporters.All() {
			format := reporter.Name
			var whole bytes.Buffer
			_, err := reporter.Write(&whole, run)
			require.NoError(t, err)
			report := whole.Bytes()
			if format == "junit" && p.name != "gitlab" || format == "json" && p.name == "azure" {
				require.NotEmpty(t, p.found(string(report)), "%s %s: this test would find nothing", p.name, format)
			}
			require.NotNil(t, reporter.ForLog, format)
			safe := reporter.ForLog(report)
			assert.Empty(t, p.found(string(safe)), "%s %s", p.name, format)
			if format == "json" {
				var before, after any
				require.NoError(t, json.Unmarshal(report, &before))
				require.NoError(t, json.Unmarshal(safe, &after))
				assert.True(t, reflect.DeepEqual(before, after), "the same JSON")
			}
			if format == "junit" {
				assert.Equal(t, tokens(t, report), tokens(t, safe), "the same XML")
			}
		}
	}
}

// What any system obeys is in no text of others that hub prints: neither in a
// line, nor in a whole report. A system that obeys something new fails here until
// the sanitisers know it.
func TestNoMarkOfASystemIsPrinted(t *testing.T) {
	for _, s := range ci.Systems() {
		if s.Protocol == nil {
			continue
		}
		for _, mark := range append(slices.Clone(s.Protocol.Inside), s.Protocol.AtStart...) {
			text := mark + "x]y\n" + mark + "z\n x" + mark + "error]"
			run := sample.Small()
			run.Plan[0].Title, run.Plan[1].Group, run.Results[2].Reason = text, text, text
			run.Results[0].Attempts[0].Output, run.Results[0].Error.Message = text, text
			printed := map[string]string{"Line": "| " + sanitize.Line(text), "Text": "| " + strings.ReplaceAll(sanitize.Text(text), "\n", "\n| ")}
			for _, format := range reporters.Names() {
				reporter, _ := reporters.Find(format)
				var report bytes.Buffer
				_, err := reporter.Write(&report, run)
				require.NoError(t, err)
				printed[format] = string(reporter.ForLog(report.Bytes()))
			}
			for what, log := range printed {
				obeyed := mark
				if !slices.Contains(s.Protocol.Inside, mark) {
					log, obeyed = "\n"+log, "\n"+mark
				}
				assert.NotContains(t, log, obeyed, "%s obeys this in %s", s.Name, what)
			}
		}
	}
}

// tokens is what a reader of XML gets.
func tokens(t *testing.T, data []byte) []xml.Token {
	t.Helper()
	var out []xml.Token
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		out = append(out, xml.CopyToken(token))
	}
}

// Whatever a run holds, its reports are harmless and say the same.
func FuzzInert(f *testing.F) {
	for _, a := range attacks {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, s string) {
		run := sample.Small()
		run.Plan[0].Title, run.Plan[2].Group, run.Results[2].Reason = s, s, s
		run.Results[0].Attempts[0].Output = s + "\n" + s
		run.Results[0].Error.Message = s
		for _, reporter := range reporters.All() {
			format := reporter.Name
			var report bytes.Buffer
			_, err := reporter.Write(&report, run)
			require.NoError(t, err)
			safe := reporter.ForLog(report.Bytes())
			for _, p := range pipelines() {
				if found := p.found(string(safe)); len(found) > 0 {
					t.Fatalf("%s finds %q in %s", p.name, found, format)
				}
			}
			switch format {
			case "json":
				var before, after any
				require.NoError(t, json.Unmarshal(report.Bytes(), &before))
				require.NoError(t, json.Unmarshal(safe, &after))
				require.True(t, reflect.DeepEqual(before, after))
			case "junit":
				require.Equal(t, tokens(t, report.Bytes()), tokens(t, safe))
			}
		}
	})
}
