package submit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/shlex"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/engine"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Desk is what a submission uses of the project and the process.
type Desk struct {
	Config *config.Config
	// Hub is the path of this program, and ConfigFile the one that the user named; empty:
	// none.
	Hub, ConfigFile string
	// State is the folder with the state of the project, absolute.
	State   string
	Environ []string
	Now     func() time.Time
	Safely  func(func()) func()
	// Fits returns an error if the project's folder is not the checkout of the plan.
	Fits func() error
}

// Folder returns the folder for the submission of a plan: beside the state of its parts,
// so that 'hub clean' removes both.
func (d *Desk) Folder(id string) string { return filepath.Join(d.Parts(id), "submit-files") }

// Parts returns the folder with the state of the plan's parts.
func (d *Desk) Parts(id string) string { return filepath.Join(d.State, "parts", id) }

// Settings returns what the configuration says of an engine.
func (d *Desk) Settings(name string) (config.Array, error) {
	c := &d.Config.Submit
	switch name {
	case "slurm":
		return c.Slurm, nil
	case "sge":
		return c.SGE, nil
	case "kubernetes":
		return c.Kubernetes.Array, nil
	case engine.Command:
		return config.Array{PartsPerSlot: c.Command.PartsPerSlot}, nil
	case "":
		return config.Array{}, usage.Errorf("which engine? hub submit ENGINE …, which is one of %s", strings.Join(engine.Names(), ", "))
	}
	return config.Array{}, &usage.Unknown{What: "engine", Value: name, Known: engine.Names()}
}

// Options returns the options of a submission, without Say and Progress. dir is its open
// folder.
func (d *Desk) Options(setup Setup, dir *os.Root, proofs Proofs) (Options, error) {
	settings, err := d.Settings(setup.Engine)
	if err != nil {
		return Options{}, err
	}
	o := Options{Proofs: proofs, Lag: settings.Lag, Poll: time.Second, Now: d.Now, Title: "local processes", Batch: engine.Batch{
		Root: d.Config.Root, Hub: d.Hub, State: d.below(d.Parts(setup.ID)), Output: d.below(d.Folder(setup.ID)),
		Args: []string{"ci", "--ci=none", "--plan=" + d.below(setup.Plan)}, Options: engine.Options{Args: settings.Args},
	}}
	if setup.Engine != "kubernetes" { // whose tasks may have a checkout of their own
		o.Fits = d.Fits
	}
	if d.ConfigFile != "" { // its folder is the root
		o.Batch.Args = slices.Insert(o.Batch.Args, 0, "--config="+filepath.Base(d.ConfigFile))
	}
	o.Tail = func(b *engine.Batch, position int) string {
		return tail(dir, fmt.Sprintf("%s.%d.out", b.Name, position))
	}
	e, ok := engine.Named(setup.Engine)
	if !ok {
		o.Poll = 100 * time.Millisecond
		if o.Batch.Options.Run = setup.Run; len(setup.Run) == 0 {
			o.Batch.Options.Run = d.Config.Submit.Command.Run
		}
		if err := engine.CheckTemplate(o.Batch.Options.Run); err != nil {
			return Options{}, usage.Errorf("%w", err)
		}
		o.Queue = &engine.Local{Environ: d.Environ, Output: dir, Slots: setup.Slots, Safely: d.Safely}
		return o, nil
	}
	o.Title = e.Title
	if settings.Hub != "" {
		o.Batch.Hub = settings.Hub
	}
	if setup.Engine == "kubernetes" {
		if err := d.pod(&o.Batch); err != nil {
			return Options{}, err
		}
	}
	o.Queue = &engine.Remote{Engine: e, Exec: engine.Programs(d.Config.Root, d.Environ), Write: func(name, text string) (string, error) {
		f, err := plainfile.RewriteIn(dir, name)
		if err != nil {
			return "", err
		}
		_, err = f.WriteString(text)
		return o.Batch.Output + "/" + name, errors.Join(err, f.Close())
	}}
	return o, nil
}

// DefaultRetry is how often a lost part is submitted again, unless the user says.
const DefaultRetry = 2

// Setup completes the setup that the user asked for, of a new submission, with the template
// of a command or none.
func (d *Desk) Setup(asked Setup, template string) (Setup, error) {
	_, err := d.Chosen(asked.Engine, template)
	if err == nil {
		asked.Run, err = shlex.Split(template)
	}
	return asked, err
}

// Chosen returns the settings of the engine that a user named, with the template of a
// command or none. What keeps the engine from running parts is a usage error, so that it
// is reported before anything is planned.
func (d *Desk) Chosen(name, template string) (config.Array, error) {
	settings, err := d.Settings(name)
	if err != nil {
		return settings, err
	}
	if template != "" && name != engine.Command {
		return settings, usage.Errorf("--command is for the engine %s, not for %s", engine.Command, name)
	}
	if _, err := shlex.Split(template); err != nil {
		return settings, usage.Errorf("--command=%s: %w", template, err)
	}
	if c := &d.Config.Submit.Kubernetes; name == "kubernetes" && c.Template == "" && (c.Image == "" || c.Claim == "") {
		return settings, errPod()
	}
	return settings, nil
}

// errPod says what a Pod lacks.
func errPod() error {
	return usage.Errorf("Kubernetes needs submit.kubernetes.image and claim (the volume with this project, which Pods share with this machine) in hub.yaml, or a template")
}

// maxTemplate bounds the template of a Job in bytes.
const maxTemplate = 1 << 20

// pod sets what the configuration says of Pods.
func (d *Desk) pod(b *engine.Batch) error {
	c := &d.Config.Submit.Kubernetes
	if c.Hub == "" {
		b.Hub = "hub" // of the image
	}
	b.Options.Pod = engine.Pod{Namespace: c.Namespace, Image: c.Image, Claim: c.Claim, Mount: c.Mount, Workdir: c.Workdir}
	if c.Mount == "" {
		b.Options.Pod.Mount = d.Config.Root
	}
	switch {
	case c.Template != "":
		text, err := plainfile.Read(context.Background(), filepath.Join(d.Config.Root, filepath.FromSlash(c.Template)), maxTemplate)
		if err != nil {
			return usage.Errorf("%s: submit.kubernetes.template: %w", d.Config.At("submit.kubernetes.template"), err)
		}
		b.Options.Pod.Template = text
	case c.Image == "" || c.Claim == "":
		return errPod()
	}
	return nil
}

// below returns a path as tasks get it: relative to the project's root if it is in there.
func (d *Desk) below(path string) string {
	if rel, err := filepath.Rel(d.Config.Root, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}

// tail returns the last line that a task printed, and if that is hub's, up to two of hub's
// before it: its errors end with what to do, and say before that what is wrong. It is empty
// if there is none.
func tail(dir *os.Root, name string) string {
	const most = 4 << 10
	f, err := plainfile.OpenIn(dir, name, 1<<40)
	if err != nil {
		return ""
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	buf := make([]byte, most)
	n, _ := f.ReadAt(buf, max(0, info.Size()-most)) // what cannot be read is not shown
	lines := strings.Split(strings.TrimSpace(string(buf[:n])), "\n")
	last := len(lines) - 1
	from := last
	for last-from < 2 && from > 0 && strings.HasPrefix(lines[from], hubSays) && strings.HasPrefix(lines[from-1], hubSays) {
		from--
	}
	for i := range lines[from:last] {
		lines[from+i+1] = strings.TrimPrefix(lines[from+i+1], hubSays)
	}
	return sanitize.Message(strings.Join(lines[from:], " | "))
}

// hubSays begins the lines of hub's errors.
const hubSays = "hub: "

// Script returns a shell script that does what a submission does first.
func (d *Desk) Script(ctx context.Context, setup Setup, dir *os.Root, proofs Proofs) (string, error) {
	o, err := d.Options(setup, dir, proofs)
	if err != nil {
		return "", err
	}
	batches, err := Preview(ctx, setup, o)
	if err != nil {
		return "", err
	}
	plan := strings.TrimPrefix(o.Batch.Args[len(o.Batch.Args)-1], "--plan=")
	var out strings.Builder
	fmt.Fprintf(&out, "# Hands in plan %s with %s.\ncd %s\n", setup.ID, o.Title, sanitize.ShellWord(o.Batch.Root))
	for _, b := range batches {
		text, err := o.Queue.Show(b)
		if err != nil {
			return "", usage.Errorf("%w", err)
		}
		out.WriteString(text)
	}
	fmt.Fprintf(&out, "# When all of it has ended:\n# hub merge --plan=%s\n", sanitize.ShellWord(plan))
	return out.String(), nil
}

// recorded returns the setup of the submission in a folder.
func recorded(dir *os.Root) (Setup, error) {
	f, err := plainfile.OpenIn(dir, JournalName, maxJournal)
	if err != nil {
		return Setup{}, err
	}
	defer f.Close()
	return readSetup(f)
}
