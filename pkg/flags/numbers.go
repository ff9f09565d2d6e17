package flags

import (
	"cmp"
	"strconv"
	"time"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/timespec"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Count is a flag that is a number from 0.
type Count int

// Decode reads the flag.
func (c *Count) Decode(ctx *kong.DecodeContext) error {
	n, err := atLeast(ctx, 0)
	*c = Count(n)
	return err
}

// atLeast reads the next value as a number that is not below least.
func atLeast(ctx *kong.DecodeContext, least int64) (int64, error) {
	token, err := ctx.Scan.PopValue("int")
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(token.String(), 0, 64)
	switch {
	case err != nil:
		return 0, usage.Errorf("--%s=%s: must be a whole number", ctx.Value.Name, token.String())
	case n < least:
		return 0, usage.Errorf("--%s=%d: must be %d or more", ctx.Value.Name, n, least)
	}
	return n, nil
}

// OptionalCount is a [Count] that may be absent.
type OptionalCount struct {
	// Value is nil when the flag was not given.
	Value *int
}

// Decode reads the flag.
func (o *OptionalCount) Decode(ctx *kong.DecodeContext) error {
	var n Count
	if err := n.Decode(ctx); err != nil {
		return err
	}
	o.Value = new(int(n))
	return nil
}

// Number is a flag that is a number from 1; 0 when it was not given.
type Number int64

// Decode reads the flag.
func (n *Number) Decode(ctx *kong.DecodeContext) error {
	v, err := atLeast(ctx, 1)
	*n = Number(v)
	return err
}

// Workers is a number of workers; 0 when the flag was not given, -1 for auto.
type Workers int

// Decode reads the flag.
func (w *Workers) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil || text == "" {
		return err
	}
	if text == "auto" {
		*w = -1
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > config.MaxWorkers {
		return usage.Errorf("--workers=%s: must be a number from 1 to %d, or auto", text, config.MaxWorkers)
	}
	*w = Workers(n)
	return nil
}

// Or returns the number of workers, the configured one if the flag was not given; of
// both, less than 1 means one for each CPU.
func (w Workers) Or(configured int) int {
	if n := cmp.Or(int(w), configured); n > 0 {
		return n
	}
	return headroom.CPUs() // auto
}

// Duration is a duration as hub.yaml has it.
type Duration struct {
	// Value is nil when the flag was not given.
	Value *time.Duration
}

// Decode reads the flag.
func (d *Duration) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil || text == "" {
		return err
	}
	v, err := timespec.ParseDuration(text)
	if err != nil {
		return usage.Errorf("--%s=%s: %v", ctx.Value.Name, text, err)
	}
	d.Value = &v
	return nil
}
