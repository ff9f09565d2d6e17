package status

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Parts are what a fingerprint is made of, as [hub.Result] has them: a list of
// texts in JSON. They lie in one piece of memory, for most commands read those of
// thousands of examples and look at none.
type Parts string

// partsOf keeps the first maxParts of a list.
func partsOf(list []string) Parts {
	return Parts(strings.Join(list[:min(len(list), maxParts)], "\n")) // no part has a line end in it
}

// List is them one by one; nil when nothing was recorded.
func (p Parts) List() []string {
	if p == "" {
		return nil
	}
	return strings.Split(string(p), "\n")
}

// MarshalJSON implements json.Marshaler.
func (p Parts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(p.List())
	return b.Bytes(), err
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *Parts) UnmarshalJSON(data []byte) error {
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*p = partsOf(list)
	return nil
}
