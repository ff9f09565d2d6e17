package lang

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The exit code is that of the program, in every language.
func TestLanguagesAreHonest(t *testing.T) {
	if testing.Short() {
		t.Skip("starts compilers")
	}
	for name, program := range map[string]struct{ file, text string }{
		"sh":     {"a b.sh", "exit 3\n"},
		"bash":   {"a.bash", "exit 3\n"},
		"go":     {"main.go", "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(3) }\n"},
		"python": {"a.py", "raise SystemExit(3)\n"},
		"node":   {"a.mjs", "process.exit(3)\n"},
		"perl":   {"a.pl", "exit 3;\n"},
		"ruby":   {"a.rb", "exit 3\n"},
		"php":    {"a.php", "<?php exit(3);\n"},
		"lua":    {"a.lua", "os.exit(3)\n"},
		"tcl":    {"a.tcl", "exit 3\n"},
		"awk":    {"a.awk", "BEGIN { exit 3 }\n"},
		"java":   {"A.java", "class A { public static void main(String[] a) { System.exit(3); } }\n"},
		"rust":   {"a.rs", "fn main() { std::process::exit(3) }\n"},
		"c":      {"a.c", "int main(void) { return 3; }\n"},
		"cpp":    {"a.cpp", "int main() { return 3; }\n"},
		"make":   {"GNUmakefile", "all:\n\t@exit 2\n"},
		"r":      {"a.R", "quit(status = 3)\n"},
		"julia":  {"a.jl", "exit(3)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			all := All()
			r := all[slices.IndexFunc(all, func(l Language) bool { return l.Name == name })]
			dir := t.TempDir()
			file, bin, builder := filepath.Join(dir, program.file), filepath.Join(dir, "bin.exe"), filepath.Join(dir, r.Builder.Name)
			require.NoError(t, os.WriteFile(file, []byte(program.text), 0o600))
			if r.Builder.Name != "" {
				require.NoError(t, os.WriteFile(builder, []byte(r.Builder.Text), 0o600))
			}
			run := func(argv []string) int {
				var args []string
				for _, a := range argv {
					args = append(args, strings.NewReplacer("{file}", file, "{bin}", bin, "{builder}", builder).Replace(a))
				}
				if _, err := exec.LookPath(args[0]); err != nil {
					t.Skipf("%s is not installed", args[0])
				}
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput()
				var exit *exec.ExitError
				if err == nil {
					return 0
				}
				require.ErrorAs(t, err, &exit, "%s", out)
				return exit.ExitCode()
			}
			if len(r.Version) > 0 && run(r.Version) != 0 {
				t.Skipf("%s is there and does not work", r.Version[0])
			}
			if r.Build != nil {
				require.Zero(t, run(r.Build))
			}
			want := 3
			if name == "make" {
				want = 2
			}
			assert.Equal(t, want, run(r.Command))
		})
	}
}
