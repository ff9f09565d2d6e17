//go:build unix

package proc

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// lostAfter is the number of ticks after the death of a supervisor process at which hub
// gives up a request that was taken: no other process reports it that late.
const lostAfter = 5

// desk holds the requests of Runs that wait for their [Turn]. When its example has
// ended, a supervisor process takes the oldest request at once, and reports which
// with that example's end. So no supervisor process waits for hub between two examples.
//
// The desk is a pair of sockets, with one reading end for all. Reading a request
// takes it, so hub can take one back, and knows whether it did.
//
// Note: systems without sockets that keep messages apart and in order (macOS) have
// no desk. Then every Run waits for its turn.
type desk struct {
	ends    [2]int // for writing and reading; -1: there is no desk
	tickets map[uint64]*ticket
	buf     []byte // of the request that was put last
}

// ticket is a Run that waits.
type ticket struct {
	serial uint64
	turn   *Turn
	onDesk bool
	deaths int          // of supervisor processes before it
	given  chan *worker // gets the supervisor process that took the request
}

func (d *desk) open() {
	d.tickets = map[uint64]*ticket{}
	var err error
	if d.ends, err = socketpair(unix.SOCK_SEQPACKET); err != nil {
		d.ends = [2]int{-1, -1}
	}
}

func (d *desk) close() {
	closeFD(d.ends[0])
	closeFD(d.ends[1])
}

// put puts a request on the desk, if there is room.
func (d *desk) put(t *ticket, request []byte) {
	if d.ends[0] >= 0 && len(request) <= supervision.DeskMost {
		err := unix.Sendto(d.ends[0], request, unix.MSG_DONTWAIT, nil)
		t.onDesk = err == nil
	}
}

// clear takes all requests back and returns them.
func (d *desk) clear() (requests [][]byte) {
	if d.ends[1] < 0 {
		return nil
	}
	buf := make([]byte, supervision.DeskMost)
	for n := supervision.Take(d.ends[1], buf); n > 0; n = supervision.Take(d.ends[1], buf) {
		requests = append(requests, slices.Clone(buf[:n]))
		if t := d.tickets[supervision.SerialOf(buf)]; t != nil {
			t.onDesk = false
		}
	}
	return requests
}

// withdraw takes a ticket back and reports whether no supervisor process has its
// request.
func (d *desk) withdraw(t *ticket) bool {
	back := !t.onDesk // it never was there
	if !back {
		for _, request := range d.clear() {
			if other := d.tickets[supervision.SerialOf(request)]; other == t {
				back = true
			} else if other != nil {
				d.put(other, request)
			}
		}
	}
	if back {
		delete(d.tickets, t.serial)
	}
	return back
}

// takeBack clears the desk, so that no request takes the place of what is ended now.
// Its Runs wait for their turn.
func (s *Supervisor) takeBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.desk.clear()
}

// queue waits for c's turn. It returns the supervisor process that has taken c, if
// one has; the error is that of ctx, or errOver.
func (s *Supervisor) queue(ctx context.Context, c *Command) (*worker, error) {
	if c.Turn.Wait == nil {
		return nil, nil
	}
	t := s.ticket(c)
	c.Turn.Wait()
	s.mu.Lock()
	back := len(t.given) == 0 && s.desk.withdraw(t)
	s.mu.Unlock()
	for ticks := 0; !back; {
		if len(t.given) > 0 { // no timer is needed
			return <-t.given, nil
		}
		select {
		case w := <-t.given: // it is started already
			return w, nil
		case <-time.After(tick):
			if ticks++; ticks >= lostAfter {
				back = s.lost(t)
			}
		}
	}
	if c.Turn.Over {
		return nil, errOver
	}
	return nil, context.Cause(ctx)
}

// lost gives up a ticket whose request was taken, if a supervisor process died since,
// and reports whether it did.
func (s *Supervisor) lost(t *ticket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.deaths == s.deaths || len(t.given) > 0 {
		return false
	}
	delete(s.desk.tickets, t.serial)
	return true
}

// ticket puts c on the desk.
func (s *Supervisor) ticket(c *Command) *ticket {
	s.starting.RLock() // not while everything is stopped
	defer s.starting.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.request(c)
	t := &ticket{serial: q.Serial, turn: c.Turn, deaths: s.deaths, given: make(chan *worker, 1)}
	s.desk.tickets[q.Serial] = t
	s.desk.buf = q.Encode(s.desk.buf[:0])
	s.desk.put(t, s.desk.buf)
	return t
}

// hand gives w, which has gone on from the command of turn with the request serial,
// to the Run of that request. It reports whether there is one.
func (s *Supervisor) hand(w *worker, turn *Turn, serial uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.desk.tickets[serial]
	if t == nil || turn == nil {
		return false
	}
	t.turn.Taken, turn.Next = true, t.turn
	delete(s.desk.tickets, serial)
	w.mu.Lock()
	w.begin(serial, true)
	w.mu.Unlock()
	if s.suspended {
		w.notify(supervision.FrameSuspend, 0)
	}
	t.given <- w
	return true
}
