package hub

// Want says of an [Error] that hub, and not the example, lacked what a start
// takes. It is never recorded: the example gets no result from such an error,
// and keeps the one that it has.
type Want int

const (
	// NoWant: the error is the example's own.
	NoWant Want = iota
	// WantNow: hub lacked descriptors, processes or memory. It may have them when
	// others have ended.
	WantNow
	// WantLasting: another start in this run would end likewise, as with an
	// environment that what hub adds makes too large for the system.
	WantLasting
)

// Lacks reports whether the error is hub's own want; false for nil.
func (e *Error) Lacks() bool { return e != nil && e.Want != NoWant }
