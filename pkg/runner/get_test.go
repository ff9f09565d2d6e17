package runner

import (
	"bufio"
	"context"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Real servers of net/http, plain and with TLS, see the request of a browser.
func TestGetAgainstRealServers(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/early":
			w.Header().Set("Link", "</x>")
			w.WriteHeader(http.StatusEarlyHints)
		case "/moved":
			http.Redirect(w, r, "/missing", http.StatusFound)
		case "/missing":
			http.NotFound(w, r)
		case "/user":
			if user, password, ok := r.BasicAuth(); !ok || user != "me" || password != "p:w" {
				w.WriteHeader(http.StatusUnauthorized)
			}
		case "/query":
			if r.URL.RawQuery != "a=b%20c" || r.Method != "GET" || r.Host == "" {
				w.WriteHeader(http.StatusTeapot)
			}
		case "/broken":
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	plain := httptest.NewServer(handler)
	defer plain.Close()
	at := strings.TrimPrefix(plain.URL, "http://")
	for path, want := range map[string]string{
		"http://" + at:                    "",
		"http://" + at + "/early":         "",
		"http://" + at + "/moved":         "",
		"http://" + at + "/query?a=b%20c": "",
		"http://me:p%3Aw@" + at + "/user": "",
		"http://" + at + "/user":          "answers 401 Unauthorized",
		"http://me:wrong@" + at + "/user": "http://me:xxxxx@" + at + "/user answers 401",
		"http://" + at + "/missing":       "/missing answers 404 Not Found",
		"http://" + at + "/broken":        "answers 503 Service Unavailable",
		"https://" + at:                   "requesting https://" + at + ": ",
	} {
		err := get(t.Context(), path)
		if want == "" {
			assert.NoError(t, err, path)
		} else {
			assert.ErrorContains(t, err, want)
		}
	}
}

// The system's roots are read once, so this is the only test that needs them.
func TestGetOverTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer server.Close()
	roots := filepath.Join(t.TempDir(), "roots.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	require.NoError(t, os.WriteFile(roots, block, 0o600))
	t.Setenv("SSL_CERT_FILE", roots) // of Linux and the BSDs
	err := get(t.Context(), server.URL)
	if runtime.GOOS != "linux" {
		assert.ErrorContains(t, err, "certificate", "nobody vouches for it")
		return
	}
	assert.NoError(t, err)
}

// The zone says which interface of this machine; a server knows no such host.
func TestRequestNamesNoZone(t *testing.T) {
	for address, host := range map[string]string{
		"http://[fe80::1%25lo]:8080/x": "[fe80::1]:8080",
		"http://[fe80::1%25lo]":        "[fe80::1]",
		"http://[::1]:80":              "[::1]:80",
		"http://localhost:80":          "localhost:80",
	} {
		u, err := url.Parse(address)
		require.NoError(t, err)
		assert.Contains(t, requestFor(u), "\r\nHost: "+host+"\r\n")
	}
}

func TestReadStatus(t *testing.T) {
	for text, want := range map[string]string{
		"HTTP/1.1 200 OK\r\n\r\n": "200 OK",
		"HTTP/1.1  200 OK\r\n":    "200 OK",
		"HTTP/1.0 404\n":          "404",
		"HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 204 None\r\n\r\n": "204 None",
		"HTTP/1.1 101 Switching\r\n\r\n":                              "101 Switching",
		"SSH-2.0-x\r\n":                                               "",
		"HTTP/1.1 2000 OK\r\n":                                        "",
		"HTTP/1.1 20\r\n":                                             "",
		"HTTP/1.1 200 OK":                                             "",
		"":                                                            "",
		strings.Repeat("x", 2*maxHead):                                "",
	} {
		status, err := readStatus(bufio.NewReader(io.LimitReader(strings.NewReader(text), maxHead)))
		assert.Equal(t, want, status, "%.40q", text)
		assert.Equal(t, want == "", err != nil)
	}
}

// A server that accepts and says nothing is waited for until the context ends.
func TestGetEndsWithItsContext(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if c, err := silent.Accept(); err == nil {
			_, _ = bufio.NewReader(c).ReadString('\n') // the request is there
			cancel()
		}
	}()
	assert.ErrorIs(t, get(ctx, "http://"+silent.Addr().String()), context.Canceled)
}
