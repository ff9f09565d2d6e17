//go:build unix

package programs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// NoExecRemedy is what to do where a file system starts no programs.
const NoExecRemedy = "mount it without noexec, or name folders on another file system: --state=DIR for what hub builds, TMPDIR for what examples make"

// CRLFRemedy is what to do about a script whose lines end in CR LF.
const CRLFRemedy = "give it LF line ends ('*.sh text eol=lf' in .gitattributes keeps them)"

// Explain says what the system's error of a failed start means: it is or wraps a
// [StartError] where more is known than err. The system reports a missing
// interpreter, folder and program by one and the same error.
func Explain(c Start, err error) error {
	failed := func(lasting bool, why, remedy string) error {
		return &StartError{Path: c.Path, Why: why, Remedy: remedy, Lasting: lasting, Err: err}
	}
	file := c.Path
	if !filepath.IsAbs(file) {
		file = filepath.Join(c.Dir, file)
	}
	switch {
	case errors.Is(err, syscall.ENOENT), errors.Is(err, syscall.ENOTDIR):
		if info, statErr := os.Stat(c.Dir); c.Dir != "" && (statErr != nil || !info.IsDir()) {
			return failed(false, "working directory "+c.Dir, "")
		}
		if _, statErr := os.Stat(file); statErr != nil {
			break
		}
		program, crlf := interpreter(file)
		switch {
		case program == "":
			return failed(true, "the program loader that it names is not installed", "")
		case crlf:
			return failed(true, fmt.Sprintf("its lines end in CR LF, so that its #! line names %q", program+"\r"), CRLFRemedy)
		}
		return failed(true, "its #! line names "+program, "install that, or change the line")
	case errors.Is(err, syscall.EACCES):
		info, statErr := os.Stat(file)
		if statErr != nil {
			break
		}
		switch program, _ := interpreter(file); {
		case !info.Mode().IsRegular():
			return failed(true, "it is "+plainfile.Kind(info.Mode()), "")
		case info.Mode()&0o111 == 0:
			return failed(true, "it is not marked executable", "chmod +x makes it so, git add --chmod=+x for everybody")
		case NoExec(file):
			return failed(true, fmt.Sprintf("the file system at %s is mounted noexec", mountPoint(file)), NoExecRemedy)
		case program == "":
		case NoExec(program):
			return failed(true, fmt.Sprintf("its #! line names %s, and the file system at %s is mounted noexec", program, mountPoint(program)), NoExecRemedy)
		default:
			if info, err := os.Stat(program); err == nil && !info.Mode().IsRegular() {
				return failed(true, "its #! line names "+program+", which is "+plainfile.Kind(info.Mode()), "change the line")
			} else if _, err := executable(program); err != nil {
				return failed(true, "its #! line names "+program+", which is not executable", "change the line, or chmod +x "+program)
			}
		}
	case errors.Is(err, syscall.ENOEXEC):
		return failed(true, "it has no #! line and is not a program of this system", "begin it with a #! line, or name a runner")
	case errors.Is(err, syscall.E2BIG):
		return failed(true, "arguments and environment are too large", "pass less, or by a file")
	case errors.Is(err, syscall.EINVAL):
		for _, list := range [][]string{{c.Path, c.Dir}, c.Argv, c.Env} {
			for _, text := range list {
				if strings.ContainsRune(text, 0) {
					return failed(true, "path, arguments or environment contain a NUL byte", "")
				}
			}
		}
	}
	return fmt.Errorf("starting %s: %w", c.Path, err)
}

// interpreter returns the program that a file's #! line names, "" without one,
// and whether the line ends right after it in CR LF, which the system takes for
// a part of the name. A file that is none, such as a named pipe, has no line, and
// is not waited for.
func interpreter(file string) (program string, crlf bool) {
	head, err := plainfile.Head(file, make([]byte, 512))
	if err != nil {
		return "", false
	}
	line, _, _ := strings.Cut(string(head), "\n")
	line += "\n"
	rest, ok := strings.CutPrefix(line, "#!")
	rest = strings.Trim(strings.TrimSuffix(rest, "\n"), " \t")
	program, _, _ = strings.Cut(strings.ReplaceAll(rest, "\t", " "), " ")
	if !ok || strings.TrimSuffix(program, "\r") == "" {
		return "", false
	}
	return strings.TrimSuffix(program, "\r"), strings.HasSuffix(program, "\r")
}

// NoExec reports whether the file, or folder, is on a file system from which no
// program can be started. What cannot be asked is no such file system.
func NoExec(file string) bool {
	var fs unix.Statfs_t
	return unix.Statfs(file, &fs) == nil && noexec(&fs)
}

// mountPoint is the topmost folder above the file that is on its file system.
func mountPoint(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	var at, above unix.Stat_t
	for unix.Lstat(file, &at) == nil {
		parent := filepath.Dir(file)
		if parent == file || unix.Lstat(parent, &above) != nil || above.Dev != at.Dev {
			break
		}
		file = parent
	}
	return file
}
