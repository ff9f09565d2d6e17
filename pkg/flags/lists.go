package flags

import (
	"strings"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// List is a flag of values separated by commas; repeated, they are joined. An empty
// value is refused.
type List []string

// Decode reads one occurrence of the flag.
func (l *List) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			return ErrEmpty
		}
		*l = append(*l, part)
	}
	return nil
}

// Words is a flag that is repeated for several values, which may hold commas. An empty
// value is refused.
type Words []string

// Decode reads one occurrence of the flag.
func (l *Words) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return ErrEmpty
	}
	*l = append(*l, text)
	return nil
}

// Requirements are skips that are errors.
type Requirements []hub.Requirement

// Decode reads one occurrence of the flag.
func (r *Requirements) Decode(ctx *kong.DecodeContext) error {
	var list List
	if err := list.Decode(ctx); err != nil {
		return err
	}
	for _, text := range list {
		if problem := config.CheckRequirement(text); problem != "" {
			return usage.Errorf("--%s: %s", ctx.Value.Name, problem)
		}
		*r = append(*r, hub.Requirement(text))
	}
	return nil
}
