package enginetest

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Client runs programs that talk to an engine.
type Client struct {
	// Dir is the folder of the engine, below which a test may write as well.
	Dir string
	// Env lists the variables by which programs find the engine.
	Env []string
	t   testing.TB
}

// environ returns the environment of a program: that of the test, without what another
// engine has set, and with Env.
func (c *Client) environ() []string {
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "SLURM_") && !strings.HasPrefix(e, "SGE_") {
			env = append(env, e)
		}
	}
	return append(env, c.Env...)
}

// Command returns a command that finds the engine.
func (c *Client) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = c.environ()
	return cmd
}

// Run runs a program, and returns what it prints, without white space at the ends. The
// test fails if the program does.
func (c *Client) Run(name string, args ...string) string {
	c.t.Helper()
	out, err := c.Command(name, args...).CombinedOutput()
	if err != nil {
		c.t.Fatalf("%s %q: %v: %s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// try is Run, and "" if the program fails.
func (c *Client) try(name string, args ...string) string {
	out, err := c.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// Kill kills, at once, the processes of jobs that have the variables, NAME=VALUE, in their
// environment, such as those of one task. What the engine started them with goes on.
func (c *Client) Kill(variables ...string) { killAll(processesWith(append(variables, c.Env[0])...)) }

// killJobs kills the processes of jobs, which have the first of Env and the variables,
// after the processes above them that have the name, so that these report nothing.
func (c *Client) killJobs(name string, variables ...string) {
	var above, jobs []int
	for _, p := range processesWith(append(variables, c.Env[0])...) {
		jobs = append(jobs, p)
		for parent := parentOf(p); parent > 1 && strings.HasPrefix(nameOf(parent), name); parent = parentOf(parent) {
			above = append(above, parent)
		}
	}
	killAll(slices.Concat(above, jobs))
}
