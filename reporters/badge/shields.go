package badge

import (
	"encoding/json"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// endpoint is what the endpoint badge of shields.io reads: https://shields.io/badges/endpoint-badge.
type endpoint struct {
	SchemaVersion int    `json:"schemaVersion"`
	Label         string `json:"label"`
	Message       string `json:"message"`
	Color         string `json:"color"`
	// IsError keeps a URL from giving a failure another colour.
	IsError bool `json:"isError,omitempty"`
}

// ShieldsBegins is the regular expression for the beginning of the JSON.
const ShieldsBegins = `^\{"schemaVersion":1,"label":"` + Label + `","message":"`

// WriteShields writes the badge of the run as JSON for shields.io.
func WriteShields(w io.Writer, run *hub.Run) error {
	message, tone := Of(run)
	return json.NewEncoder(w).Encode(endpoint{1, Label, message, tones[tone].shields, tone == Bad || tone == Trouble})
}
