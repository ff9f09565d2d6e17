package queue

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gomodule/redigo/redis"
)

// MaxLeases is how often an example is leased to be run. The lease after the last is
// to declare it lost.
const MaxLeases = 2

// Job is what all workers of a queue agree on.
type Job struct {
	// Plan is the ID of the plan file, Digest that of its content.
	Plan, Digest string
	// Order has the IDs of the examples in the order in which they are handed out.
	// Positions count from 0.
	Order []string
}

// Queue is a worker's side of a queue. Its methods may be called from many goroutines,
// which wait for each other.
type Queue struct {
	address Address
	scripts *scripts
	keys    []any
	epoch   string
	holder  string
	total   int

	mu   sync.Mutex
	conn redis.Conn // nil: to be connected
	held map[int]bool
}

// Lease is an example that was handed out.
type Lease struct {
	Position int
	// Number is 1 for the first lease.
	Number int
}

// Lost reports whether the example is not to be run any more, but declared lost.
func (l Lease) Lost() bool { return l.Number > MaxLeases }

// Taken is the answer to [Queue.Take].
type Taken struct {
	Leases []Lease
	// Next is how many positions were ever handed out, Done how many results count, of
	// Total.
	Next, Done, Total int
}

// Over reports whether every example has a result that counts.
func (t Taken) Over() bool { return t.Done == t.Total }

// Result is a recorded result: its position, and the hash of its line.
type Result struct {
	Position int
	Hash     string
}

// Entry is a result that counts, and the run that recorded it.
type Entry struct{ Hash, Run string }

// Join opens the queue of a job, and makes it if there is none. holder is the ID of the
// worker's run.
func Join(ctx context.Context, address Address, job Job, holder string) (*Queue, error) {
	order := sha256.New()
	for _, id := range job.Order {
		fmt.Fprintf(order, "%d:%s", len(id), id)
	}
	prefix := fmt.Sprintf("hub:{%s-%.16s}:", job.Plan, job.Digest)
	q := &Queue{address: address, scripts: newScripts(), holder: holder, total: len(job.Order), held: map[int]bool{}}
	for _, name := range []string{"meta", "open", "who", "acks"} {
		q.keys = append(q.keys, prefix+name)
	}
	var random [8]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	q.mu.Lock()
	defer q.mu.Unlock()
	q.epoch = hex.EncodeToString(random[:])
	// At the start nothing is waited for: an address that is wrong is known at once.
	err := q.connect(ctx)
	if err == nil {
		q.epoch, err = redis.String(q.once(ctx, q.scripts.join, q.total, hex.EncodeToString(order.Sum(nil))))
	}
	if err != nil {
		q.disconnect()
		return nil, q.fault(err)
	}
	return q, nil
}

// Take leases examples: up to atOnce that will be started now, and up to ahead more.
func (q *Queue) Take(ctx context.Context, atOnce, ahead int) (Taken, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	reply, err := redis.Ints(q.do(ctx, q.scripts.take, atOnce, ahead))
	if err != nil || len(reply) < 2 {
		return Taken{}, q.fault(err)
	}
	t := Taken{Next: reply[0], Done: reply[1], Total: q.total}
	for i := 2; i+1 < len(reply); i += 2 {
		l := Lease{Position: reply[i], Number: reply[i+1]}
		if l.Position < 0 || l.Position >= q.total {
			return Taken{}, q.fault(errors.New(codeLost))
		}
		q.held[l.Position] = true
		t.Leases = append(t.Leases, l)
	}
	return t, nil
}

// Beat renews leases. It returns the positions that are not held any more: others have
// taken them over, or their results count.
func (q *Queue) Beat(ctx context.Context, positions []int) (gone []int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	gone, err = redis.Ints(q.do(ctx, q.scripts.beat, list(positions)...))
	return gone, q.fault(err)
}

// Acknowledge reports results, and returns for each the one that counts: the first.
func (q *Queue) Acknowledge(ctx context.Context, results []Result) ([]Entry, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	args := make([]any, 0, 2*len(results))
	for _, r := range results {
		args = append(args, r.Position, r.Hash)
	}
	reply, err := redis.Strings(q.do(ctx, q.scripts.acknowledge, args...))
	if err != nil || len(reply) != len(results) {
		return nil, q.fault(err)
	}
	out := make([]Entry, len(reply))
	for i, text := range reply {
		out[i] = entry(text)
		delete(q.held, results[i].Position)
	}
	return out, nil
}

// Return gives leases back. They do not count.
func (q *Queue) Return(ctx context.Context, positions []int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, err := q.do(ctx, q.scripts.giveBack, list(positions)...)
	for _, p := range positions {
		delete(q.held, p)
	}
	return q.fault(err)
}

// Table returns what counts, by position.
func (q *Queue) Table(ctx context.Context) (map[int]Entry, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	table := map[int]Entry{}
	cursor := "0"
	for first := true; first || cursor != "0"; first = false {
		// A server that has lost its data answers a scan with nothing.
		if _, err := q.do(ctx, q.scripts.look); err != nil {
			return nil, q.fault(err)
		}
		reply, err := redis.Values(redis.DoContext(q.conn, ctx, "HSCAN", q.keys[3], cursor, "COUNT", 1000))
		var pairs []string
		if err == nil {
			_, err = redis.Scan(reply, &cursor, &pairs)
		}
		if err != nil {
			return nil, q.fault(err)
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			position, err := strconv.Atoi(pairs[i])
			if err != nil || position < 0 || position >= q.total {
				return nil, q.fault(errors.New(codeLost))
			}
			table[position] = entry(pairs[i+1])
		}
	}
	_, err := q.do(ctx, q.scripts.look)
	return table, q.fault(err)
}

// Close closes the connection.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.disconnect()
}

// LeaseTime is the time after which a lease lapses.
func (q *Queue) LeaseTime() time.Duration { return q.address.lease }

func entry(text string) Entry {
	hash, run, _ := strings.Cut(text, " ")
	return Entry{Hash: hash, Run: run}
}

func list(positions []int) []any {
	out := make([]any, len(positions))
	for i, p := range positions {
		out[i] = p
	}
	return out
}
