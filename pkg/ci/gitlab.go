package ci

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

func gitlab() System {
	return System{
		Name: "gitlab", Title: "GitLab CI", Marker: Marker{Variable: "GITLAB_CI"},
		// CI_NODE_TOTAL is always set.
		Parts:  &Parts{Index: "CI_NODE_INDEX", Total: "CI_NODE_TOTAL", First: 1, Shared: true, Unsplit: "1"},
		Commit: first("CI_COMMIT_SHA"),
		Branch: first("CI_COMMIT_REF_NAME"),
		Base:   first("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"), Default: first("CI_DEFAULT_BRANCH"), History: "variables: {GIT_DEPTH: 0}",
		Page:     first("CI_JOB_URL", "CI_PIPELINE_URL"),
		Pipeline: first("CI_PIPELINE_ID"), Ordered: true,
		Axis: func(env Env) string {
			if group := first("CI_JOB_GROUP_NAME")(env); group != "" {
				return group
			}
			return gitlabGroup(env("CI_JOB_NAME")) // before GitLab 17.10
		},
		// A retried job is a new job of the same name.
		Attempt:   counted("CI_JOB_ID", 1),
		Job:       first("CI_JOB_NAME"),
		Workspace: "CI_PROJECT_DIR",
		Blob:      func(env Env) string { return blob(env("CI_PROJECT_URL"), "/-/blob/", env("CI_COMMIT_SHA")) },
		// Sections are collapsed, and last as long as their examples ran. Their markers
		// contain a carriage return and an escape sequence, which are removed from
		// untrusted text.
		Protocol: &Protocol{
			Inside: []string{"\x1b[0Ksection_start:", "\x1b[0Ksection_end:"},
			Group: func(g Group) (begin, end string) {
				start := max(0, g.Test.Started.Unix())
				took := int64(max(0, min(g.Test.Seconds, 1e9)))
				return fmt.Sprintf("\x1b[0Ksection_start:%d:%s[collapsed=true]\r\x1b[0K%s\n", start, g.Name, g.Title),
					fmt.Sprintf("\x1b[0Ksection_end:%d:%s\r\x1b[0K\n", start+took, g.Name)
			},
		},
	}
}

// gitlabGroup returns the name by which GitLab groups jobs: "test" for "test 1/3" and
// "test: [linux, 1]".
func gitlabGroup(job string) string {
	return gitlabPart().ReplaceAllString(strings.TrimSpace(job), "")
}

var gitlabPart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([\s:]+(\[.*\]|\d+[\s:/\\]+\d+))+$`) })
