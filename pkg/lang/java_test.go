package lang

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// launcher matches the frames that source-file mode leaves in traces.
var launcher = regexp.MustCompile(`(?m)^\tat (?:java\.base/(?:jdk\.internal\.reflect|java\.lang\.reflect)|jdk\.compiler/com\.sun\.tools\.javac\.launcher)\..*\n`)

// A built file behaves like java FILE, whatever its content. The programs say
// how they must be started: "by: class" is built, "by: file" is left to java,
// "by: nothing" does not compile; the others are started either way, depending
// on the version of java.
func TestJavaIsBuiltAsItRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("starts compilers")
	}
	program, err := exec.LookPath("java")
	if err != nil {
		t.Skip("java is not installed")
	}
	programs, err := txtar.ParseFile(filepath.Join("testdata", "java.txtar"))
	require.NoError(t, err)
	for _, source := range programs.Files {
		t.Run(source.Name, func(t *testing.T) {
			t.Parallel()
			dir, scratch := t.TempDir(), t.TempDir()
			for _, f := range programs.Files {
				file := filepath.Join(dir, filepath.FromSlash(f.Name))
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, f.Data, 0o600))
			}
			run := func(args ...string) (int, string, string) {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				var stdout, stderr strings.Builder
				cmd := exec.CommandContext(ctx, program, args...)
				cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader("twelve bytes"), &stdout, &stderr
				var exit *exec.ExitError
				if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
					require.NoError(t, err)
				}
				return cmd.ProcessState.ExitCode(), stdout.String(), launcher.ReplaceAllString(stderr.String(), "")
			}
			r := java()
			name := `b "i\n`
			if runtime.GOOS == "windows" {
				name = "b in"
			}
			file, bin, builder := filepath.FromSlash(source.Name), filepath.Join(scratch, name), filepath.Join(scratch, r.Builder.Name)
			require.NoError(t, os.WriteFile(builder, []byte(r.Builder.Text), 0o600))
			expand := func(argv []string) (out []string) {
				for _, a := range argv[1:] {
					out = append(out, strings.NewReplacer("{file}", file, "{bin}", bin, "{builder}", builder).Replace(a))
				}
				return out
			}
			want, wantOut, wantErr := run(file, "one", "@two", "*")
			build, out, said := run(expand(r.Build)...)
			require.Empty(t, out, "the builder itself says nothing")
			by := "nothing"
			if build == 0 {
				arguments, err := os.ReadFile(bin)
				require.NoError(t, err)
				if by = "file"; strings.HasPrefix(string(arguments), "-cp ") {
					by = "class"
				}
			}
			if _, has, ok := strings.Cut(string(source.Data), "// by: "); ok {
				has, _, _ = strings.Cut(has, "\n")
				require.Equal(t, strings.TrimSpace(has), by, "%s", said)
			}
			if by == "nothing" {
				assert.Equal(t, 1, build)
				assert.Equal(t, 1, want, "java runs it: %s", wantOut)
				assert.Contains(t, said, ": error: ")
				return
			}
			got, gotOut, gotErr := run(append(expand(r.Command), "one", "@two", "*")...)
			assert.Equal(t, want, got)
			assert.Equal(t, wantOut, gotOut)
			assert.Equal(t, wantErr, gotErr)
		})
	}
}
