package proc

import "os/exec"

// LookPath finds the program name in path, the child's PATH.
func LookPath(name, path string) (string, error) { return exec.LookPath(name) }
