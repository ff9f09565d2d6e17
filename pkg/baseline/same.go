package baseline

import (
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Same reports whether a failure is the known one: of its type, with its normalized
// message. Where it failed does not matter: lines move.
func Same(known *hub.Known, failure *hub.Error) bool {
	return failure != nil && known.Type == failure.Type && (known.Message == failure.Message || cause.Message(known.Message) == cause.Message(failure.Message))
}
