package queue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gomodule/redigo/redis"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// job returns a job of n examples.
func job(plan string, n int) Job {
	j := Job{Plan: plan, Digest: "0123456789abcdef0123"}
	for i := range n {
		j.Order = append(j.Order, "e"+strconv.Itoa(i))
	}
	return j
}

// joined joins the queue of a server, whose leases do not lapse by themselves.
func joined(t testing.TB, s *enginetest.RedisServer, j Job, holder string) *Queue {
	t.Helper()
	a, err := ParseAddress(s.URL()+"/1?lease=1h", "")
	require.NoError(t, err)
	q, err := Join(context.Background(), a, j, holder)
	require.NoError(t, err)
	t.Cleanup(q.Close)
	return q
}

// lapse lets the lease of a position lapse.
func (q *Queue) lapse(t testing.TB, position int) {
	t.Helper()
	_, err := q.conn.Do("ZADD", q.keys[1], "XX", 1, position)
	require.NoError(t, err)
}

// modelled is what a model knows of one position.
type modelled struct {
	leases int
	holder string // empty: given back
	lapsed bool
	done   Entry
}

// model is the state of a queue as its page says, without a server.
type model struct {
	next      int
	positions []modelled
}

// due returns the positions that were given back, or have lapsed in other workers.
func (m *model) due(worker string) (due []int) {
	for p := range m.next {
		if s := &m.positions[p]; s.done == (Entry{}) && (s.lapsed && s.holder != worker || s.holder == "") {
			due = append(due, p)
		}
	}
	return due
}

// took checks what was handed out, and takes it over.
func (m *model) took(t *testing.T, holder string, atOnce, ahead int, got Taken) {
	t.Helper()
	due := m.due(holder)
	again := min(len(due), atOnce)
	fresh := min(atOnce+ahead-again, len(m.positions)-m.next)
	require.Len(t, got.Leases, again+fresh)
	for i, l := range got.Leases {
		s := &m.positions[l.Position]
		if i < again {
			require.Contains(t, due, l.Position)
		} else {
			require.Equal(t, m.next, l.Position)
			m.next++
		}
		s.leases++
		s.holder, s.lapsed = holder, false
		require.Equal(t, s.leases, l.Number)
		require.Equal(t, s.leases > 2, l.Lost())
	}
	require.Equal(t, m.next, got.Next)
	done := 0
	for i := range m.positions {
		if m.positions[i].done != (Entry{}) {
			done++
		}
	}
	require.Equal(t, done, got.Done)
}

// Whatever workers do, in any order, the queue does what the model does, and in the end
// each position has one result that counts.
func TestTheQueueDoesWhatTheModelDoes(t *testing.T) {
	s := enginetest.Redis(t)
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 7))
		n := random.IntN(20)
		m := &model{positions: make([]modelled, n)}
		j := job(fmt.Sprintf("model%d", seed), n)
		workers := make([]*Queue, 1+random.IntN(4))
		for i := range workers {
			workers[i] = joined(t, s, j, "run"+strconv.Itoa(i))
		}
		for step := range 120 {
			q := workers[random.IntN(len(workers))]
			some := func(of func(*modelled) bool) (chosen []int) {
				for p := range m.next {
					if of(&m.positions[p]) && random.IntN(3) > 0 {
						chosen = append(chosen, p)
					}
				}
				random.Shuffle(len(chosen), func(i, k int) { chosen[i], chosen[k] = chosen[k], chosen[i] })
				return chosen
			}
			open := func(s *modelled) bool { return s.done == (Entry{}) }
			mine := func(s *modelled) bool { return open(s) && s.holder == q.holder }
			ended := step > 90 // then everything comes to an end
			switch op := random.IntN(7); {
			case op <= 1 || ended && op <= 3:
				atOnce, ahead := random.IntN(4), random.IntN(3)
				got, err := q.Take(t.Context(), atOnce, ahead)
				require.NoError(t, err)
				m.took(t, q.holder, atOnce, ahead, got)
			case op <= 3: // also of a lease that lapsed, or that another holds now
				chosen := some(func(s *modelled) bool { return s.leases > 0 })
				chosen = chosen[:min(len(chosen), 3)]
				var results []Result
				for _, p := range chosen {
					results = append(results, Result{p, fmt.Sprintf("h%d", random.IntN(2))})
				}
				got, err := q.Acknowledge(t.Context(), results)
				require.NoError(t, err)
				for i, r := range results {
					if s := &m.positions[r.Position]; open(s) {
						s.done = Entry{r.Hash, q.holder}
					}
					require.Equal(t, m.positions[r.Position].done, got[i])
				}
			case op == 4:
				chosen := some(func(*modelled) bool { return true })
				gone, err := q.Beat(t.Context(), chosen)
				require.NoError(t, err)
				var want []int
				for _, p := range chosen {
					if s := &m.positions[p]; mine(s) {
						s.lapsed = false
					} else {
						want = append(want, p)
					}
				}
				require.Equal(t, want, slices.Clip(append([]int(nil), gone...)))
			case op == 5:
				chosen := some(func(*modelled) bool { return true })
				require.NoError(t, q.Return(t.Context(), chosen))
				for _, p := range chosen {
					if s := &m.positions[p]; mine(s) {
						s.leases--
						s.holder = ""
					}
				}
			default:
				for _, p := range some(open) {
					q.lapse(t, p)
					m.positions[p].lapsed = true
				}
			}
		}
		table, err := workers[0].Table(t.Context())
		require.NoError(t, err)
		want := map[int]Entry{}
		for p, s := range m.positions {
			if s.done != (Entry{}) {
				want[p] = s.done
			}
		}
		require.Equal(t, want, table, "seed %d", seed)
	}
}

func TestAWorkerThatConnectsAgainGivesBackWhatItDoesNotKnowOf(t *testing.T) {
	s := enginetest.Redis(t)
	q := joined(t, s, job("p", 5), "a")
	first, err := q.Take(t.Context(), 2, 0)
	require.NoError(t, err)
	require.Len(t, first.Leases, 2)
	// The answer to another take is lost.
	delete(q.held, 1)
	s.Cli("CLIENT", "KILL", "TYPE", "normal")
	second, err := q.Take(t.Context(), 2, 0)
	require.NoError(t, err)
	assert.Equal(t, []Lease{{1, 1}, {2, 1}}, second.Leases, "leasing it without a word does not count")
	gone, err := q.Beat(t.Context(), []int{0, 1, 2})
	require.NoError(t, err)
	assert.Empty(t, gone)
}

// A server that has lost anything is noticed by the next call, whatever that is.
func TestALossIsNoticed(t *testing.T) {
	s := enginetest.Redis(t)
	calls := map[string]func(q *Queue) error{
		"take":        func(q *Queue) error { _, err := q.Take(t.Context(), 1, 0); return err },
		"beat":        func(q *Queue) error { _, err := q.Beat(t.Context(), []int{1}); return err },
		"acknowledge": func(q *Queue) error { _, err := q.Acknowledge(t.Context(), []Result{{1, "h"}}); return err },
		"return":      func(q *Queue) error { return q.Return(t.Context(), []int{1}) },
		"table":       func(q *Queue) error { _, err := q.Table(t.Context()); return err },
	}
	n := 0
	for name, call := range calls {
		for mask := 1; mask < 16; mask++ {
			n++
			j := job(fmt.Sprint("p", n), 9)
			q := joined(t, s, j, "a")
			_, err := q.Take(t.Context(), 3, 1)
			require.NoError(t, err)
			_, err = q.Acknowledge(t.Context(), []Result{{0, "h"}})
			require.NoError(t, err)
			require.NoError(t, call(q), name)
			for i, key := range q.keys {
				if mask>>i&1 == 1 {
					_, err := q.conn.Do("DEL", key)
					require.NoError(t, err)
				}
			}
			require.ErrorIs(t, call(q), ErrQueue, "%s without the keys %04b", name, mask)
			if mask != 15 { // nor is the rest taken for an empty server
				_, err = Join(t.Context(), q.address, j, "b")
				if err == nil {
					b := joined(t, s, j, "b")
					require.ErrorIs(t, call(b), ErrQueue, "%s without the keys %04b", name, mask)
				}
			}
		}
	}
	// Restarted empty, and filled again by another worker.
	j := job("again", 4)
	q := joined(t, s, j, "a")
	_, err := q.Take(t.Context(), 2, 0)
	require.NoError(t, err)
	s.Kill()
	s.Start()
	b := joined(t, s, j, "b")
	_, err = b.Take(t.Context(), 4, 0)
	require.NoError(t, err)
	for name, call := range calls {
		err := call(q)
		require.ErrorIs(t, err, ErrQueue, name)
		assert.ErrorContains(t, err, "the queue is gone", name)
	}
}

func TestAnEvictingServerIsNoticed(t *testing.T) {
	s := enginetest.Redis(t, "--maxmemory", "3mb", "--maxmemory-policy", "allkeys-random")
	q := joined(t, s, job("p", 500), "a")
	_, err := q.Take(t.Context(), 100, 0)
	require.NoError(t, err)
	other, err := redis.Dial("tcp", s.Addr)
	require.NoError(t, err)
	defer other.Close()
	filler := make([]byte, 100<<10)
	var failed error
	for i := range 1000 {
		_, err := other.Do("SET", "filler"+strconv.Itoa(i), filler)
		require.NoError(t, err)
		if _, failed = q.Beat(t.Context(), []int{1, 2, 3}); failed != nil {
			break
		}
	}
	require.ErrorIs(t, failed, ErrQueue)

	full := enginetest.Redis(t, "--maxmemory", "100kb", "--maxmemory-policy", "noeviction")
	a, err := ParseAddress(full.URL(), "")
	require.NoError(t, err)
	_, err = Join(t.Context(), a, job("p", 5), "a")
	require.ErrorIs(t, err, ErrQueue)
	assert.ErrorContains(t, err, "OOM")
}

func TestAServerThatRefuses(t *testing.T) {
	s := enginetest.Redis(t, "--requirepass", "hunter2hunter2")
	for address, want := range map[string]string{
		s.URL():                                     "NOAUTH",
		"redis://:wrongpassword1@" + s.Addr:         "WRONGPASS",
		"redis://:hunter2hunter2@127.0.0.1:1":       "refused",
		"redis://:hunter2hunter2@" + s.Addr + "/99": "DB index",
	} {
		a, err := ParseAddress(address, "")
		require.NoError(t, err)
		_, err = Join(t.Context(), a, job("p", 2), "a")
		require.ErrorIs(t, err, ErrQueue, address)
		assert.ErrorContains(t, err, want, address)
		assert.NotContains(t, err.Error(), "hunter2", address)
		assert.NotContains(t, err.Error(), "wrongpassword1", address)
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", a, a, a), "hunter2", address)
	}
	a, err := ParseAddress(s.URL(), "hunter2hunter2")
	require.NoError(t, err)
	q, err := Join(t.Context(), a, job("p", 2), "a")
	require.NoError(t, err)
	_, err = q.conn.Do("REPLICAOF", "127.0.0.1", "1")
	require.NoError(t, err)
	_, err = q.Take(t.Context(), 1, 0)
	require.ErrorIs(t, err, ErrQueue)
	assert.ErrorContains(t, err, "READONLY")
	_, err = q.conn.Do("REPLICAOF", "NO", "ONE")
	require.NoError(t, err)
	_, err = Join(t.Context(), a, job("p", 3), "b")
	assert.ErrorContains(t, err, "made from other examples")
}

func TestKeysExpire(t *testing.T) {
	s := enginetest.Redis(t)
	q := joined(t, s, job("p", 3), "a")
	_, err := q.Take(t.Context(), 2, 0)
	require.NoError(t, err)
	_, err = q.Acknowledge(t.Context(), []Result{{0, "h"}})
	require.NoError(t, err)
	for _, key := range q.keys {
		left, err := redis.Int(q.conn.Do("TTL", key))
		require.NoError(t, err)
		assert.InDelta(t, TTL.Seconds(), left, 60, key)
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]Address{
		"redis://h":                      {host: "h:6379", lease: DefaultLease},
		"rediss://u:p%40@h:1/3?lease=2s": {host: "h:1", tls: true, db: 3, user: "u", password: "p@", lease: 2 * time.Second},
		"redis://[::1]/0":                {host: "[::1]:6379", lease: DefaultLease},
		"redis://:p@h":                   {host: "h:6379", password: "p", lease: DefaultLease},
	} {
		got, err := ParseAddress(text, "")
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	got, err := ParseAddress("redis://u@h", "env")
	require.NoError(t, err)
	assert.Equal(t, "env", got.Secret())
	for _, text := range []string{"", "h:6379", "http://h", "redis://", "redis:///1", "redis://h/x", "redis://h/-1", "redis://h?lease=0s", "redis://h?lease=2h",
		"redis://h?lease=1s&lease=2s", "redis://h?other=1", "redis://u@h", "redis://:hunter2%@h", "redis://:hunter2@h:port", "redis://:hunter2@h#x", "redis:hunter2"} {
		_, err := ParseAddress(text, "")
		require.Error(t, err, text)
		assert.NotContains(t, err.Error(), "hunter2", text)
	}
}
