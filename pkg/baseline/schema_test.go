package baseline

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write baseline.schema.json")

func TestSchemaIsFresh(t *testing.T) {
	want, err := generateSchema()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("baseline.schema.json", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(Schema()), "run: go test ./pkg/baseline -update")
}
