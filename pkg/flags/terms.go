package flags

import (
	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/selector"
)

// Terms are SELs: the arguments of a command, or a flag that is repeated for several. An
// empty one is refused.
type Terms []selector.Term

// Decode reads one occurrence of the flag, or all arguments up to the next flag.
func (l *Terms) Decode(ctx *kong.DecodeContext) error {
	for {
		text, err := Text(ctx)
		if err != nil {
			return err
		}
		t, err := selector.Parse(text)
		if err != nil {
			return err
		}
		*l = append(*l, t)
		if ctx.Value.Flag != nil || !ctx.Scan.Peek().IsValue() {
			return nil
		}
	}
}
