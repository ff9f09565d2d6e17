package main

import (
	"cmp"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Flags are read before a command runs, and what is wrong with one is a usage
// error that names it.
func TestFlagsAreDecodedIntoTypes(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	parsed := func(args string) (*CLI, error) {
		var cli CLI
		parser, err := newParser(&cli, nil, Process{Now: func() time.Time { return now }}, nil)
		require.NoError(t, err)
		_, err = commandline.Parse(parser, strings.Fields(args))
		return &cli, err
	}
	cli, err := parsed("errors --since=2d --limit=3 --format=csv")
	require.NoError(t, err)
	assert.Equal(t, now.AddDate(0, 0, -2), cli.Errors.Since.Time)
	assert.Equal(t, flags.Count(3), cli.Errors.Limit)
	assert.Equal(t, render.CSV, cli.Errors.Format)
	assert.Equal(t, render.Table, cli.List.Format, "the default")

	cli, err = parsed("all 3 --workers=auto --timeout=90s --retries=0 --flaky=fail --shard=2/4 --attempt=7 --max-failures=1")
	require.NoError(t, err)
	assert.Equal(t, "3", cli.All.SEL[0].String())
	assert.Equal(t, headroom.CPUs(), cli.All.Workers.Or(1))
	assert.Equal(t, 90*time.Second, *cli.All.Timeout.Value)
	assert.Equal(t, 0, *cli.All.Retries.Value)
	assert.Equal(t, config.FlakyFail, cli.All.Flaky)
	part, err := cli.All.Shard.Resolve(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, &hub.Shard{Index: 2, Total: 4}, part)
	assert.Equal(t, flags.Number(7), cli.All.Attempt)
	assert.Equal(t, flags.Count(1), cli.All.MaxFailures)

	cli, err = parsed("all --workers= --timeout= --flaky= --shard=")
	require.NoError(t, err)
	assert.Equal(t, 5, cli.All.Workers.Or(5))
	assert.Nil(t, cli.All.Timeout.Value)
	assert.Nil(t, cli.All.Retries.Value)
	assert.Equal(t, config.FlakyPass, cmp.Or(cli.All.Flaky, config.FlakyPass))
	assert.False(t, cli.All.Shard.Given())

	for args, want := range map[string]string{
		"errors --format=jsn":     `--format: unknown value "jsn"`,
		"all tag:":                "tag:: nothing follows the colon",
		"list 9-3":                "9-3 is not a range of indexes; write 3-9",
		"all --workers=0":         "--workers=0: must be a number from 1 to 4096, or auto",
		"all --timeout=soon":      `--timeout=soon: "soon" is not a duration`,
		"all --retries=-1":        "--retries=-1: must be 0 or more",
		"all --max-failures=-1":   "--max-failures=-1: must be 0 or more",
		"all --flaky=maybe":       `--flaky: unknown value "maybe"`,
		"all --shard=4/3":         "--shard=4/3: must be I/N with 1",
		"all --attempt=0":         "--attempt=0: must be 1 or more",
		"stale --limit=many":      "--limit=many: must be a whole number",
		"list --color=blue":       `--color: unknown value "blue"`,
		"errors --format=ids":     `--format: unknown value "ids"`,
		"stats --slowest=-1":      "--slowest=-1: must be 0 or more",
		"errors --since=tomorrow": `--since: "tomorrow" is in the future`,
		"clean --older-than=-1d":  "--older-than: ",
	} {
		_, err := parsed(args)
		own, ok := errors.AsType[*usage.Error](err)
		if assert.True(t, ok, args) {
			assert.Contains(t, own.Error(), want)
			assert.Equal(t, exitUsage, exitcode.Of(err))
		}
	}
}
