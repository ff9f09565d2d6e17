package baseline

import (
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Same reports whether a failure is the known one, see [cause.Same].
func Same(known *hub.Known, failure *hub.Error) bool {
	return cause.Same(&hub.Error{Type: known.Type, Message: known.Message}, failure)
}
