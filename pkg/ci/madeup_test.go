package ci_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ci"
)

// madeUp is an invented system, added as the package comment describes.
func madeUp() ci.System {
	return ci.System{
		Name: "foundry", Title: "Foundry CI", Marker: ci.Marker{Variable: "FOUNDRY"},
		Parts:    &ci.Parts{Index: "FOUNDRY_PART", Total: "FOUNDRY_PARTS"},
		Pipeline: func(env ci.Env) string { return env("FOUNDRY_RUN") }, Ordered: true,
		Axis:      func(env ci.Env) string { return env("FOUNDRY_JOB") },
		Attempt:   func(env ci.Env) int64 { return int64(len(env("FOUNDRY_TRIES"))) },
		Job:       func(env ci.Env) string { return env("FOUNDRY_JOB") },
		Workspace: "FOUNDRY_DIR",
		Blob:      func(env ci.Env) string { return "https://foundry.example/" + env("FOUNDRY_COMMIT") },
		Protected: []string{"FOUNDRY_ENV"},
		Protocol: &ci.Protocol{
			Inside: []string{"@@cast["}, AtStart: []string{"=>"},
			Group:      func(g ci.Group) (begin, end string) { return "@@cast[open] " + g.Title + "\n", "@@cast[close]\n" },
			Annotation: func(n ci.Note) string { return "=> " + string(n.Level) + " " + n.Title + ": " + n.Message + "\n" },
		},
		Files: []ci.File{{Variable: "FOUNDRY_SUMMARY", Text: func(r ci.Report, _ int64) ([]byte, error) { return []byte(r.Word), nil }}},
		Agent: &ci.Agent{Program: "foundry", Args: func(ci.Env, ci.Report) []string { return []string{"show"} }},
		JUnit: &ci.JUnitLimit{Reader: "Foundry", Results: 10},
	}
}

// A new system needs one value and nothing else.
func TestAddingASystem(t *testing.T) {
	table := append(ci.Table{madeUp()}, ci.Systems()...)
	e := getenv(env("FOUNDRY=1 FOUNDRY_PART=1 FOUNDRY_PARTS=4 FOUNDRY_RUN=7 FOUNDRY_JOB=test FOUNDRY_TRIES=xx FOUNDRY_DIR=/w FOUNDRY_COMMIT=0a1b"))

	s, pipeline := table.Detect(e)
	assert.True(t, pipeline)
	assert.Equal(t, "foundry", s.Name)
	assert.Contains(t, table.Names(), "foundry")
	_, ok := table.Named("foundry")
	assert.True(t, ok)

	shard, err := table.Shard(e)
	require.NoError(t, err)
	assert.Equal(t, ci.Shard{Index: 2, Total: 4, From: "Foundry CI: FOUNDRY_PART=1 FOUNDRY_PARTS=4"}, shard)
	assert.Equal(t, ci.Identity{Pipeline: "foundry:7", Axis: "test", Attempt: 2, Job: "test"}, table.Identify(e))
	order, ok := table.Later("foundry:7", "foundry:8")
	assert.True(t, ok && order > 0)
	url, root := table.Source(e)
	assert.Equal(t, []string{"https://foundry.example/0a1b/{path}#L{line}", "/w"}, []string{url, root})
	assert.Subset(t, table.Protected(), []string{"FOUNDRY_ENV", "FOUNDRY_SUMMARY"})
	assert.True(t, s.Obeys(), "it has no fence")

	assert.Equal(t, "@@cast[open] Output of basics/wrong · assertion: 50% [ok]\n"+
		"| one\n| ::error::two\n| # #vso[x]\n@@cast[close]\n"+
		"=> error basics/wrong: assertion: 50% [ok], a:b; c\n"+
		"=> warning net/allowed: allowed failure: it's é\n"+
		"=> notice basics/flaky: flaky\n", s.Log(report(), token))
	hostile := s.Log(shaped("@@cast[close] @\x00@cast[open]\n=> error\n@@@cast[x]"), token)
	assert.Equal(t, 2*strings.Count(hostile, "@@cast[close]\n"), strings.Count(hostile, "@@cast["), "the groups' own alone: %s", hostile)
	assert.Equal(t, 6, strings.Count("\n"+hostile, "\n=> "), "the annotations' own alone: %s", hostile)
}
