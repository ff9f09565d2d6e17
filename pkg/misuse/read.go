package misuse

import (
	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Build makes a grammar for args. It passes exit to [kong.Exit].
type Build func(args []string, exit func(code int)) (*kong.Kong, error)

// Read reads args as [Forgive] does: with corrected arguments, build is called again.
// printed is the code with which to exit after help or the version was printed, else -1.
func Read(args []string, build Build) (parsed *kong.Context, printed int, err error) {
	err = Forgive(args, func(args []string) error {
		parsed, printed, err = Once(args, build)
		return err
	})
	return parsed, printed, err
}

// Once is Read with the arguments as they are.
func Once(args []string, build Build) (parsed *kong.Context, printed int, err error) {
	printed = -1
	parser, err := build(args, func(code int) { printed = code; commandline.Leave() })
	if err != nil {
		return nil, printed, err
	}
	if parsed, err = commandline.Parse(parser, args); err == nil && printed < 0 {
		err = Twice(parsed)
	}
	return parsed, printed, err
}

// Only returns an error if a flag of this group was given.
func Only(parsed *kong.Context, group, with string) error {
	for _, p := range parsed.Path {
		if p.Flag != nil && p.Flag.Group != nil && p.Flag.Group.Key == group {
			return usage.Errorf("--%s applies only with %s", p.Flag.Name, with)
		}
	}
	return nil
}
