package completion

import (
	"embed"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

//go:embed scripts
var scripts embed.FS

// Shell is a shell for which hub has a completion script.
type Shell struct {
	Name string
	// Place is the path at which packages install the script, below PREFIX/share.
	Place string
	// Install is the command with which a user installs the script.
	Install string
	file    string
}

// Shells returns all shells, in the order of the help.
func Shells() []Shell {
	return []Shell{
		{"bash", "bash-completion/completions/hub", `echo 'source <(hub completion bash)' >> ~/.bashrc`, "hub.bash"},
		{"zsh", "zsh/site-functions/_hub", `echo 'autoload -U compinit; compinit; source <(hub completion zsh)' >> ~/.zshrc`, "hub.zsh"},
		{"fish", "fish/vendor_completions.d/hub.fish", `hub completion fish > ~/.config/fish/completions/hub.fish`, "hub.fish"},
		{"powershell", "powershell/hub.ps1", `hub completion powershell >> $PROFILE`, "hub.ps1"},
	}
}

// Names returns the names of all [Shells].
func Names() (names []string) {
	for _, s := range Shells() {
		names = append(names, s.Name)
	}
	return names
}

// Install returns the commands that install the scripts, one line for each shell.
func Install() string {
	var b strings.Builder
	for _, s := range Shells() {
		b.WriteString("  " + s.Install + "\n")
	}
	return b.String()
}

// Script returns the script of the shell, which calls hub for each completion.
func (s *Shell) Script() ([]byte, error) { return scripts.ReadFile("scripts/" + s.file) }

// Named returns the shell with this name. The error is a usage error that lists the known
// names.
func Named(name string) (Shell, error) {
	for _, s := range Shells() {
		if s.Name == name {
			return s, nil
		}
	}
	return Shell{}, usage.Errorf("%w", &usage.Unknown{What: "shell", Value: name, Known: Names()})
}
