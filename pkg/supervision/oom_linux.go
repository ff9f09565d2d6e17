package supervision

import (
	"time"

	"golang.org/x/sys/unix"
)

// oomFresh is how old the count may be that an attempt starts from: reading it
// for each would cost as much as other things that are done for a short one.
const oomFresh = time.Second

// oomSeen is the count that was read last.
type oomSeen struct {
	count uint64
	at    time.Time
}

// oomKills returns how many processes the system has killed because memory ran out.
func (v *supervision) oomKills() uint64 {
	v.seen.count, _ = v.oom.Read(v.buf)
	v.seen.at = time.Now()
	return v.seen.count
}

// oomKillsBefore is how many there were at now, or up to oomFresh before.
func (v *supervision) oomKillsBefore(now time.Time) uint64 {
	if now.Sub(v.seen.at) > oomFresh {
		return v.oomKills()
	}
	return v.seen.count
}

// outOfMemory reports whether memory ran out and the system killed the example, or
// what that waited for: by a SIGKILL that is not ours, while the count grew.
func (v *supervision) outOfMemory(before uint64) bool {
	c := &v.c
	return c.phase == alone && (c.end.Signal == "SIGKILL" || c.end.Code == 128+int(unix.SIGKILL)) && v.oomKills() > before
}
