package cgroup

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"
)

func TestDirs(t *testing.T) {
	for _, c := range []struct {
		text, controller string
		want             []string
	}{
		{"0::/user.slice/a:b\n", "memory", []string{"/m/user.slice/a:b", "/m/user.slice", "/m"}},
		{"8:pids:/\n4:memory:/docker/x\n1:cpu:/\n0::/\n", "memory", []string{"/m/memory/docker/x", "/m/memory/docker", "/m/memory", "/m"}},
		{"8:pids:/\n4:memory:/docker/x\n", "pids", []string{"/m/pids"}},
		{"0::/../../a\n", "pids", []string{"/m/a", "/m"}}, // outside of the namespace
		{"nonsense\n\n0:::\n", "pids", []string{"/m/:", "/m"}},
		{"garbage\n:\n", "memory", nil},
		{"", "memory", nil},
	} {
		assert.Equal(t, c.want, dirs(c.text, "/m", c.controller), c.text)
	}
}

func TestOOMCounter(t *testing.T) {
	c := OpenOOM()
	_, ok := c.Read(make([]byte, 64<<10))
	_, err := os.Stat("/proc/vmstat")
	assert.Equal(t, err == nil, ok, "at least the system's own is there")
	if ok {
		assert.NoError(t, unix.Close(c.FD))
	}
	_, ok = OOMCounter{-1}.Read(nil)
	assert.False(t, ok)
}
