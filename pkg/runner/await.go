package runner

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

const (
	probeTime  = 2 * time.Second // that one look may take
	firstPause = 10 * time.Millisecond
	mostPause  = 500 * time.Millisecond
)

// await waits until what the step waits for holds, and returns why it does not: the
// time was over, ctx ended, or the service did. lack is set where hub lacked
// descriptors to check it.
func (a *Around) await(ctx context.Context, s config.Step, v *service) (why string, lack error) {
	limit, cancel := context.WithCancel(ctx)
	if s.Timeout > 0 {
		limit, cancel = context.WithTimeout(ctx, s.Timeout)
	}
	defer cancel()
	var ended chan struct{}
	if v != nil {
		ended = v.ended
	}
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		missing := probe(limit, s.WaitFor, a.Root)
		select {
		case <-ended: // whatever answers, it is not this one
			why := ending(v.out, 0)
			if why == "" {
				why = "exit code 0"
			}
			return "ended before it was ready: " + why, nil
		default:
		}
		if missing == nil {
			return "", nil
		}
		wait := time.NewTimer(pause)
		select {
		case <-wait.C:
		case <-ended:
		case <-limit.Done():
			wait.Stop()
			if ctx.Err() != nil {
				return "was stopped while it waited: " + missing.Error(), nil
			}
			if want.Of(missing) {
				lack = lackingProbe(missing)
			}
			return fmt.Sprintf("was not ready after %s: %v", s.Timeout, missing), lack
		}
		wait.Stop()
	}
}

// probe checks once; nil means that everything holds.
func probe(ctx context.Context, w config.WaitFor, root string) error {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	if w.File != "" {
		path := filepath.FromSlash(w.File)
		if !filepath.IsAbs(path) {
			path = filepath.Join(root, path)
		}
		if _, err := os.Stat(path); want.Of(err) {
			return err
		} else if err != nil {
			return fmt.Errorf("there is no file %s", w.File)
		}
	}
	if w.TCP != "" {
		if err := dial(ctx, w.TCP); err != nil {
			return fmt.Errorf("%s does not accept connections: %w", w.TCP, err)
		}
	}
	if w.HTTP != "" {
		return get(ctx, w.HTTP)
	}
	return nil
}

func dial(ctx context.Context, address string) error {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return c.Close()
}

// dialed returns the address to dial for u.
func dialed(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = u.Scheme // the dialer knows its port
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// lackingProbe returns the error of a probe that hub lacked something for.
func lackingProbe(err error) error {
	return fmt.Errorf("%w to check whether a service is ready: %w; %s", want.Err, err, want.Remedy(err))
}

// taken returns an address of w at which something answers; empty when nothing
// does. The error says that hub lacked something to check it.
func taken(ctx context.Context, w config.WaitFor) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	addresses := []string{w.TCP}
	if u, err := url.Parse(w.HTTP); w.HTTP != "" && err == nil {
		addresses = append(addresses, dialed(u))
	}
	for _, address := range addresses {
		if address == "" {
			continue
		}
		err := dial(ctx, address)
		if err == nil {
			return address, nil
		}
		if want.Of(err) {
			return "", err
		}
	}
	return "", nil
}
