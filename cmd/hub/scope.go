package main

import (
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/query"
)

// ScopeFlags choose by what the catalog says.
type ScopeFlags struct {
	Tag   flags.Words `placeholder:"TAG" help:"Select examples with this tag; repeat to require several tags."`
	Tags  flags.List  `placeholder:"A,B" help:"Select examples with any of these tags."`
	Group flags.Words `placeholder:"GROUP" help:"Select examples of this group; repeat to select several groups."`
}

// scope is what the flags choose, for a query.
func (f *ScopeFlags) scope() query.Scope {
	return query.Scope{Tags: f.Tag, AnyTags: f.Tags, Groups: f.Group}
}
