// Package flags has the types of flags and arguments. Kong decodes them, so that no
// command parses text. A wrong value is a [*usage.Error] that names the flag. An empty
// value, most often an unset variable, counts as not given where that does not widen
// the selection; elsewhere it is [ErrEmpty].
package flags

import (
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ErrEmpty refuses an empty value that would widen what is chosen.
var ErrEmpty = errors.New("the value is empty")

// Mappers returns the decoders of texts, of flags with an enum tag, of [selector.Term]
// and of [Past]. The other types of this package decode themselves. now is the clock
// for times in the past.
func Mappers(now func() time.Time) []kong.Option {
	return []kong.Option{
		kong.KindMapper(reflect.String, kong.MapperFunc(exactTextInto)),
		kong.TypeMapper(reflect.TypeFor[render.Format](), kong.MapperFunc(oneOf)),
		kong.TypeMapper(reflect.TypeFor[config.Flaky](), kong.MapperFunc(oneOf)),
		kong.TypeMapper(reflect.TypeFor[selector.Term](), kong.MapperFunc(termInto)),
		kong.TypeMapper(reflect.TypeFor[Past](), kong.MapperFunc(func(ctx *kong.DecodeContext, target reflect.Value) error {
			text, err := Text(ctx)
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

// Text returns the next value byte for byte. Kong itself decodes through JSON, which
// changes a path that is not UTF-8.
func Text(ctx *kong.DecodeContext) (string, error) {
	token, err := ctx.Scan.PopValue("string")
	if err != nil {
		return "", err
	}
	return token.String(), nil
}

// exactTextInto is the mapper for every flag and argument that is a text: [oneOf] if it has
// an enum tag, else [Text].
func exactTextInto(ctx *kong.DecodeContext, target reflect.Value) error {
	if ctx.Value.Enum != "" {
		return oneOf(ctx, target)
	}
	text, err := Text(ctx)
	if err == nil {
		target.SetString(text)
	}
	return err
}

// termInto reads one SEL.
func termInto(ctx *kong.DecodeContext, target reflect.Value) error {
	text, err := Text(ctx)
	if err != nil {
		return err
	}
	term, err := selector.Parse(text)
	target.Set(reflect.ValueOf(term))
	return err
}

// oneOf decodes a flag that has an enum tag. Kong checks enums as well, but suggests
// nothing.
func oneOf(ctx *kong.DecodeContext, target reflect.Value) error {
	text, err := Text(ctx)
	if err != nil {
		return err
	}
	if known := ctx.Value.EnumSlice(); !slices.Contains(known, text) {
		known = slices.DeleteFunc(known, func(value string) bool { return value == "" }) // that is: not given
		unknown := &usage.Unknown{What: "value", Value: text, Known: known}
		if ctx.Value.Flag == nil {
			unknown.What = ctx.Value.Name
			return usage.Errorf("%w", unknown)
		}
		return usage.Errorf("--%s: %w", ctx.Value.Name, unknown)
	}
	target.SetString(text)
	return nil
}

// Past is a flag that is a time in the past; zero when it was not given.
type Past struct{ time.Time }
