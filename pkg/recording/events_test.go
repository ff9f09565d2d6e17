package recording

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/place"
)

// Events on stdout are no commands of a CI system whose log that is.
func TestEventsInALog(t *testing.T) {
	const event = `{"id":"##vso[x]"}` + "\n"
	for log, want := range map[bool]string{false: event, true: `{"id":"\u0023\u0023vso[x]"}` + "\n"} {
		var out bytes.Buffer
		w, err := OpenEvents(t.Context(), nil, place.Stdout, &out, log)
		require.NoError(t, err)
		_, err = w.Write([]byte(event))
		require.NoError(t, err)
		assert.Equal(t, want, out.String())
	}
}
