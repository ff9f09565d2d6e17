package metadata

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestShortIDs(t *testing.T) {
	var all []hub.Example
	for i := range 3000 {
		id := fmt.Sprintf("examples/%d.sh", i)
		all = append(all, hub.Example{ID: id, Path: id})
	}
	form := regexp.MustCompile(`^[0-9a-f]{4}$`)
	first, collisions := map[string]string{}, 0
	s := NewShortIDs(all)
	for i := range all {
		id, collision, err := s.Take(&all[i])
		require.NoError(t, err)
		require.Regexp(t, form, id)
		require.NotContains(t, first, id, "each once")
		var value any
		require.NoError(t, yaml.Unmarshal([]byte(id), &value))
		require.IsType(t, "", value, "no number for readers of YAML: %s", id)
		first[id] = all[i].ID
		if collision != "" {
			require.Regexp(t, `^the short ID [0-9a-f]{4} belongs to examples/\d+\.sh$`, collision)
			collisions++
		}
	}
	assert.Positive(t, collisions)

	// The ID of an example does not depend on the others.
	for id, path := range first {
		alone, collision, err := NewShortIDs(nil).Take(&hub.Example{ID: path, Path: path})
		require.NoError(t, err)
		require.Empty(t, collision)
		if alone != id {
			collisions--
		}
	}
	assert.Zero(t, collisions, "but where it collided")
}

func TestShortIDsAvoidIDsAndDocNames(t *testing.T) {
	e := hub.Example{ID: "examples/a.sh", Path: "examples/a.sh"}
	free, _, err := NewShortIDs(nil).Take(&e)
	require.NoError(t, err)
	for _, other := range []hub.Example{{ID: free, Path: "other.sh"}, {ID: "x", Path: "other.sh", DocName: free}} {
		id, collision, err := NewShortIDs([]hub.Example{e, other}).Take(&e)
		require.NoError(t, err)
		assert.NotEqual(t, free, id)
		assert.Equal(t, "the short ID "+free+" belongs to other.sh", collision)
	}

	var all []hub.Example
	for i := range 1 << 16 {
		all = append(all, hub.Example{ID: fmt.Sprintf("%04x", i), Path: "other.sh"})
	}
	_, _, err = NewShortIDs(all).Take(&e)
	assert.ErrorContains(t, err, "no short ID is free")
}

func TestNumbersAreNoShortIDs(t *testing.T) {
	for digits, want := range map[string]bool{
		"1234": true, "0777": true, "0089": true, "12e4": true, "0e00": true, "0b01": true,
		"12f4": false, "e123": false, "0b02": false, "dead": false, "0b0a": false,
	} {
		assert.Equal(t, want, isNumber(digits), digits)
	}
}
