package hub_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// Whoever reads a log computes the item that the plan has, whatever bytes are in the
// example: a file name need not be UTF-8.
func TestItemsAreThoseOfTheLog(t *testing.T) {
	e := hub.Example{ID: "ex/bad%FF.sh", Rules: "timeout 5m\xfe\xff", Argv: []string{"sh", "ex/bad\xff\xfe.sh", "\xc3", "\x1b[m", "##[x]", "ü\ufffd", ""}}
	shown := []string{e.Argv[1]}
	line, err := jsonline.Plain.Example(nil, &e)
	require.NoError(t, err)
	var read hub.Example
	require.NoError(t, json.Unmarshal(line, &read))
	assert.Equal(t, e.Item(), read.Item())
	assert.Equal(t, shown[0], e.Argv[1], "the command that runs is the same")
	read.Argv[2] = "other"
	assert.NotEqual(t, e.Item(), read.Item())
}
