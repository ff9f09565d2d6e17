package runner

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
)

// maxHead bounds what is read of an answer, in bytes.
const maxHead = 64 << 10

// get requests an address by HTTP/1.1, or HTTPS, and returns why the answer is not a
// success: a status from 200 to 399. Redirects are answers and are not followed, and
// no proxy is asked: what an example waits for is a service of its own.
//
// Note: net/http would do the same, and make hub 9 % larger and every start slower.
func get(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	status, err := ask(ctx, u)
	if err != nil {
		return fmt.Errorf("requesting %s: %w", u.Redacted(), err)
	}
	if status < "2" || status >= "4" {
		return fmt.Errorf("%s answers %s", u.Redacted(), status)
	}
	return nil
}

// ask returns the status of the answer, such as "404 Not Found".
func ask(ctx context.Context, u *url.URL) (status string, err error) {
	var dialer interface {
		DialContext(ctx context.Context, network, address string) (net.Conn, error)
	} = &net.Dialer{}
	if u.Scheme == "https" {
		dialer = &tls.Dialer{}
	}
	c, err := dialer.DialContext(ctx, "tcp", dialed(u))
	if err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer func() {
		if stop() {
			_ = c.Close() // the status is all that matters
		} else {
			err = ctx.Err()
		}
	}()
	if _, err := io.WriteString(c, requestFor(u)); err != nil {
		return "", err
	}
	return readStatus(bufio.NewReader(io.LimitReader(c, maxHead)))
}

// requestFor returns the request for u. The zone of an IPv6 address is this machine's,
// and servers refuse it (RFC 6874).
func requestFor(u *url.URL) string {
	host := u.Host
	if address, zone, zoned := strings.Cut(host, "%"); zoned {
		host = address + zone[strings.LastIndex(zone, "]"):]
	}
	head := "GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: hub\r\nAccept: */*\r\nConnection: close\r\n"
	if u.User != nil {
		password, _ := u.User.Password()
		head += "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)) + "\r\n"
	}
	return head + "\r\n"
}

// readStatus reads the status line of an answer, after those of interim answers (1xx)
// with their headers.
func readStatus(r *bufio.Reader) (string, error) {
	line := func() (string, error) {
		text, err := r.ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return strings.TrimRight(text, "\r\n"), err
	}
	for {
		first, err := line()
		if err != nil {
			return "", err
		}
		version, status, _ := strings.Cut(first, " ")
		status = strings.TrimLeft(status, " ")
		if !strings.HasPrefix(version, "HTTP/1.") || len(status) < 3 || strings.Trim(status[:3], "0123456789") != "" || len(status) > 3 && status[3] != ' ' {
			return "", fmt.Errorf("the answer is not HTTP/1: %.40q", first)
		}
		if status[0] != '1' || strings.HasPrefix(status, "101") {
			return status, nil
		}
		for header := "-"; header != ""; {
			if header, err = line(); err != nil {
				return "", err
			}
		}
	}
}
