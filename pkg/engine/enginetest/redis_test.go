package enginetest_test

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

func TestRedis(t *testing.T) {
	s := enginetest.Redis(t)
	assert.Equal(t, "PONG", s.Cli("ping"))
	assert.Equal(t, "OK", s.Cli("set", "k", "v"))
	assert.Equal(t, "v", s.Cli("get", "k"))
	s.Kill()
	_, err := net.Dial("tcp", s.Addr)
	require.Error(t, err, "it is gone")
	s.Start()
	assert.Empty(t, s.Cli("get", "k"), "it is empty")

	locked := enginetest.Redis(t, "--requirepass", "secret")
	assert.NotEqual(t, s.Addr, locked.Addr)
	assert.Contains(t, locked.Cli("ping"), "NOAUTH")
}
