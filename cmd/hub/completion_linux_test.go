package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// completed is a command line as it is typed, and the arguments that the shell passes on
// after a TAB at its end.
type completed struct{ typed, args string }

// completions are lines that every shell completes in the project of [toComplete].
var completions = []completed{
	{"hub li", "<list>"},
	{"hub config ch", "<config><check>"},
	{"hub list --fo", "<list><--format>"},
	{"hub list --format=js", "<list><--format=json>"},
	{"hub list --format js", "<list><--format><json>"},
	{"hub -q list --filter=errors,pen", "<-q><list><--filter=errors,pending>"},
	{"hub list --not=group:bas", "<list><--not=group:basics>"},
	{"hub run alpha/o", "<run><alpha/one.sh>"},
	{"hub run alpha/one.sh gamma/th", "<run><alpha/one.sh><gamma/three.sh>"},
	{"hub run group:bas", "<run><group:basics>"},
	{"hub run tag:sl", "<run><tag:slow>"},
	{"hub all --tag sl", "<all><--tag><slow>"},
	{"hub show two", "<show><two words>"},
	{"hub show odd", "<show><odd$(touch pwned);`touch pwned`'\"&|x>"},
	{"hub show \"od", "<show><odd$(touch pwned);`touch pwned`'\"&|x>"},
	{"hub show 'od", "<show><odd$(touch pwned);`touch pwned`'\"&|x>"},
	{"hub show \"odd\\$(", "<show><odd$(touch pwned);`touch pwned`'\"&|x>"},
	{"hub show \"wow", "<show><wow!! $HOME\\$>"},
	{"hub show wow", "<show><wow!! $HOME\\$>"},
	{"hub show thr", "<show><three.sh>"},
	{"hub -C other run on", "<-C><other><run><only.sh>"},
	{"hub schema rep", "<schema><report>"},
	{"hub report --from late", "<report><--from><latest>"},
	{"hub completion pow", "<completion><powershell>"},
	{"hub ci --report=junit,mark", "<ci><--report=junit,markdown>"},
	{"hub -c hub.y", "<-c><hub.yaml>"},
	{"hub --config=hub.y", "<--config=hub.yaml>"},
	{"hub show no-such", "<show><no-such>"},
}

// toComplete is a project for [completions].
func toComplete(t *testing.T) string {
	root := tree(t, map[string]string{
		"hub.yaml":                "sources: [{path: examples}]\n",
		"examples/alpha/one.sh":   "# ---\n# id: alpha/one.sh\n# group: basics\n# ---\necho one\n",
		"examples/beta/two.sh":    "# ---\n# id: two words\n# title: \"Two \\e[31mred\\twords\"\n# group: basics\n# ---\necho two\n",
		"examples/gamma/three.sh": "# ---\n# id: gamma/three.sh\n# tags: [slow]\n# ---\necho three\n",
		"examples/odd.sh":         "# ---\n# id: odd$(touch pwned);`touch pwned`'\"&|x\n# ---\necho odd\n",
		"examples/wow.sh":         "# ---\n# id: 'wow!! $HOME\\$'\n# ---\necho wow\n",
		"other/hub.yaml":          "sources: [{path: examples}]\n",
		"other/examples/only.sh":  "echo only\n",
	})
	exit, _, told := hubIn(t, buildHub(t), root, "all", "-q")
	require.Zero(t, exit, told)
	return root
}

// typist types into a shell at a terminal.
type typist struct {
	t      *testing.T
	master *os.File
	lines  *bufio.Reader
}

// line types a line and waits until the shell has run it, which the line has to print.
func (p *typist) line(text, until string) {
	p.t.Helper()
	_, err := p.master.WriteString(text)
	require.NoError(p.t, err)
	var seen strings.Builder
	for !strings.Contains(seen.String(), until) {
		b, err := p.lines.ReadByte()
		require.NoError(p.t, err, "%q was not seen in:\n%s", until, seen.String())
		seen.WriteByte(b)
	}
}

// TestCompletionAtATerminal types lines and a TAB into real shells.
func TestCompletionAtATerminal(t *testing.T) {
	t.Parallel()
	for _, shell := range []struct {
		name  string
		args  []string
		start string
	}{
		{"bash", []string{"--noprofile", "--norc", "-i"}, "source <(hub completion bash)"},
		{"zsh", []string{"-f", "-i"}, "autoload -U compinit; compinit -D -u; source <(hub completion zsh)"},
	} {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			needs(t, shell.name)
			root := toComplete(t)
			before := wholeTree(t, root)
			out := filepath.Join(t.TempDir(), "out")
			master, slave := openTerminal(t)
			cmd := exec.Command(shell.name, shell.args...)
			cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = root, slave, slave, slave
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
			cmd.Env = []string{"TERM=xterm", "LC_ALL=C.UTF-8", "OUT=" + out, "HOME=" + t.TempDir(), "HISTFILE=/dev/null",
				"PATH=" + filepath.Dir(buildHub(t)) + ":" + os.Getenv("PATH")}
			require.NoError(t, cmd.Start())
			t.Cleanup(func() { _ = cmd.Process.Kill() })
			p := &typist{t, master, bufio.NewReader(master)}
			// What the shell passes on goes to a file; what shows that it has is not in the line as typed.
			p.line(`args() { shift; printf '<%s>' "$@" >>"$OUT"; echo >>"$OUT"; echo "do""ne"; }; `+shell.start+`; echo "rea""dy"`+"\n", "ready")
			var want strings.Builder
			for _, c := range completions {
				p.line(c.typed+"\t\x01args \n", "done")
				want.WriteString(c.args + "\n")
			}
			_, err := master.WriteString("exit\n")
			require.NoError(t, err)
			require.NoError(t, slave.Close())
			_ = cmd.Wait() // with the code of the last command
			got, err := os.ReadFile(out)
			require.NoError(t, err)
			assert.Equal(t, want.String(), string(got))
			assert.Equal(t, before, wholeTree(t, root), "completing writes nothing")
		})
	}
}

// TestCompletionInFish asks fish for what a TAB would offer.
func TestCompletionInFish(t *testing.T) {
	t.Parallel()
	needs(t, "fish")
	root := toComplete(t)
	for _, c := range completions {
		words := strings.Split(strings.Trim(c.args, "<>"), "><")
		want := words[len(words)-1]
		cmd := exec.Command("fish", "--no-config", "--private", "-c", `hub completion fish | source; complete -C $argv[1]`, c.typed)
		cmd.Dir = root
		cmd.Env = []string{"TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" + t.TempDir(), "PATH=" + filepath.Dir(buildHub(t)) + ":" + os.Getenv("PATH")}
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", c.typed, out)
		first, _, _ := strings.Cut(string(out), "\n")
		got, _, _ := strings.Cut(first, "\t")
		if want == "no-such" {
			want = ""
		}
		assert.Equal(t, want, got, c.typed)
	}
}

// TestCompletionInPowerShell does so in PowerShell, with the lines that it takes for the
// same words: a comma separates there, and what is odd is quoted.
func TestCompletionInPowerShell(t *testing.T) {
	t.Parallel()
	pwsh, err := exec.LookPath("pwsh")
	if err != nil {
		t.Skip("pwsh is not installed")
	}
	root := toComplete(t)
	for _, c := range completions {
		words := strings.Split(strings.Trim(c.args, "<>"), "><")
		want := words[len(words)-1]
		if strings.ContainsAny(c.args, ",$ ") || want == "no-such" {
			continue
		}
		script := "hub completion powershell | Out-String | Invoke-Expression\n" +
			"$line = '" + c.typed + "'\n" +
			"[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches[0].CompletionText"
		cmd := exec.Command(pwsh, "-NoProfile", "-Command", script)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(buildHub(t))+":"+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
		assert.Equal(t, want, strings.TrimSpace(string(out)), c.typed)
	}
}
