package reporters

import (
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// ports returns the consumers that cannot be installed: services, and actions of GitHub.
// Each does what the named source does.
func ports() []reader {
	gitlab := reader{name: "GitLab", format: "junit", read: readAsGitLab}.full(true)
	gitlab.wrong.Line, gitlab.timeout.Line, gitlab.nokey.Line = 0, 0, 0
	gitlab.timeout.Attachment = "out/outputs/R/timeout.1.log"
	java := reader{name: "dorny/test-reporter java-junit", format: "junit", read: readAsDorny(false)}.full(false)
	php := reader{name: "dorny/test-reporter phpunit-junit", format: "junit", read: readAsDorny(true)}.full(true)
	for _, r := range []*reader{&java, &php} {
		r.wrong.Message, r.timeout.Message, r.nokey.Message = "hub.assertion: "+wrongMessage, "hub.timeout: "+timeoutMessage, ""
	}
	php.nokey.File, php.nokey.Line = "", 0
	mike := reader{name: "mikepenz/action-junit-report", format: "junit", read: readAsMikepenz("{{TEST_NAME}}"), onlyFailed: true}.full(true)
	mike.nokey = shown{}
	plain := reader{name: "mikepenz/action-junit-report without a template", format: "junit", read: readAsMikepenz(""), onlyFailed: true}.full(true)
	plain.nokey = shown{}
	plain.wrong.Name, plain.timeout.Name = wrongFile+".basics/wrong", timeoutFile+"."+timeoutName
	jenkins := reader{name: "Jenkins", format: "junit", read: readAsJenkins}.full(false)
	jenkins.wrong.Name, jenkins.timeout.Name, jenkins.nokey.Name = "examples.basics.basics/wrong", "examples.v1_2.api."+timeoutName, "examples.llm.llm/nokey"
	summary := reader{name: "test-summary/action", format: "junit", read: readAsTestSummary, timeless: true}.full(false)
	summary.wrong.Seconds, summary.timeout.Seconds, summary.nokey.Message = 0, 0, ""
	tap := reader{name: "test-summary/action with TAP", format: "tap", read: readAsTestSummary, timeless: true}.with(
		shown{Name: "basics/wrong", Status: "failed", Message: wrongMessage, File: wrongFile, Line: 12},
		shown{Name: "v1.2/api/timeout", Status: "failed", Message: timeoutMessage},
		shown{Name: "llm/nokey", Status: "skipped", Message: nokeyMessage})
	return []reader{gitlab, java, php, mike, plain, jenkins, summary, tap,
		reader{name: "EnricoMi/publish-unit-test-result-action", format: "junit", read: readAsEnricoMi}.full(true)}
}

// byCase returns the cases of a document with what all readers take, and what more adds.
func byCase(doc *sample.JUnit, more func(c *sample.JUnitCase, s *shown)) (cases []shown) {
	for i := range doc.Suites {
		for k := range doc.Suites[i].Cases {
			c := &doc.Suites[i].Cases[k]
			s := shown{Name: c.Name, Status: "passed"}
			s.Seconds, _ = strconv.ParseFloat(c.Time, 64)
			for _, o := range slices.Concat(c.Failure, c.Error) {
				s.Status, s.Message = "failed", o.Message
			}
			for _, o := range c.Skipped {
				s.Status, s.Message = "skipped", o.Message
			}
			more(c, &s)
			cases = append(cases, s)
		}
	}
	return cases
}

// readAsGitLab reads like lib/gitlab/ci/parsers/test/junit.rb of GitLab: the text of an
// outcome wins over its attributes, one attachment is taken from the output of what failed,
// and a case is known by the hash of suite, class and name.
func readAsGitLab(t *testing.T, file string) []shown {
	tag := regexp.MustCompile(`\[\[ATTACHMENT\|([^\[\]|]+?)\]\]`)
	keys := map[string]bool{}
	doc := readJUnit(t, file)
	for _, suite := range doc.Suites {
		for _, c := range suite.Cases {
			key := fmt.Sprintf("%x", sha256.Sum256([]byte(suite.Name+"_"+c.Class+"_"+c.Name)))
			assert.False(t, keys[key], "two cases are one: %s", c.Name)
			keys[key] = true
		}
	}
	return byCase(doc, func(c *sample.JUnitCase, s *shown) {
		s.File = c.File
		for _, o := range slices.Concat(c.Failure, c.Error, c.Skipped) {
			s.Message, _, _ = strings.Cut(o.Body, "\n")
		}
		if out := strings.Join(c.SystemOut, ""); s.Status == "failed" {
			if m := tag.FindStringSubmatch(out); m != nil {
				s.Attachment = m[1]
			}
		}
	})
}

// GitLab attaches the output of the last attempt, and that of an error as well.
func TestGitLabShowsAttachments(t *testing.T) {
	by := map[string]string{}
	for _, c := range readAsGitLab(t, reportFile(t, "junit", attached(sample.Every(t)))) {
		if c.Attachment != "" {
			by[c.Name] = c.Attachment
		}
	}
	assert.Equal(t, map[string]string{
		"basics/long": ".hub/runs/20260314T092653-4f2a/basics-long.1.log", "basics/rerun": "out/outputs/R/rerun.3.log", timeoutName: "out/outputs/R/timeout.1.log",
	}, by)
}

// readAsDorny reads like src/parsers/java-junit or src/parsers/phpunit-junit of
// dorny/test-reporter. The first takes places from Java's stack traces only; the second
// takes a file that git tracks, and the line.
func readAsDorny(php bool) func(*testing.T, string) []shown {
	frame := regexp.MustCompile(`^\s*at (\S+/\S*/)?(.*)\((.*):(\d+)\)$`)
	return func(t *testing.T, file string) []shown {
		tracked := map[string]bool{}
		for _, e := range sample.EveryKind().Plan {
			tracked[e.Path] = true
		}
		return byCase(readJUnit(t, file), func(c *sample.JUnitCase, s *shown) {
			if s.Status != "failed" {
				s.Message = ""
				return
			}
			o := slices.Concat(c.Failure, c.Error)[0]
			s.Message = o.Type + ": " + o.Message
			for line := range strings.Lines(o.Body) {
				assert.False(t, frame.MatchString(line), "a frame of Java: %s", line)
			}
			if php && tracked[c.File] {
				s.File, s.Line = c.File, c.Line
			}
		})
	}
}

// readAsMikepenz reads like src/testParser.ts of mikepenz/action-junit-report: without
// check_title_template the title of an annotation is file and name. Of passes it lists those
// after failed attempts only.
func readAsMikepenz(template string) func(*testing.T, string) []shown {
	return func(t *testing.T, file string) []shown {
		flaky := map[string]bool{}
		all := byCase(readJUnit(t, file), func(c *sample.JUnitCase, s *shown) {
			s.File, s.Line = c.File, c.Line
			switch {
			case template != "":
				s.Name = strings.ReplaceAll(template, "{{TEST_NAME}}", c.Name)
			case c.File != c.Name:
				s.Name = c.File + "." + c.Name
			}
			flaky[s.Name] = len(c.Flaky) > 0
		})
		return slices.DeleteFunc(all, func(s shown) bool { return s.Status != "failed" && !flaky[s.Name] })
	}
}

// readAsEnricoMi reads like python/publish/junit.py of
// EnricoMi/publish-unit-test-result-action: the worst outcome counts.
func readAsEnricoMi(t *testing.T, file string) []shown {
	return byCase(readJUnit(t, file), func(c *sample.JUnitCase, s *shown) { s.File, s.Line = c.File, c.Line })
}

// readAsJenkins reads like SuiteResult and CaseResult of Jenkins' junit-plugin: the package
// ends at the last dot of the class, which is followed by the name.
func readAsJenkins(t *testing.T, file string) []shown {
	return byCase(readJUnit(t, file), func(c *sample.JUnitCase, s *shown) {
		dot := strings.LastIndexByte(c.Class, '.')
		if dot < 0 {
			assert.Equal(t, "examples", c.Class)
		}
		s.Name = c.Class + "." + c.Name
	})
}

// readAsTestSummary reads like src/test_parser.ts of test-summary/action: a file is TAP if
// it begins with version 13, else XML.
func readAsTestSummary(t *testing.T, file string) (cases []shown) {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	tap, ok := strings.CutPrefix(string(text), "TAP version 13\n")
	if !ok {
		return byCase(readJUnit(t, file), func(_ *sample.JUnitCase, s *shown) {
			if s.Seconds = 0; s.Status == "skipped" {
				s.Message = ""
			}
		})
	}
	skip := regexp.MustCompile(`^ok(?:\s+\d+)?\s*-?\s*([^#]*?)\s*#\s*(?i:skip)\S*(?:\s+(.*?)\s*)?$`)
	todo := regexp.MustCompile(`^not ok(?:\s+\d+)?\s*-?\s*([^#]*?)\s*#\s*(?i:todo)(?:\s+(.*?)\s*)?$`)
	point := regexp.MustCompile(`^(not )?ok(?:\s+\d+)?\s*-?\s*(.*?)\s*$`)
	plan, tap, _ := strings.Cut(tap, "\n")
	require.Regexp(t, `^1\.\.\d+$`, plan)
	lines := strings.Split(strings.TrimSpace(tap), "\n")
	for i := 0; i < len(lines); i++ {
		line, s := lines[i], shown{Status: "skipped"}
		switch m := point.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "#"):
			require.Equal(t, len(lines)-1, i, "a comment begins a suite, and is its name")
			continue
		case skip.MatchString(line):
			s.Name, s.Message = skip.FindStringSubmatch(line)[1], skip.FindStringSubmatch(line)[2]
		case todo.MatchString(line):
			s.Name, s.Message = todo.FindStringSubmatch(line)[1], todo.FindStringSubmatch(line)[2]
		case m == nil:
			require.Fail(t, "unknown TAP line", line)
		default:
			s.Name, s.Status = m[2], map[bool]string{true: "failed", false: "passed"}[m[1] != ""]
		}
		require.Equal(t, "  ---", lines[i+1])
		for i += 2; lines[i] != "  ..."; i++ { // the details, which it shows as they are
			require.True(t, strings.HasPrefix(lines[i], "  "), lines[i])
			if quoted, ok := strings.CutPrefix(lines[i], "  message: "); ok && s.Status == "failed" {
				s.Message, err = strconv.Unquote(quoted)
				require.NoError(t, err)
			}
			if m := regexp.MustCompile(`^  at: "(.*):(\d+)"$`).FindStringSubmatch(lines[i]); m != nil && s.Status == "failed" {
				s.File = m[1]
				s.Line, _ = strconv.Atoi(m[2])
			}
		}
		cases = append(cases, s)
	}
	return cases
}
