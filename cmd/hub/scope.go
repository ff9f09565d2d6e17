package main

import (
	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/changed"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// ScopeFlags choose by what the catalog says.
type ScopeFlags struct {
	SEL []selector.Term `arg:"" optional:"" name:"sel" help:"Examples to select; several are a union. Default: all. A SEL is an index (7) or range (3-9), id:ID, ID, docname, path or unique suffix of one, a folder, a glob ('a/**/*.py'), group:GROUP or tag:TAG."`
	Not []selector.Term `sep:"none" placeholder:"SEL" help:"Leave these examples out; repeat for several."`

	Tag   flags.Words `placeholder:"TAG" help:"Select examples with this tag; repeat to require several tags."`
	Tags  flags.List  `placeholder:"A,B" help:"Select examples with any of these tags."`
	Group flags.Words `placeholder:"GROUP" help:"Select examples of this group, or below it; repeat to select several groups."`
	changed.Request
}

// choice returns the choice that the flags describe.
func (f *ScopeFlags) choice(app *App) selector.Choice {
	world := changed.World{Config: func() *config.Config { return app.work.Project.Config }, Environ: app.Environ, Verbose: app.Global.Verbose}
	return selector.Choice{Any: f.SEL, Not: f.Not, Tags: f.Tag, AnyTags: f.Tags, Groups: f.Group, Dir: app.Dir, Changed: f.Finder(world)}
}

// choose resolves the choice in the catalog and prints its notes.
func (a *App) choose(p *project.Project, choice *selector.Choice) (selector.Chosen, error) {
	chosen, err := choice.In(p.Catalog)
	a.work.WarnAll(append(chosen.Notes, chosen.Unskipped(p.Catalog)...))
	return chosen, err
}
