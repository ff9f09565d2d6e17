package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Flags are read before a command runs, and what is wrong with one is a usage
// error that names it.
func TestFlagsAreDecodedIntoTypes(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	parsed := func(args string) (*CLI, error) {
		var cli CLI
		parser, err := newParser(&cli, Process{Now: func() time.Time { return now }}, nil)
		require.NoError(t, err)
		_, err = parse(parser, strings.Fields(args))
		return &cli, err
	}
	cli, err := parsed("errors --since=2d --limit=3 --format=csv")
	require.NoError(t, err)
	assert.Equal(t, now.AddDate(0, 0, -2), cli.Errors.Since.Time)
	assert.Equal(t, Count(3), cli.Errors.Limit)
	assert.Equal(t, render.CSV, cli.Errors.Format)
	assert.Equal(t, render.Table, cli.List.Format, "the default")

	for args, want := range map[string]string{
		"errors --format=jsn":     `--format: unknown value "jsn"`,
		"errors --format=ids":     `--format: unknown value "ids"`,
		"stats --slowest=-1":      "--slowest=-1: must be 0 or more",
		"errors --since=tomorrow": `--since: "tomorrow" is in the future`,
		"clean --older-than=-1d":  "--older-than: ",
	} {
		_, err := parsed(args)
		own, ok := errors.AsType[*usage.Error](err)
		if assert.True(t, ok, args) {
			assert.Contains(t, own.Error(), want)
			assert.Equal(t, exitUsage, exitCode(err))
		}
	}
	_, err = parsed("stale --limit=many")
	assert.ErrorContains(t, err, "--limit: expected a valid 64 bit int")
}
