package volatile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

func TestVolatile(t *testing.T) {
	for _, c := range []struct {
		replace    func(string) string
		text, want string
	}{
		{volatile.UUIDs, "id 0f8fad5b-d9cb-469f-a165-70867728950e.", "id [UUID]."},
		{volatile.UUIDs, "a-b-c-d-e", "a-b-c-d-e"},
		{volatile.Dates, "on 2026-11-30 at 15:09:23", "on [DATE] at [TIME]"},
		{volatile.Dates, "20261130T150923Z", "[DATE]"},
		{volatile.Dates, "Nov 30 15:09:23 host", "[DATE] host"},
		{volatile.Dates, "ratio 1:2, 3-4", "ratio 1:2, 3-4"},
		{volatile.Durations, "after 5m0s, 12.5 seconds, 3µs, 4μs, 7h and 2 mins", "after [DURATION], [DURATION], [DURATION], [DURATION], [DURATION] and [DURATION]"},
		{volatile.Durations, "1e3 ms", "[DURATION]"},
		{volatile.Durations, "3 apples, 4 x", "3 apples, 4 x"},
		{volatile.Addresses, "at 0x7f3b2c1d5e50, not 0xff", "at [ADDRESS], not 0xff"},
		{volatile.Addresses, "0XABCDEF", "[ADDRESS]"},
	} {
		assert.Equal(t, c.want, c.replace(c.text))
	}
	assert.Equal(t, 4, volatile.Digits("12 and 3456 and 789"))
	assert.Zero(t, volatile.Digits("none"))
}
