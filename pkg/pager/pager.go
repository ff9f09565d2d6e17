// Package pager shows answers that are longer than the screen in the pager of the user:
// HUB_PAGER, else PAGER, else less if it is installed.
package pager

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/shlex"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// Pager is a writer of whole answers to a terminal.
type Pager struct {
	// Out is the terminal, Err its stream for errors.
	Out, Err io.Writer
	// Columns and Rows are the size of the terminal. If Rows is 0, answers are not paged.
	Columns, Rows int
	// Environ is the environment of the pager.
	Environ []string
	// Lend leaves the interrupts of the terminal to the pager until the returned function
	// is called.
	Lend func() (ended func())
	// Warn prints a warning.
	Warn func(format string, args ...any)
}

// leftBehind bounds how long what a pager has left behind may keep its input open.
const leftBehind = time.Second

// Write shows one whole answer. It starts the pager if the answer does not fit on the
// screen. If the pager cannot be started or fails, Write prints a warning and the whole
// answer. It is not an error if the user leaves the pager before its end.
func (p *Pager) Write(text []byte) (int, error) {
	if p.fits(text) {
		return p.Out.Write(text)
	}
	name, line := p.chosen()
	if line == "" {
		return p.Out.Write(text)
	}
	if err := p.page(line, text); err != nil {
		p.Warn("%s: the pager %s failed, so the answer is printed here: %v", name, line, err)
		return p.Out.Write(text)
	}
	return len(text), nil
}

// chosen returns the command line of the pager and the variable that it comes from. line is
// empty if there is no pager, or if the user turned it off.
func (p *Pager) chosen() (name, line string) {
	for _, name := range []string{"HUB_PAGER", "PAGER"} {
		if line, ok := hub.LookupVariable(p.Environ, name); ok {
			if line = strings.TrimSpace(line); line == "cat" {
				line = ""
			}
			return name, line
		}
	}
	if path, err := programs.LookPath("less", p.variable("PATH")); err != nil || path == "" {
		return "", ""
	}
	return "PAGER", "less"
}

func (p *Pager) variable(name string) string { return hub.Getenv(p.Environ)(name) }

// fits reports whether all lines and the prompt fit on the screen.
func (p *Pager) fits(text []byte) bool {
	if p.Rows <= 0 || p.variable("TERM") == "dumb" {
		return true
	}
	rows := 0
	for line := range bytes.Lines(text) {
		rows++
		if len(line) > p.Columns && p.Columns > 0 {
			rows += max(0, ansi.StringWidth(strings.TrimSuffix(string(line), "\n"))-1) / p.Columns
		}
		if rows >= p.Rows {
			return false
		}
	}
	return true
}

// page runs the pager with the text as its input.
//
// Note: the line is split as a shell splits words, but no shell runs it: no variable,
// glob or redirection in it means anything.
func (p *Pager) page(line string, text []byte) error {
	words, err := shlex.Split(line)
	switch {
	case err != nil:
		return fmt.Errorf("invalid quoting: %w", err)
	case len(words) == 0:
		return fmt.Errorf("no program is named")
	}
	path, err := programs.LookPath(words[0], p.variable("PATH"))
	if err != nil {
		return err
	}
	cmd := exec.Command(path, words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), p.Out, p.Err
	cmd.Env = p.Environ
	for name, value := range map[string]string{"LESS": "FRX", "LV": "-c"} { // colours, and nothing is erased at the end
		if _, set := hub.LookupVariable(p.Environ, name); !set {
			cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], name+"="+value)
		}
	}
	cmd.WaitDelay = leftBehind
	defer p.Lend()()
	if err := cmd.Run(); !errors.Is(err, exec.ErrWaitDelay) {
		return err
	}
	return nil
}
