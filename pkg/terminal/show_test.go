package terminal

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func lookup(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestUTF8(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, true},
		{map[string]string{"LANG": "en_US.UTF-8"}, true},
		{map[string]string{"LANG": "de_DE.utf8"}, true},
		{map[string]string{"LANG": "C"}, false},
		{map[string]string{"LANG": "de_DE@euro"}, false},
		{map[string]string{"LC_ALL": "C.UTF-8", "LANG": "C"}, true},
		{map[string]string{"LC_ALL": "POSIX", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, false},
		{map[string]string{"LC_CTYPE": "ja_JP.eucJP", "LANG": "ja_JP.UTF-8"}, false},
		{map[string]string{"LC_ALL": "", "LANG": "C.UTF-8"}, true},
	} {
		assert.Equal(t, tt.want, UTF8(lookup(tt.env)), "%v", tt.env)
	}
}

func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"TERM": "xterm-256color"}, false},
		{map[string]string{"TERM": "xterm-kitty"}, true},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "6800"}, true},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "4800"}, false},
		{map[string]string{"TERM_PROGRAM": "vscode"}, true},
		{map[string]string{"TERM_PROGRAM": "Apple_Terminal"}, false},
		{map[string]string{"WT_SESSION": "x"}, true},
		{map[string]string{"TERM": "dumb", "WT_SESSION": "x"}, false},
		{map[string]string{"TERM": "tmux-256color", "TMUX": "/tmp/x", "VTE_VERSION": "6800"}, false},
		{map[string]string{"TERM": "dumb", "FORCE_HYPERLINK": "1"}, true},
		{map[string]string{"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, false},
	} {
		assert.Equal(t, tt.want, Links(lookup(tt.env)), "%v", tt.env)
	}
}

func TestFileURL(t *testing.T) {
	assert.Equal(t, "file://host/a%20b/c.py#7", FileURL("host", "/a b/c.py", 7))
	assert.Equal(t, "file:///a/c%23d.py", FileURL("", "/a/c#d.py", 0))
	assert.Equal(t, "file://host/C:/x.py", FileURL("host", "C:/x.py", 0))
	assert.Empty(t, Linker("/root")("", 3))
}

// No path ends the link, and each is the one that was given.
func FuzzFileURL(f *testing.F) {
	f.Add("/a\x1b\\b\x07c\u009c.py")
	f.Add("/\xff%00 \n;")
	f.Fuzz(func(t *testing.T, path string) {
		got := FileURL("host", "/"+path, 1)
		for _, r := range got {
			require.True(t, r > ' ' && r < 0x7f, "%q", got)
		}
		u, err := url.Parse(got)
		require.NoError(t, err)
		assert.Equal(t, "1", u.Fragment)
	})
}
