//go:build unix

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installer is the script that installs a release, a server of releases, and a folder to
// install to.
type installer struct {
	*testing.T
	server *httptest.Server
	files  map[string][]byte // by the paths that the server has
	dir    string
	path   string // the folders of programs
}

func newInstaller(t *testing.T) *installer {
	needs(t, "sh", "curl", "tar", "gzip", "mktemp", "uname", "id", "mkdir", "chmod", "mv", "rm", "cat")
	i := &installer{T: t, files: map[string][]byte{}, dir: filepath.Join(t.TempDir(), "new", "bin"), path: os.Getenv("PATH")}
	i.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, ok := i.files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(i.server.Close)
	return i
}

// release has the server offer a version, whose program is this one; it is the latest one.
func (i *installer) release(version string, program []byte) {
	var b bytes.Buffer
	// Compressing a program takes half a minute under the race detector.
	zip, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	require.NoError(i, err)
	out := tar.NewWriter(zip)
	for name, data := range map[string][]byte{"README.md": []byte("read me\n"), "hub": program} {
		require.NoError(i, out.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(data))}))
		_, err := out.Write(data)
		require.NoError(i, err)
	}
	require.NoError(i, out.Close())
	require.NoError(i, zip.Close())
	name := fmt.Sprintf("hub_%s_%s_%s.tar.gz", version, runtime.GOOS, runtime.GOARCH)
	sums := fmt.Appendf(nil, "%x  hub_%s_plan9_amd64.tar.gz\n%x  %s\n", sha256.Sum256(nil), version, sha256.Sum256(b.Bytes()), name)
	for _, at := range []string{"/latest/download/", "/download/v" + version + "/"} {
		i.files[at+"checksums.txt"], i.files[at+name] = sums, b.Bytes()
	}
}

// run runs the script, or what script is, as a pipe into a shell does.
func (i *installer) run(script []byte, args ...string) (exit int, printed string) {
	i.Helper()
	if script == nil {
		var err error
		script, err = os.ReadFile("../../.github/install.sh")
		require.NoError(i, err)
	}
	cmd := exec.Command("sh", append([]string{"-s", "--"}, args...)...)
	cmd.Stdin = bytes.NewReader(script)
	cmd.Env = []string{"PATH=" + i.path, "HOME=" + i.TempDir(), "HUB_RELEASES=" + i.server.URL, "HUB_INSTALL_DIR=" + i.dir}
	out, err := cmd.CombinedOutput()
	return code(i.T, err), string(out)
}

// installed returns the names in the folder.
func (i *installer) installed() (names []string) {
	entries, _ := os.ReadDir(i.dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestInstall: the latest release or a named one is checked and installed, and runs.
func TestInstall(t *testing.T) {
	i := newInstaller(t)
	program, err := os.ReadFile(buildHub(t))
	require.NoError(t, err)
	i.release("1.2.3", program)
	exit, printed := i.run(nil)
	require.Zero(t, exit, printed)
	assert.Contains(t, printed, "hub 1.2.3 is installed in "+i.dir+"\n")
	assert.Contains(t, printed, `export PATH="`+i.dir+`:$PATH"`)
	assert.Equal(t, []string{"hub"}, i.installed())
	out, err := exec.Command(filepath.Join(i.dir, "hub"), "version").Output()
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(out), "hub "), "%s", out)

	// Another version takes its place; that folder is on PATH now.
	i.release("1.3.0-rc.1", []byte("#!/bin/sh\necho other\n"))
	i.path += string(os.PathListSeparator) + i.dir
	for _, args := range [][]string{{"--version=v1.3.0-rc.1"}, {"--version=1.3.0-rc.1", "--dir=" + i.dir}} {
		exit, printed = i.run(nil, args...)
		require.Zero(t, exit, printed)
		assert.NotContains(t, printed, "PATH")
	}
	text, err := os.ReadFile(filepath.Join(i.dir, "hub"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "echo other")
}

// TestInstallRefuses: whatever is wrong is said, and the program that was there stays.
func TestInstallRefuses(t *testing.T) {
	const before = "#!/bin/sh\necho before\n"
	for name, c := range map[string]struct {
		change func(*installer)
		args   []string
		says   string
	}{
		"another content": {func(i *installer) {
			for path, data := range i.files {
				if strings.HasSuffix(path, ".tar.gz") {
					i.files[path] = append([]byte{0}, data...)
				}
			}
		}, nil, "is not what the release has: its SHA-256 is "},
		"an archive that is cut off": {func(i *installer) {
			for path, data := range i.files {
				if strings.HasSuffix(path, ".tar.gz") {
					i.files[path] = data[:len(data)/2]
				}
			}
		}, nil, "is not what the release has"},
		"no such version":        {nil, []string{"--version=9.9.9"}, "v9.9.9/checksums.txt; check the network, and that there is such a release"},
		"no version":             {nil, []string{"--version=../1"}, "not a version"},
		"an unknown argument":    {nil, []string{"--prefix=/"}, "unknown argument: --prefix=/"},
		"nothing for this":       {func(i *installer) { i.files["/latest/download/checksums.txt"] = []byte("0  hub_1_plan9_386.tar.gz\n") }, nil, "the release has no archive for "},
		"a page instead":         {func(i *installer) { i.files["/latest/download/checksums.txt"] = []byte("<html>sign in</html>\n") }, nil, "the release has no archive for "},
		"nobody listens":         {func(i *installer) { i.server.Close() }, nil, "cannot download "},
		"a program that fails":   {func(i *installer) { i.release("1.0.0", []byte("#!/bin/sh\nexit 1\n")) }, nil, "does not run on this machine; nothing was installed"},
		"the archive is missing": {func(i *installer) { clear(i.files); i.release("2.0.0", nil); deleteArchives(i.files) }, nil, "cannot download "},
	} {
		t.Run(name, func(t *testing.T) {
			i := newInstaller(t)
			i.release("1.0.0", []byte("#!/bin/sh\necho new\n"))
			require.NoError(t, os.MkdirAll(i.dir, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(i.dir, "hub"), []byte(before), 0o755))
			if c.change != nil {
				c.change(i)
			}
			exit, printed := i.run(nil, c.args...)
			assert.NotZero(t, exit)
			assert.Contains(t, printed, "install hub: ")
			assert.Contains(t, printed, c.says)
			assert.Equal(t, []string{"hub"}, i.installed())
			text, err := os.ReadFile(filepath.Join(i.dir, "hub"))
			require.NoError(t, err)
			assert.Equal(t, before, string(text))
		})
	}
}

func deleteArchives(files map[string][]byte) {
	for path := range files {
		if strings.HasSuffix(path, ".tar.gz") {
			delete(files, path)
		}
	}
}

// TestInstallWhereItCannot: a folder that cannot be one, and a folder in the program's place.
func TestInstallWhereItCannot(t *testing.T) {
	i := newInstaller(t)
	i.release("1.0.0", []byte("#!/bin/sh\necho new\n"))
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	exit, printed := i.run(nil, "--dir="+filepath.Join(file, "bin"))
	assert.Equal(t, 1, exit)
	assert.Contains(t, printed, "pass another folder with --dir=DIR")
	require.NoError(t, os.MkdirAll(filepath.Join(i.dir, "hub"), 0o755))
	exit, printed = i.run(nil)
	assert.Equal(t, 1, exit)
	assert.Contains(t, printed, "is a folder; pass another folder")
}

// TestAPartOfTheInstallerDoesNothing: a download of the script that breaks off installs
// nothing, wherever it does.
func TestAPartOfTheInstallerDoesNothing(t *testing.T) {
	i := newInstaller(t)
	i.release("1.0.0", []byte("#!/bin/sh\necho new\n"))
	script, err := os.ReadFile("../../.github/install.sh")
	require.NoError(t, err)
	end := bytes.LastIndex(script, []byte("\nmain "))
	require.Positive(t, end)
	for n := 0; n <= end; n += 1 + end/40 {
		i.run(script[:n])
		require.Empty(t, i.installed(), "the first %d bytes", n)
	}
	exit, printed := i.run(script)
	assert.Zero(t, exit, printed)
}
