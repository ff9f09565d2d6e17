package hub

import (
	"bytes"
	"encoding/json"
)

// UnmarshalJSON reads what a result says of its allowed failure. That it is
// said at all means that the failure is allowed, so that a replayed result
// equals the one that was recorded. As ever, null says nothing.
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
