package divide

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// alone refuses an example whose line in the plan depends on what is secret about another
// one. The line has secrets masked, and a part knows the secrets of its own examples only: it
// would find another command than the plan's, and refuse to run each time.
func (p *Plan) alone(of *project.Project, lines []planfile.Example) error {
	own := map[*hub.Settings]*mask.Patterns{} // nil: of all without variables; others share theirs
	for i := range p.Chosen {
		e := &p.Chosen[i]
		by := e.Settings
		if len(by.Env.Set) == 0 {
			by = nil
		}
		if own[by] == nil {
			own[by] = p.secrets(of, hub.Example{Settings: e.Settings})
		}
		if p.same(e, lines[i].Item, own[by]) || p.same(e, lines[i].Item, p.secrets(of, *e)) {
			continue
		}
		if other := p.declares(of, e); other != "" {
			return usage.Errorf("no plan is written: the command or the rules of %s contain a value that %s declares secret, and a machine that runs only the first does not know that; set the variable in the environment or under run.env in hub.yaml, which hold for every part", e.ID, other)
		}
		return usage.Errorf("no plan is written: whether a value in the command or the rules of %s is secret depends on the names of other examples, which a machine that runs a part does not know; list its variable under secrets in hub.yaml", e.ID)
	}
	return nil
}

// same reports whether the example has this item if only these values are secret.
func (p *Plan) same(e *hub.Example, item hub.PlanItem, secrets *mask.Patterns) bool {
	got, _ := selection.Item(e, secrets.String)
	return got == item
}

// secrets are what is secret when e is the only example.
func (p *Plan) secrets(of *project.Project, e hub.Example) *mask.Patterns {
	return mask.Compile(redact.Find(of.Config, p.request.Environ, []hub.Example{e}).Values)
}

// declares returns the ID of an example that declares what is secret in e; empty: none.
func (p *Plan) declares(of *project.Project, e *hub.Example) string {
	plain, _ := selection.Item(e, func(text string) string { return text })
	for i := range of.Catalog.Examples {
		if other := &of.Catalog.Examples[i]; other.ID != e.ID && len(other.Settings.Env.Set) > 0 && !p.same(e, plain, p.secrets(of, *other)) {
			return other.ID
		}
	}
	return ""
}
