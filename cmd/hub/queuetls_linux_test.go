package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// authority signs certificates of servers.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	file string // its certificate
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	a := &authority{t: t, cert: cert, key: key}
	a.file = a.write("authority.pem", "CERTIFICATE", der)
	return a
}

func (a *authority) write(name, kind string, der []byte) string {
	a.t.Helper()
	path := filepath.Join(a.t.TempDir(), name)
	require.NoError(a.t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
	return path
}

// server starts a server whose certificate is for a host until then.
func (a *authority) server(host string, until time.Time) *enginetest.RedisServer {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(a.t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "a server"}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	require.NoError(a.t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(a.t, err)
	return enginetest.RedisTLS(a.t, a.write("server.pem", "CERTIFICATE", der), a.write("server.key", "PRIVATE KEY", secret))
}

// Workers share a plan through a server that speaks TLS, and trust no other than one whose
// certificate is signed by an authority that they know, is for its host, and has not
// expired. What they refuse is said at once, and how it is mended.
func TestQueueOverTLS(t *testing.T) {
	t.Parallel()
	known := newAuthority(t)
	later := time.Now().Add(time.Hour)
	good := known.server("127.0.0.1", later)
	c := newCrew(t, good, time.Second, map[string]string{"examples/a.sh": "echo a\n", "examples/b.sh": "echo b\n"})
	work := func(address, authorities string) (int, string) {
		c.address = address
		w := c.prepare("-j1")
		w.Env = append(outsideCI(os.Environ()), "SSL_CERT_FILE="+authorities, "SSL_CERT_DIR="+t.TempDir())
		c.begin(w)
		return w.wait(), w.out.String()
	}

	const lease = "?lease=1s"
	for name, refused := range map[string]struct{ address, authorities, says string }{
		"another authority": {good.URL(), newAuthority(t).file, "SSL_CERT_FILE"},
		"another host":      {known.server("redis.example", later).URL(), known.file, "SSL_CERT_FILE"},
		"expired":           {known.server("127.0.0.1", time.Now().Add(-time.Hour)).URL(), known.file, "expired"},
		"no TLS":            {strings.Replace(enginetest.Redis(t).URL(), "redis:", "rediss:", 1), known.file, "try redis:// instead of rediss://"},
		"TLS":               {"redis://" + good.Addr, known.file, "try rediss:// instead of redis://"},
	} {
		code, text := work(refused.address+lease, refused.authorities)
		assert.Equal(t, exitTrouble, code, "%s: %s", name, text)
		assert.Contains(t, text, refused.says, name)
		assert.Empty(t, c.read().counts, name)
		c.plan()
	}

	code, text := work(good.URL()+lease, known.file)
	assert.Equal(t, exitGood, code, text)
	assert.Equal(t, map[string]hub.Status{"examples/a.sh": hub.StatusCompleted, "examples/b.sh": hub.StatusCompleted}, c.read().counts)
}
