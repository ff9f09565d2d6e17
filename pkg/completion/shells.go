package completion

import (
	"embed"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

//go:embed scripts
var scripts embed.FS

// Shell is a shell that can complete command lines of hub.
type Shell struct {
	Name string
	// Place is where packages install the script, below their folder share.
	Place string
	// Install says how a user installs it, as lines to type.
	Install string
	file    string
}

// Shells returns all of them, in the order of the help.
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

// Install lists how the scripts are installed, a shell on each line.
func Install() string {
	var b strings.Builder
	for _, s := range Shells() {
		b.WriteString("  " + s.Install + "\n")
	}
	return b.String()
}

// Script returns the script of the shell, which asks hub for each completion.
func (s *Shell) Script() ([]byte, error) { return scripts.ReadFile("scripts/" + s.file) }

// Named returns a shell.
func Named(name string) (Shell, error) {
	for _, s := range Shells() {
		if s.Name == name {
			return s, nil
		}
	}
	return Shell{}, usage.Errorf("%w", &usage.Unknown{What: "shell", Value: name, Known: Names()})
}
