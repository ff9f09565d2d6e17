package hub

import (
	"bytes"
	"encoding/json"
)

// UnmarshalJSON reads the allowed failure of a result. Any value but null sets
// Allowed, so that a replayed result equals the recorded one.
func (a *AllowFailure) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	type plain AllowFailure
	if err := json.Unmarshal(data, (*plain)(a)); err != nil {
		return err
	}
	a.Allowed = true
	return nil
}
