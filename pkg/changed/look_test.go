package changed_test

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/changed"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// small has three examples, one with inputs.
func small(t *testing.T) *tree {
	return plant(t, map[string]string{
		"hub.yaml": "sources: [{path: ex}]\n", "ex/a/run.sh": "echo a\n", "ex/b/run.sh": "echo b\n",
		"ex/c.sh": "# ---\n# inputs: ['../lib/**/*.txt']\n# ---\necho c\n", "lib/x.txt": "x\n",
	})
}

// ids returns the examples that are touched.
func (r *tree) ids(request changed.Request, env ...string) []string {
	r.t.Helper()
	touched, _, err := r.look(request, env...)
	require.NoError(r.t, err)
	return slices.Sorted(maps.Keys(touched))
}

// refused returns the message of a request that is refused.
func (r *tree) refused(request changed.Request, env ...string) string {
	r.t.Helper()
	_, _, err := r.look(request, env...)
	var refusal *usage.Error
	require.ErrorAs(r.t, err, &refusal)
	return err.Error()
}

var all = []string{"ex/a", "ex/b", "ex/c.sh"}

// The pull request's base is what the CI system names; without a pull request, a commit of the
// default branch is no change, and all count.
func TestTheBaseOfAPullRequest(t *testing.T) {
	r := small(t)
	first := r.git("rev-parse", "HEAD")
	r.git("switch", "-q", "-c", "release")
	r.write("ex/a/run.sh", "echo release\n")
	r.commit()
	r.git("switch", "-q", "-c", "topic")
	r.write("ex/b/run.sh", "echo topic\n")
	r.commit()
	request := changed.Request{Changed: true}
	assert.Equal(t, []string{"ex/a", "ex/b"}, r.ids(request), "the default branch")
	for _, env := range []string{
		"GITHUB_ACTIONS=true GITHUB_BASE_REF=release", "TF_BUILD=True SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/release",
		"GITLAB_CI=true CI_MERGE_REQUEST_DIFF_BASE_SHA=" + r.git("rev-parse", "release"), "GITLAB_CI=true CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME=release",
		"BUILDKITE=true BUILDKITE_PULL_REQUEST_BASE_BRANCH=release", "BITBUCKET_BUILD_NUMBER=1 BITBUCKET_PR_DESTINATION_BRANCH=release",
		"CIRRUS_CI=true CIRRUS_BASE_BRANCH=release", "TRAVIS=true TRAVIS_PULL_REQUEST=7 TRAVIS_BRANCH=release",
		"APPVEYOR=True APPVEYOR_PULL_REQUEST_NUMBER=7 APPVEYOR_REPO_BRANCH=release", "DRONE=true DRONE_PULL_REQUEST=7 DRONE_TARGET_BRANCH=release",
		"CI=woodpecker CI_COMMIT_TARGET_BRANCH=release", "JENKINS_URL=x CHANGE_TARGET=release", "CODEBUILD_BUILD_ID=p:1 CODEBUILD_WEBHOOK_BASE_REF=refs/heads/release",
		"SEMAPHORE=true SEMAPHORE_GIT_PR_NUMBER=7 SEMAPHORE_GIT_BRANCH=release",
		"BUILDKITE=true BUILDKITE_PIPELINE_DEFAULT_BRANCH=release", "GITLAB_CI=true CI_DEFAULT_BRANCH=release",
	} {
		assert.Equal(t, []string{"ex/b"}, r.ids(request, strings.Fields(env)...), env)
	}
	for _, env := range []string{"TRAVIS=true TRAVIS_PULL_REQUEST=false TRAVIS_BRANCH=topic", "CIRCLECI=true", "CI=true", "DRONE=true DRONE_TARGET_BRANCH=topic"} {
		assert.Equal(t, []string{"ex/a", "ex/b"}, r.ids(request, strings.Fields(env)...), env+": no pull request, so the default branch")
	}
	assert.Equal(t, "--changed: this clone does not have 2.x, the pull request's base that GitHub Actions names; run 'git fetch origin +refs/heads/2.x:refs/remotes/origin/2.x' (GitHub Actions: with: {fetch-depth: 0} of actions/checkout), or pass --changed-since=REF",
		r.refused(request, "GITHUB_ACTIONS=true", "GITHUB_BASE_REF=2.x"))
	assert.Contains(t, r.refused(request, "GITHUB_ACTIONS=true", "GITHUB_BASE_REF=--output=x"), "this clone does not have --output=x")

	r.git("switch", "-q", "--detach", "main")
	assert.Empty(t, r.ids(request), "not in a pipeline")
	assert.Equal(t, all, r.ids(request, "CI=true"))
	assert.Empty(t, r.ids(request, "GITHUB_ACTIONS=true", "GITHUB_BASE_REF=main"), "a pull request without changes")
	_, c, err := r.look(request, "CI=true")
	require.NoError(t, err)
	assert.Equal(t, []string{"--changed: this pipeline is of no pull request, and its commit is one of main, so every example counts as changed; --changed-since=REF compares with another commit"}, c.Notes())

	r.git("branch", "-m", "main", "trunk")
	assert.Contains(t, r.refused(request), "which branch is the default one? Run 'git remote set-head origin --auto', or pass --changed-since=REF")
	assert.Equal(t, all[:2], func() []string { r.git("switch", "-q", "topic"); return r.ids(changed.Request{ChangedSince: &first}) }())
}

// A shallow clone says what to fetch, and is right with that.
func TestAShallowClone(t *testing.T) {
	r := small(t)
	r.git("switch", "-q", "-c", "topic")
	for _, text := range []string{"1", "2", "3"} {
		r.write("ex/b/run.sh", "echo "+text+"\n")
		r.commit()
	}
	r.git("switch", "-q", "main")
	r.write("README.md", "x")
	r.commit()
	clone := *r
	clone.dir = filepath.Join(filepath.Dir(r.dir), "clone")
	url := "file://" + filepath.ToSlash(r.dir)
	if runtime.GOOS == "windows" {
		url = "file:///" + filepath.ToSlash(r.dir)
	}
	r.git("clone", "-q", "--depth=1", "--no-single-branch", "--branch=topic", url, clone.dir)
	request, github := changed.Request{Changed: true}, []string{"GITHUB_ACTIONS=true", "GITHUB_BASE_REF=main"}
	assert.Equal(t, "--changed: the clone is shallow, and its history does not reach back to where this branch left origin/main; run 'git fetch --unshallow' (GitHub Actions: with: {fetch-depth: 0} of actions/checkout)",
		clone.refused(request, github...))
	assert.Contains(t, clone.refused(request), "the clone is shallow")
	parent := r.git("rev-parse", "topic~1")
	assert.Equal(t, "--changed-since="+parent+": this clone has no such commit; the clone is shallow: 'git fetch --unshallow' gets the rest of its history", clone.refused(changed.Request{ChangedSince: &parent}))
	clone.git("fetch", "-q", "--unshallow")
	assert.Equal(t, []string{"ex/b"}, clone.ids(request, github...))
	assert.Equal(t, []string{"ex/b"}, clone.ids(request), "the default branch is that of the remote")
}

// The index of the commit that is being made is that of --staged.
func TestStaged(t *testing.T) {
	r := small(t)
	request := changed.Request{Staged: true}
	r.write("ex/a/run.sh", "echo 2\n")
	r.write("ex/b/new", "x")
	assert.Empty(t, r.ids(request))
	r.git("add", "ex/a")
	assert.Equal(t, []string{"ex/a"}, r.ids(request))
	r.git("read-tree", "--index-output=.git/other.lock", "HEAD")
	assert.Empty(t, r.ids(request, "GIT_INDEX_FILE=.git/other.lock"), "as a hook of 'git commit FILE' has it")
	assert.Empty(t, r.ids(request, "GIT_INDEX_FILE="+r.path(".git/other.lock"), "GIT_DIR=.git", "GIT_PREFIX=ex/"))
	other := small(t)
	assert.Equal(t, []string{"ex/a"}, r.ids(request, "GIT_INDEX_FILE="+other.path(".git/index"), "GIT_DIR="+other.path(".git")), "the index of another repository is not this one's")
	r.git("commit", "-q", "-m", "two")
	assert.Empty(t, r.ids(request))
}

// Before the first commit everything is new.
func TestNoCommit(t *testing.T) {
	r := small(t)
	require.NoError(t, os.RemoveAll(r.path(".git")))
	r.git("init", "-q", "-b", "main")
	assert.Equal(t, all, r.ids(changed.Request{Changed: true}))
	assert.Empty(t, r.ids(changed.Request{Staged: true}))
	r.git("add", "ex/a")
	assert.Equal(t, []string{"ex/a"}, r.ids(changed.Request{Staged: true}))
}

// A project in a folder of a repository, in a linked work tree, with a configuration of git that
// changes what its commands print.
func TestWhereTheProjectIs(t *testing.T) {
	r := small(t)
	for _, set := range [][]string{{"core.quotePath", "true"}, {"diff.relative", "true"}, {"diff.renames", "copies"}, {"diff.noprefix", "true"}, {"color.ui", "always"}, {"diff.external", "false"}, {"status.relativePaths", "true"}} {
		r.git("config", set[0], set[1])
	}
	sub := *r
	sub.dir = filepath.Join(filepath.Dir(r.dir), "linked", "deep", "project")
	r.git("worktree", "add", "-q", filepath.Join(filepath.Dir(r.dir), "linked"), "-b", "topic")
	sub.write("hub.yaml", "sources: [{path: ex}]\n")
	sub.write("ex/ä b/run.sh", "echo\n")
	sub.write("ex/up.sh", "# ---\n# inputs: [../../../lib]\n# ---\necho\n")
	sub.write("ex/far.sh", "# ---\n# inputs: ['../../../../*.nothing']\n# ---\necho\n")
	sub.write("ex/same.sh", "echo\n")
	sub.commit()
	head := "HEAD"
	since := changed.Request{ChangedSince: &head}
	outside := []string{"ex/far.sh"}
	assert.Equal(t, outside, sub.ids(since), "outside of the repository")
	sub.write("ex/ä b/\"quoted\" data", "x")
	sub.write("../../lib/new", "x")
	assert.Equal(t, []string{"ex/far.sh", "ex/up.sh", "ex/ä b"}, sub.ids(since))
	sub.git("add", "-A", "../..")
	assert.Equal(t, []string{"ex/far.sh", "ex/up.sh", "ex/ä b"}, sub.ids(since))
	assert.Equal(t, []string{"ex/far.sh", "ex/same.sh", "ex/up.sh", "ex/ä b"}, sub.ids(changed.Request{Changed: true}), "all of it is of the branch")
	assert.Empty(t, r.ids(since), "the other work tree")
}

// A submodule counts as a whole: its commit, and what is changed and untracked in it.
func TestSubmodules(t *testing.T) {
	lib := plant(t, map[string]string{"x.txt": "x\n", "y.md": "y\n"})
	r := small(t)
	r.git("clone", "-q", lib.dir, "lib/sub") // git submodule add needs sed
	r.write(".gitmodules", "[submodule \"lib/sub\"]\n\tpath = lib/sub\n\turl = "+lib.dir+"\n")
	r.git("config", "diff.ignoreSubmodules", "all")
	r.commit()
	head := "HEAD"
	since := changed.Request{ChangedSince: &head}
	assert.Empty(t, r.ids(since))
	r.write("lib/sub/new.txt", "x")
	assert.Equal(t, []string{"ex/c.sh"}, r.ids(since), "untracked")
	r.gitIn(r.path("lib/sub"), "add", "-A")
	r.gitIn(r.path("lib/sub"), "commit", "-q", "-m", "two")
	assert.Equal(t, []string{"ex/c.sh"}, r.ids(since), "another commit")
	r.git("add", "-A")
	assert.Equal(t, []string{"ex/c.sh"}, r.ids(changed.Request{Staged: true}))
	r.commit()
	assert.Empty(t, r.ids(since))
	r.git("rm", "-q", "-f", "lib/sub")
	assert.Equal(t, []string{"ex/c.sh"}, r.ids(since), "removed")
}

// After a merge in both directions, what differs from any of the merge bases has changed.
func TestSeveralMergeBases(t *testing.T) {
	r := small(t)
	r.git("switch", "-q", "-c", "topic")
	r.write("ex/a/run.sh", "echo topic\n")
	r.commit()
	r.git("switch", "-q", "main")
	r.write("ex/b/run.sh", "echo main\n")
	r.commit()
	r.git("tag", "old")
	r.git("merge", "-q", "-m", "m", "topic")
	r.git("switch", "-q", "topic")
	r.git("merge", "-q", "-m", "m", "old")
	assert.Equal(t, []string{"ex/a", "ex/b"}, r.ids(changed.Request{Changed: true}))
}
