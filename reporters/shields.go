package reporters

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

// shieldsBegins is the beginning of the JSON.
const shieldsBegins = `^\{"schemaVersion":1,"label":"` + badgeLabel + `","message":"`

// writeShields writes the badge of the run as JSON for shields.io.
func writeShields(w io.Writer, run *hub.Run) error {
	message, as := badgeOf(run)
	_, colour := as.colours()
	return json.NewEncoder(w).Encode(endpoint{1, badgeLabel, message, colour, as == toneBad || as == toneTrouble})
}
