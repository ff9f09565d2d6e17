package hub

// Want says that hub, not the example, lacked a resource to start a process. It
// is never recorded: the example gets no result from such an error, and keeps
// its earlier one.
type Want int

const (
	// NoWant: the error belongs to the example.
	NoWant Want = iota
	// WantNow: hub lacked descriptors, processes or memory, which may be
	// available when other examples have ended.
	WantNow
	// WantLasting: another start in this run would fail the same way, for
	// example because hub's additions make the environment too large for the
	// system.
	WantLasting
	// WantRoom: there was no disk space for what hub writes before a start.
	// Examples that end free their folders; if none is running, hub does not
	// wait.
	WantRoom
)

// Lacks reports whether hub lacked a resource; false for nil.
func (e *Error) Lacks() bool { return e != nil && e.Want != NoWant }
