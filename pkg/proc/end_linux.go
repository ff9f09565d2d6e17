package proc

import (
	"slices"
	"time"
)

// forsake leaves to Close what cannot be killed.
func (s *Supervisor) forsake(a *attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.adopted {
		if o.owner == a.token {
			o.forsaken = true
		}
	}
}

// forget ends all knowledge of an attempt whose process is reaped, and kills
// the orphans that belonged to it or to others that have ended before.
func (s *Supervisor) forget(a *attempt) {
	s.mu.Lock()
	for pid, k := range s.kin {
		if k.owner == a.token {
			delete(s.kin, pid)
		}
	}
	for session, owner := range s.sessions {
		if owner == a.token {
			delete(s.sessions, session)
		}
	}
	// One token stands for all that nobody is left to answer for.
	const nobody = "-"
	kill := false
	for _, o := range s.adopted {
		if i := slices.Index(o.suspects, a.token); i >= 0 {
			o.suspects = slices.Delete(o.suspects, i, i+1)
		}
		if o.owner == "" && len(o.suspects) == 0 {
			o.owner = nobody
			kill = true
			s.found = append(s.found, Process{PID: o.pid, Name: o.name})
		}
	}
	s.mu.Unlock()
	if kill {
		s.exterminate(func(o *orphan) bool { return o.owner == nobody })
	}
}

// sweep kills everything that is not from before, and returns it.
func (s *Supervisor) sweep() []Process {
	s.mu.Lock()
	for _, o := range s.adopted {
		o.forsaken = false
	}
	left := s.given
	s.mu.Unlock()
	return append(left, names(s.exterminate(func(*orphan) bool { return true }))...)
}

// exterminate kills the chosen orphans and what is below them, and returns
// those that it saw first.
func (s *Supervisor) exterminate(chosen func(*orphan) bool) []process {
	first := s.alive(chosen)
	alive := first
	for end := time.Now().Add(killBound); len(alive) > 0; alive = s.alive(chosen) {
		s.kill(alive)
		if time.Now().After(end) {
			s.mu.Lock()
			for _, o := range s.adopted {
				o.forsaken = o.forsaken || chosen(o)
			}
			s.mu.Unlock()
			break
		}
		time.Sleep(time.Millisecond)
	}
	return first
}
