package main

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// The types of flags. Their mappers decode what is given, so that no command reads
// a text; a wrong one is a usage error.

// mappers are the decoders that Kong does not know. now is the clock that times
// in the past count from.
func mappers(now func() time.Time) []kong.Option {
	return []kong.Option{
		kong.KindMapper(reflect.String, kong.MapperFunc(exactTextInto)),
		kong.TypeMapper(reflect.TypeFor[render.Format](), kong.MapperFunc(oneOf)),
		kong.TypeMapper(reflect.TypeFor[config.Flaky](), kong.MapperFunc(oneOf)),
		kong.TypeMapper(reflect.TypeFor[Past](), kong.MapperFunc(func(ctx *kong.DecodeContext, target reflect.Value) error {
			text, err := exactText(ctx)
			if err != nil || text == "" {
				return err
			}
			t, err := timespec.ParsePast(text, now())
			if err != nil {
				return usage.Errorf("--%s: %v", ctx.Value.Name, err)
			}
			target.Set(reflect.ValueOf(Past{t}))
			return nil
		})),
	}
}

// exactText is the next value byte for byte. Kong's own way leads through JSON,
// in which a path that is not UTF-8 becomes another one.
func exactText(ctx *kong.DecodeContext) (string, error) {
	token, err := ctx.Scan.PopValue("string")
	if err != nil {
		return "", err
	}
	return token.String(), nil
}

// exactTextInto is [exactText] for every flag and argument that is a text.
func exactTextInto(ctx *kong.DecodeContext, target reflect.Value) error {
	text, err := exactText(ctx)
	if err == nil {
		target.SetString(text)
	}
	return err
}

// oneOf decodes a flag that has an enum tag. Kong checks that too, and suggests
// nothing.
func oneOf(ctx *kong.DecodeContext, target reflect.Value) error {
	text, err := exactText(ctx)
	if err != nil {
		return err
	}
	if known := ctx.Value.EnumSlice(); !slices.Contains(known, text) {
		known = slices.DeleteFunc(known, func(value string) bool { return value == "" }) // that is: not given
		return usage.Errorf("--%s: %w", ctx.Value.Name, &usage.Unknown{What: "value", Value: text, Known: known})
	}
	target.SetString(text)
	return nil
}

var errEmptyValue = errors.New("the value is empty")

// commaList is a flag of values separated by commas; repeated, they are joined.
// An empty value is refused: it is most often a variable that was not set, and
// must not widen what is chosen.
type commaList []string

// Decode reads one occurrence of the flag.
func (l *commaList) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			return errEmptyValue
		}
		*l = append(*l, part)
	}
	return nil
}

// wordList is a flag that is repeated for several values, which may hold
// commas. An empty one is refused.
type wordList []string

// Decode reads one occurrence of the flag.
func (l *wordList) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errEmptyValue
	}
	*l = append(*l, text)
	return nil
}

// Past is a flag that is a time in the past; zero when it was not given.
type Past struct{ time.Time }

// ScopeFlags choose by what the catalog says.
type ScopeFlags struct {
	Tag   wordList  `placeholder:"TAG" help:"Select examples with this tag; repeat to require several tags."`
	Tags  commaList `placeholder:"A,B" help:"Select examples with any of these tags."`
	Group wordList  `placeholder:"GROUP" help:"Select examples of this group; repeat to select several groups."`
}

// scope is what the flags choose, for a query.
func (f *ScopeFlags) scope() query.Scope {
	return query.Scope{Tags: f.Tag, AnyTags: f.Tags, Groups: f.Group}
}
