package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// wine runs programs of Windows, with a registry and a drive C: of its own.
type wine struct {
	loader, server string
	env            []string
	hub, helper    string // hub.exe and testdata/wine/example
}

// newWine skips the test where wine, or the compiler of what wine 8 lacks, is not
// installed. The programs are compiled as make check compiles what is for other
// systems, so that Go has most of them in its cache.
func newWine(t *testing.T) *wine {
	t.Helper()
	if runtime.GOARCH != "amd64" {
		t.Skip("wine runs programs of its own processor, and is asked for those of amd64")
	}
	needs(t, "go", "cc", "ld")
	w := &wine{
		loader: installed("wine64", "/usr/lib/wine/wine64"), // Debian's package wine64 alone puts nothing on PATH
		server: installed("wineserver64", "/usr/lib/wine/wineserver64", "wineserver"),
	}
	present(t, w.loader != "" && w.server != "", "wine64")

	dir := t.TempDir()
	w.hub, w.helper = filepath.Join(dir, "hub.exe"), filepath.Join(dir, "example.exe")
	prefix := filepath.Join(dir, "prefix")
	w.env = []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe=;bcryptprimitives=n", "DISPLAY="}
	require.NoError(t, os.Mkdir(prefix, 0o755))
	t.Cleanup(func() { // before the folder is removed
		stop := w.command(w.server, "-k")
		_ = stop.Run() // it may have ended
		_ = w.command(w.server, "-w").Run()
	})
	// The server stays for ten minutes, and with it the services, for which each program would wait. They
	// keep what they have inherited open, so that nothing waits for the end of a pipe.
	require.NoError(t, w.command(w.server, "-p600").Run())
	boot := w.command(w.loader, "wineboot", "--init")
	boot.Env = append(boot.Env, "HOME="+dir)
	require.NoError(t, boot.Run())
	system := filepath.Join(prefix, "drive_c/windows/system32")
	object := filepath.Join(dir, "missing.o")
	do(t, exec.Command("cc", "-c", "-O1", "-mabi=ms", "-ffreestanding", "-fpie", "-fvisibility=hidden", "-fno-ident", "-mno-red-zone",
		"-fno-asynchronous-unwind-tables", "-fno-stack-protector", "-fcf-protection=none", "-o", object, "testdata/wine/missing.c"))
	dll := filepath.Join(dir, "bcryptprimitives.dll")
	do(t, exec.Command("ld", "-m", "i386pep", "--shared", "--export-all-symbols", "-e", "DllMain", "-o", dll, object,
		filepath.Join(system, "kernel32.dll"), filepath.Join(system, "advapi32.dll"), filepath.Join(system, "ntdll.dll")))
	require.NoError(t, os.Rename(dll, filepath.Join(system, "bcryptprimitives.dll")))
	for program, source := range map[string]string{w.hub: ".", w.helper: "./testdata/wine/example"} {
		build := exec.Command("go", "build", "-gcflags=all=-N -l", "-o", program, source)
		build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
		do(t, build)
	}
	return w
}

// installed returns the first of the programs that is there; "" if none is.
func installed(programs ...string) string {
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path
		}
	}
	return ""
}

func do(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s: %s", strings.Join(cmd.Args, " "), out)
}

func (w *wine) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = append(outsideCI(os.Environ()), w.env...)
	return cmd
}

// run runs hub.exe in root.
func (w *wine) run(t *testing.T, root string, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	var out, said strings.Builder
	cmd := w.command(w.loader, append([]string{w.hub}, args...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, &out, &said
	exit = code(t, cmd.Run())
	return exit, out.String(), said.String()
}

// path returns a path as programs of Windows have it.
func (w *wine) path(path string) string { return `Z:` + strings.ReplaceAll(path, "/", `\`) }
