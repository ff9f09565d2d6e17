package proc

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBatchLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, ``},
		{[]string{"a", "b/c.d", "--e=ü"}, ` a b/c.d "--e=ü"`},
		{[]string{"", " ", `a\`, `a b\`}, ` "" " " "a\\" "a b\\"`},
		{[]string{"a&calc", "(b)", "a,b;c", "x^y", "!z!"}, ` "a&calc" "(b)" "a,b;c" "x^y" "!z!"`},
		{[]string{`say "hi"`, `\"`}, ` "say ""hi""" "\\"""`},
		{[]string{"%PATH%"}, ` "%%cd:~,%PATH%%cd:~,%"`},
	} {
		shell, line, ok, err := batchLine(`C:\a b\x.BAT`, c.args)
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, "cmd.exe", filepath.Base(shell))
		assert.True(t, filepath.IsAbs(shell))
		assert.Equal(t, `cmd.exe /e:ON /v:OFF /d /s /c ""C:\a b\x.BAT"`+c.want+`"`, line)
	}
	_, _, ok, err := batchLine(`x.cmd`, []string{"a\nb"})
	assert.True(t, ok)
	assert.ErrorContains(t, err, `argument "a\nb": a batch file gets no argument with a line break`)
	_, _, ok, err = batchLine(`x.exe`, []string{"a\nb"})
	assert.False(t, ok)
	assert.NoError(t, err)
}

// What cmd.exe makes of the line: the file runs, whatever its folder is called, and no
// argument runs anything.
func TestBatchFilesGetTheirArguments(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a & (b) ü")
	require.NoError(t, os.Mkdir(dir, 0o755))
	file := filepath.Join(dir, "x.cmd")
	require.NoError(t, os.WriteFile(file, []byte("@echo off\r\necho 1=%1\r\necho 2=%2\r\necho 3=%3\r\nexit /b 7\r\n"), 0o644))
	s, err := NewSupervisor()
	require.NoError(t, err)
	defer s.Close()
	var out sink
	exit := s.Run(t.Context(), Command{Path: file, Argv: []string{file, "a b", "c", "a&exit"}, Env: os.Environ(), Output: &out})
	require.NoError(t, exit.Err)
	assert.Equal(t, 7, exit.Code, string(out))
	assert.Equal(t, "1=\"a b\"\r\n2=c\r\n3=\"a&exit\"\r\n", string(out))
}

type sink []byte

func (s *sink) Write(p []byte) (int, error) { *s = append(*s, p...); return len(p), nil }
