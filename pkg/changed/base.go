package changed

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// base is what the work tree is compared with.
type base struct {
	// trees are the merge bases; a file has changed if it differs in one of them.
	trees []string
	// name is what people call it.
	name string
	// all says why all examples count as touched; empty: they do not.
	all string
}

// since returns the merge bases with a revision that the user names.
func (r *repo) since(ref string) (base, error) {
	switch {
	case strings.TrimSpace(ref) == "":
		return base{}, usage.Errorf("--changed-since: an empty REF (a variable that is not set?); name a branch, tag or commit, such as origin/main")
	case strings.HasPrefix(ref, "-"):
		return base{}, usage.Errorf("--changed-since=%s: a REF does not begin with a dash; name a branch, tag or commit, such as origin/main", ref)
	}
	hash, err := r.commit(ref)
	if err != nil {
		return base{}, err
	}
	if hash == "" {
		remedy := "'git branch --all' lists the branches; 'git fetch origin' gets those of the remote"
		if r.shallow {
			remedy = "the clone is shallow: 'git fetch --unshallow' gets the rest of its history"
		}
		return base{}, usage.Errorf("--changed-since=%s: this clone has no such commit; %s", ref, remedy)
	}
	return r.merged(hash, ref, "--changed-since="+ref, "")
}

// merged returns the merge bases of HEAD with a commit. advice says how a job of the CI system
// gets more history.
func (r *repo) merged(hash, name, flag, advice string) (base, error) {
	head, err := r.commit("HEAD")
	if err != nil {
		return base{}, err
	}
	if head == "" {
		return r.unborn()
	}
	trees, err := r.ancestors(head, hash)
	switch {
	case err != nil:
		return base{}, err
	case len(trees) == 0 && r.shallow:
		return base{}, usage.Errorf("%s: the clone is shallow, and its history does not reach back to where this branch left %s; run 'git fetch --unshallow'%s", flag, name, advice)
	case len(trees) == 0:
		return base{trees: []string{hash}, name: fmt.Sprintf("%s (%s), which has no common history with HEAD", name, short(hash))}, nil
	}
	return base{trees: trees, name: fmt.Sprintf("the merge base with %s (%s)", name, short(trees[0]))}, nil
}

// unborn is the base before the first commit.
func (r *repo) unborn() (base, error) {
	tree, err := r.empty()
	return base{trees: []string{tree}, name: "nothing: there is no commit yet"}, err
}

// branch returns the merge bases with the branch that this one is going to be merged into: that of the
// pull request, if the CI system names one, else the default branch.
func (r *repo) branch(env ci.Env) (base, error) {
	system, pipeline := ci.Systems().Detect(env)
	advice := ""
	if system.History != "" {
		advice = fmt.Sprintf(" (%s: %s)", system.Title, system.History)
	}
	given, request := system.Into(env)
	if given != "" {
		hash, name, err := r.find(given)
		if err != nil {
			return base{}, err
		}
		if hash == "" {
			what := "default branch"
			if request {
				what = "pull request's base"
			}
			refspec := given
			if !isHash(given) { // a clone of one branch fetches no other by its name
				refspec = "+refs/heads/" + given + ":refs/remotes/origin/" + given
			}
			return base{}, usage.Errorf("--changed: this clone does not have %s, the %s that %s names; run 'git fetch origin %s'%s, or pass --changed-since=REF",
				given, what, system.Title, sanitize.ShellWord(refspec), advice)
		}
		return r.leaving(hash, name, pipeline && !request, advice)
	}
	hash, name, err := r.usual()
	if err != nil {
		return base{}, err
	}
	if hash == "" {
		if head, err := r.commit("HEAD"); head == "" {
			none, unborn := r.unborn()
			return none, firstOf(err, unborn)
		}
		return base{}, usage.Errorf("--changed: which branch is the default one? Run 'git remote set-head origin --auto'%s, or pass --changed-since=REF", advice)
	}
	return r.leaving(hash, name, pipeline, advice)
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// leaving returns the merge bases with a branch. A pipeline of a commit of that branch tests the
// branch, and not what leaves it.
func (r *repo) leaving(hash, name string, pipeline bool, advice string) (base, error) {
	b, err := r.merged(hash, name, "--changed", advice)
	if err != nil || !pipeline {
		return b, err
	}
	head, err := r.commit("HEAD")
	if head != "" && slices.Contains(b.trees, head) {
		b.all = fmt.Sprintf("this pipeline is of no pull request, and its commit is one of %s, so every example counts as changed; --changed-since=REF compares with another commit", name)
	}
	return b, err
}

// find returns the commit of a branch that a CI system names, or of a commit, and its name. The
// remote's branch goes before a local one, which may be old.
func (r *repo) find(given string) (hash, name string, err error) {
	if strings.HasPrefix(given, "-") {
		return "", given, nil
	}
	for _, name := range append(r.remote(given), given) {
		revision := name
		if name == given && !isHash(given) {
			revision = "refs/heads/" + given
		}
		if hash, err := r.commit(revision); hash != "" || err != nil {
			return hash, strings.TrimPrefix(name, "refs/remotes/"), err
		}
	}
	return "", given, nil
}

// remote returns the references of a branch of the remotes, origin first.
func (r *repo) remote(branch string) []string {
	if isHash(branch) {
		return nil
	}
	out, _ := r.line("remote") // without an answer there is origin
	refs := []string{"refs/remotes/origin/" + branch}
	for name := range strings.Lines(out) {
		if name = strings.TrimSpace(name); name != "origin" && name != "" {
			refs = append(refs, "refs/remotes/"+name+"/"+branch)
		}
	}
	return refs
}

// usual returns the default branch: that of the remote, as git recorded it when it cloned, else
// a usual name.
func (r *repo) usual() (hash, name string, err error) {
	for _, head := range r.remote("HEAD") {
		target, err := r.line("symbolic-ref", "--quiet", head)
		if err = failed(err); err != nil {
			return "", "", err
		}
		if target == "" {
			continue
		}
		if hash, err := r.commit(target); hash != "" || err != nil {
			return hash, strings.TrimPrefix(target, "refs/remotes/"), err
		}
	}
	for _, branch := range []string{"main", "master"} {
		if hash, name, err := r.find(branch); hash != "" || err != nil {
			return hash, name, err
		}
	}
	return "", "", nil
}

// isHash reports whether the text is a whole hash of a commit.
func isHash(text string) bool {
	return (len(text) == 40 || len(text) == 64) && strings.Trim(text, "0123456789abcdef") == ""
}

// short returns the first digits of a hash.
func short(hash string) string { return hash[:min(len(hash), 10)] }
