package status

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Parts holds the parts of a fingerprint, as in [hub.Result]; in JSON it is a
// list of strings. One string saves memory: most commands read the parts of
// thousands of examples and look at none.
type Parts string

// partsOf keeps the first maxParts of a list.
func partsOf(list []string) Parts {
	return Parts(strings.Join(list[:min(len(list), maxParts)], "\n")) // no part has a line end in it
}

// List returns the parts; nil when none were recorded.
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
