//go:build unix

package processes

// Process is one process as it was seen.
type Process struct {
	PID, Parent, Group int
	Start              uint64 // distinguishes processes that had the same ID
	Name               string // untrusted text
	Dead               bool   // a zombie
	Stopped            bool
	Traced             bool // and stopped for its tracer
}
