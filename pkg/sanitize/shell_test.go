package sanitize

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every shell reads a quoted word as itself.
func TestShellWord(t *testing.T) {
	shells := []string{"sh", "dash", "bash", "zsh", "ksh", "busybox"}
	rnd := rand.New(rand.NewPCG(7, 8))
	words := []string{
		"$(touch pwned)", "`touch pwned`", "a;touch pwned", "a|touch pwned", "a&touch pwned", "a'b", "'", "''", `"`, `\`, `a\`, `a\'b`, "a b", " a ", "",
		"*", "?", "[a]", "{a,b}", "~", "~root", "#a", "!a", "a!b", "=ls", "a=b", "$HOME", "${HOME}", "<a", ">a", "(a)", "a\nb", "a\n\ntouch pwned\n", "é ☃", "%1", "^a", "a,b",
		"-rf", "--", "examples/a.sh",
	}
	const odd = "'\"\\$`!*?[]{}()<>|&;#~=%^ \t\n-az07é"
	for range 200 {
		var b strings.Builder
		for range rnd.IntN(8) {
			letters := []rune(odd)
			b.WriteRune(letters[rnd.IntN(len(letters))])
		}
		words = append(words, b.String())
	}
	script, want := "printf '%s\\0'", ""
	for _, w := range words {
		script += " " + ShellWord(w)
		want += w + "\x00"
	}
	tried := 0
	for _, shell := range shells {
		file, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		tried++
		args := []string{"-c", script}
		if shell == "busybox" {
			args = append([]string{"sh"}, args...)
		}
		cmd := exec.Command(file, args...)
		cmd.Dir = t.TempDir()
		got, err := cmd.Output()
		require.NoError(t, err, shell)
		assert.Equal(t, want, string(got), shell)
		assert.NoFileExists(t, cmd.Dir+"/pwned", shell)
	}
	if tried == 0 {
		t.Skip("there is no shell")
	}
}

func TestShellCommand(t *testing.T) {
	assert.Equal(t, `go run ./x.go 'a b' ''`, ShellCommand([]string{"go", "run", "./x.go", "a b", ""}))
}
