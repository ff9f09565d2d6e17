package queue

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gomodule/redigo/redis"
)

// ErrQueue is what all errors of a queue are that may come up while a worker runs.
var ErrQueue = errors.New("queue")

// fault returns an error for people; nil for nil.
func (q *Queue) fault(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	switch {
	case strings.Contains(text, codeGone):
		text = "the queue is gone: the server was restarted without its data or has dropped it; results without an acknowledgement do not count. Start the workers again with a new plan"
	case strings.Contains(text, codeLost):
		text = "the server has lost part of the queue: it drops keys when it needs memory. Give it a maxmemory-policy of noeviction and enough memory, and start the workers again with a new plan"
	case strings.Contains(text, codeOther):
		text = "the queue was made from other examples, by another version of hub: all workers of a plan need the same hub"
	case certificate(err):
		text += ". The authorities that hub trusts are those of the system, or those in the file that the environment variable SSL_CERT_FILE names; the host name of the address has to be in the certificate"
	case plain(err):
		text = "the server does not speak TLS at this port: try redis:// instead of rediss:// (" + text + ")"
	case !q.address.tls && (errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET)):
		text = "the server ended the connection; if it expects TLS, try rediss:// instead of redis:// (" + text + ")"
	case strings.HasPrefix(text, "WRONGPASS"), strings.HasPrefix(text, "NOAUTH"), strings.HasPrefix(text, "ERR AUTH"):
		text = "the server refuses user and password (the password is in the address, or in the environment variable " + Variable + "): " + text
	}
	return fmt.Errorf("%w %s: %s", ErrQueue, q.address, text)
}

// certificate reports whether the certificate of the server was refused.
func certificate(err error) bool {
	_, is := errors.AsType[*tls.CertificateVerificationError](err)
	return is
}

// plain reports whether the server does not speak TLS: it said something else, or nothing,
// as Redis does, which waits for a line.
func plain(err error) bool {
	_, is := errors.AsType[tls.RecordHeaderError](err)
	return is || err != nil && strings.Contains(err.Error(), "TLS handshake timeout") // by redigo
}

// connect connects unless there is a connection.
func (q *Queue) connect(ctx context.Context) error {
	if q.conn != nil {
		return nil
	}
	patience := max(q.address.lease, DefaultLease)
	options := []redis.DialOption{
		redis.DialConnectTimeout(patience), redis.DialReadTimeout(patience), redis.DialWriteTimeout(patience),
		redis.DialDatabase(q.address.db), redis.DialUsername(q.address.user), redis.DialPassword(q.address.password),
	}
	if q.address.tls {
		options = append(options, redis.DialUseTLS(true), redis.DialTLSConfig(&tls.Config{MinVersion: tls.VersionTLS12}), redis.DialTLSHandshakeTimeout(patience))
	}
	conn, err := redis.DialContext(ctx, "tcp", q.address.host, options...)
	if err != nil {
		return err
	}
	// What the server has against hub, it says of a long script less clearly.
	if _, err := redis.DoContext(conn, ctx, "PING"); err != nil {
		_ = conn.Close() // what was sent was not taken
		return err
	}
	q.conn = conn
	return nil
}

func (q *Queue) disconnect() {
	if q.conn != nil {
		_ = q.conn.Close() // what was sent was answered, or is in doubt anyway
		q.conn = nil
	}
}

// once calls a script on the connection.
func (q *Queue) once(ctx context.Context, script *redis.Script, args ...any) (any, error) {
	all := append(slices.Clone(q.keys), q.epoch, TTL.Milliseconds(), q.address.lease.Milliseconds(), q.holder)
	return script.DoContext(ctx, q.conn, append(all, args...)...)
}

// do calls a script, and again while the server cannot be reached, for the time of a
// lease, and once at least: the process may have been suspended for longer. Before a
// repetition it gives back what an answer that was lost has leased.
func (q *Queue) do(ctx context.Context, script *redis.Script, args ...any) (any, error) {
	until := time.Now().Add(q.address.lease)
	pause := 10 * time.Millisecond
	for try := 1; ; try++ {
		fresh := q.conn == nil
		err := q.connect(ctx)
		if err == nil && fresh {
			_, err = q.once(ctx, q.scripts.resume, list(slices.Sorted(maps.Keys(q.held)))...)
		}
		var reply any
		if err == nil {
			reply, err = q.once(ctx, script, args...)
		}
		if err == nil {
			return reply, nil
		}
		if answer, ok := errors.AsType[redis.Error](err); ok && !strings.HasPrefix(string(answer), "LOADING") {
			return nil, err
		}
		q.disconnect()
		if ctx.Err() != nil || certificate(err) || plain(err) || try > 1 && time.Now().Add(pause).After(until) {
			return nil, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, time.Second)
	}
}
