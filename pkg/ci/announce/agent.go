package announce

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// annotate runs the agent of the system if it is installed.
func (t Target) annotate(run *hub.Run, r ci.Report) error {
	agent, err := programs.LookPath(t.System.Agent.Program, t.env("PATH"))
	if err != nil {
		return nil
	}
	text, err := r.Markdown()
	if err != nil {
		return fmt.Errorf("annotating the build: %w", err)
	}
	limit := agentTime
	if run.End.Reason == hub.EndInterrupted {
		limit = agentHaste
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var printed bytes.Buffer
	cmd := exec.CommandContext(ctx, agent, t.System.Agent.Args(t.env, r)...)
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = t.Environ, t.Dir, bytes.NewReader(ci.FitSummary(text, 0)), &printed, &printed
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("annotating the build with %s: %w: %s", agent, errors.Join(ctx.Err(), err), sanitize.Line(printed.String()))
	}
	return nil
}
