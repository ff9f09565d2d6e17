package part

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/worktree"
)

// Fits compares the checkout with the plan: its commit and hub.yaml. What differs is a
// usage error. A commit that only the plan or only the checkout has is a note: then the
// files of the examples decide alone.
func (p *Plan) Fits(pr *project.Project) (notes []string, err error) {
	var differ []string
	h := &p.Header
	commit := worktree.Read(pr.Config.Root).Commit
	p.commit = commit
	switch {
	case h.Commit == commit:
	case commit == "":
		notes = append(notes, fmt.Sprintf("the commit of this checkout is unknown, and %s is of %s: only hub.yaml and the files of the examples are compared", p.Name, short(h.Commit)))
	case h.Commit == "":
		notes = append(notes, fmt.Sprintf("%s does not say of which commit it is, and this checkout is at %s: only hub.yaml and the files of the examples are compared", p.Name, short(commit)))
	default:
		differ = append(differ, fmt.Sprintf("the commit: the plan is of %s, this checkout is at %s", short(h.Commit), short(commit)))
	}
	switch digest := pr.Config.Digest(); {
	case digest == h.Configuration:
	case digest == "":
		differ = append(differ, "hub.yaml: the plan has one, and this checkout has none")
	case h.Configuration == "":
		differ = append(differ, "hub.yaml: this checkout has one, and the plan none")
	default:
		differ = append(differ, "hub.yaml: it is not the one of the plan")
	}
	return notes, p.refuse(differ)
}

// Policies compares the policies of a run with those of the plan.
func (p *Plan) Policies(have []string) error {
	if slices.Equal(have, p.Header.Policies) {
		return nil
	}
	var differ []string
	for _, policy := range p.Header.Policies {
		if !slices.Contains(have, policy) {
			differ = append(differ, fmt.Sprintf("the policy %q of the plan does not hold here", policy))
		}
	}
	for _, policy := range have {
		if !slices.Contains(p.Header.Policies, policy) {
			differ = append(differ, fmt.Sprintf("the policy %q holds here, and not in the plan", policy))
		}
	}
	if len(differ) == 0 {
		differ = []string{"the order of the policies"}
	}
	return p.refuse(differ)
}

// maxNamed bounds the differences that an error names.
const maxNamed = 20

// refuse returns an error that names what differs; nil if nothing does.
func (p *Plan) refuse(differ []string) error {
	if len(differ) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "this checkout is not the one that %s was made for, and nothing is run:", p.Name)
	for _, text := range differ[:min(len(differ), maxNamed)] {
		b.WriteString("\n" + sanitize.Line(text))
	}
	if more := len(differ) - maxNamed; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	if p.Hub != "" && p.Hub != p.Header.Hub {
		fmt.Fprintf(&b, "\nthe plan was made by hub %s, and this is %s: another version may judge in another way", sanitize.Line(p.Header.Hub), p.Hub)
	}
	fmt.Fprintf(&b, "\n%s, or make the plan again with 'hub plan'", p.remedy())
	return usage.Errorf("%s", b.String())
}

// remedy says how a checkout becomes that of the plan.
func (p *Plan) remedy() string {
	commit := sanitize.Line(p.Header.Commit)
	switch {
	case commit == "", p.Header.Commit == p.commit && !p.Header.Dirty: // which is checked out
		return "restore these files"
	case p.Header.Dirty:
		return "check out " + commit + " with the changes that were not committed when the plan was made"
	}
	return "check out " + commit
}

// short returns the beginning of a commit's hash.
func short(commit string) string { return sanitize.Line(commit[:min(len(commit), 12)]) }
