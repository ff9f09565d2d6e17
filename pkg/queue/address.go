package queue

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// DefaultLease is the time without a beat after which a lease lapses, unless the address has
// another; TTL the time without a call after which the keys expire.
const (
	DefaultLease = 10 * time.Second
	TTL          = 24 * time.Hour
)

// minLease bounds the lease of an address.
const minLease = 100 * time.Millisecond

// Variable names the environment variable with the password of the server.
const Variable = "HUB_QUEUE_PASSWORD"

// Address says where a queue is, and who may use it.
type Address struct {
	host     string // with the port
	tls      bool
	db       int
	user     string
	password string
	lease    time.Duration
}

const form = "redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE][?lease=10s], or rediss:// for TLS"

// ParseAddress reads an address: redis://USER:PASSWORD@HOST:PORT/DATABASE?lease=D, of
// which all but the host may be missing; rediss:// is with TLS. password is that of
// [Variable], and counts if the address has none. The errors are [*usage.Error], and do not
// contain the address, which may have a password.
func ParseAddress(text, password string) (Address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" || u.Fragment != "" || u.Opaque != "" {
		return Address{}, usage.Errorf("--queue: the address has the form %s; a password with odd characters is written with %%XX, or better passed in the environment variable %s", form, Variable)
	}
	a := Address{host: u.Host, tls: u.Scheme == "rediss", user: u.User.Username(), password: password, lease: DefaultLease}
	if given, ok := u.User.Password(); ok {
		a.password = given
	}
	if u.Port() == "" {
		a.host = net.JoinHostPort(u.Hostname(), "6379")
	}
	if path := strings.Trim(u.Path, "/"); path != "" {
		if a.db, err = strconv.Atoi(path); err != nil || a.db < 0 {
			return Address{}, usage.Errorf("--queue: after the host comes the number of a database, such as /0, or nothing: %s", form)
		}
	}
	for key, values := range u.Query() {
		if key != "lease" || len(values) != 1 {
			return Address{}, usage.Errorf("--queue: the only parameter of the address is lease: %s", form)
		}
		if a.lease, err = time.ParseDuration(values[0]); err != nil || a.lease < minLease || a.lease > time.Hour {
			return Address{}, usage.Errorf("--queue: lease is a time between %s and 1h, such as 10s: %s", minLease, form)
		}
	}
	if a.user != "" && a.password == "" {
		return Address{}, usage.Errorf("--queue: the address names the user %s, but no password; set %s", a.user, Variable)
	}
	return a, nil
}

// String returns the address without user and password.
func (a Address) String() string {
	scheme := "redis"
	if a.tls {
		scheme = "rediss"
	}
	return fmt.Sprintf("%s://%s/%d", scheme, a.host, a.db)
}

// GoString is String, so that no format prints the password.
func (a Address) GoString() string { return a.String() }

// Secret returns the password, empty if there is none.
func (a Address) Secret() string { return a.password }
