package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// requirementRule is the rule for an entry of run.require.
func requirementRule() yamlmap.Rule {
	return yamlmap.Rule{Text: CheckRequirement, Schema: func(s schema.Object) {
		all := hub.Requirements()
		s["type"] = "string"
		s["pattern"] = "^(" + strings.Join(all, "|") + ")$|^(" + strings.Join(all[1:], "|") + "):.+$"
		s["examples"] = []string{"all", "env", "env:OPENAI_API_KEY"}
	}}
}

// CheckRequirement says what is wrong with a requirement; empty if it is valid.
func CheckRequirement(s string) string {
	kinds := hub.Requirements()
	switch q := hub.Requirement(s); {
	case q.Valid():
		return ""
	case slices.Contains(kinds, q.Kind()):
		return fmt.Sprintf("%q must be %s, a kind of skip, or KIND:TEXT with part of the reason", s, hub.RequireAll)
	default:
		return fmt.Sprintf("%q is not a kind of skip%s; known: %s", s, nearest.DidYouMean(q.Kind(), kinds), strings.Join(kinds, ", "))
	}
}
