package yamlmap

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func environment(name string) (string, bool) {
	value, ok := map[string]string{"HUB_TEST_SET": "set", "HUB_TEST_EMPTY": ""}[name]
	return value, ok
}

func TestVariables(t *testing.T) {
	t.Run("expand", func(t *testing.T) {
		for text, want := range map[string]string{
			"plain": "plain", "${HUB_TEST_SET}": "set", "a${HUB_TEST_SET}b${HUB_TEST_SET}": "asetbset",
			"${HUB_TEST_EMPTY}": "", "${HUB_TEST_EMPTY:-d}": "d", "${NO:-d e}": "d e", "${NO:-}": "", "${HUB_TEST_SET:-d}": "set",
			"$": "$", "$$": "$", "$$$": "$$", "$${NO}": "${NO}", "$HOME": "$HOME", "5$": "5$", "$1": "$1", "a$$b": "a$b",
		} {
			got, err := expand(text, environment, nil)
			require.NoError(t, err, text)
			assert.Equal(t, want, got, text)
		}
	})
	t.Run("escape", func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		for range 10_000 {
			b := make([]byte, random.IntN(8))
			for i := range b {
				b[i] = "$${}A:-"[random.IntN(7)]
			}
			got, err := expand(escape(string(b)), nil, nil)
			require.NoError(t, err, string(b))
			require.Equal(t, string(b), got)
		}
	})
}
