package config

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/nearest"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// requirementForm is an entry of run.require.
func requirementForm() yamlmap.Form {
	return yamlmap.NewForm(func(d *yamlmap.Decoder, n *yaml.Node, key yamlmap.Key, v *hub.Requirement) {
		s, ok := d.Text(n, key)
		if !ok {
			return
		}
		if problem := CheckRequirement(s); problem != "" {
			d.Problem(n, key, "%s", problem)
			return
		}
		*v = hub.Requirement(s)
	}, func(e *yamlmap.Encoder, key yamlmap.Key, v hub.Requirement) *yaml.Node { return e.Text(key, string(v)) },
		func(*schema.Generator, yamlmap.Field) schema.Object {
			all := hub.Requirements()
			return schema.Object{"type": "string", "pattern": "^(" + strings.Join(all, "|") + ")$|^(" + strings.Join(all[1:], "|") + "):.+$",
				"examples": []string{"all", "env", "env:OPENAI_API_KEY"}}
		})
}

// CheckRequirement says what is wrong with a requirement; empty when nothing.
func CheckRequirement(s string) string {
	switch q := hub.Requirement(s); {
	case q.Valid():
		return ""
	case slices.Contains(hub.Requirements(), q.Kind()):
		return fmt.Sprintf("%q must be %s alone, or a kind of skip, a colon and a part of the reason", s, hub.RequireAll)
	default:
		known := hub.Requirements()
		return fmt.Sprintf("%q names no kind of skip%s; known: %s", s, nearest.DidYouMean(q.Kind(), known), strings.Join(known, ", "))
	}
}
