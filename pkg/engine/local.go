package engine

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Local runs tasks as processes of this machine, as many at a time as there are slots. A
// process is hub itself, or what a template starts, such as ssh or a container.
//
// A process that is running when hub is killed runs on. Its ID is in a file beside its
// output, by which the next hub waits for it instead of starting its task again.
type Local struct {
	// Environ is the environment (NAME=value) of the processes.
	Environ []string
	// Output is the folder of [Batch.Output].
	Output *os.Root
	// Slots is how many processes may run at a time, whatever a batch says.
	Slots int
	// Safely wraps what runs in a goroutine.
	Safely func(func()) func()

	mu      sync.Mutex
	slots   chan int // free ones, numbered from 1
	batches map[string]*localBatch
}

// localBatch is a batch that was handed in.
type localBatch struct {
	batch   *Batch
	cancel  context.CancelFunc
	ended   sync.WaitGroup
	mu      *sync.Mutex // of Local
	states  map[int]State
	running map[int]identity
}

// localGrace is how long a process has to end after SIGTERM: hub ends its examples, whose
// grace is a setting, and writes its log.
const localGrace = 30 * time.Second

// Most returns the greatest number of tasks in a batch.
func (l *Local) Most(context.Context) (int, error) { return most, nil }

// HandIn starts the tasks of the batch, as slots become free. Tasks that have been
// started by an earlier hub are not started again.
func (l *Local) HandIn(_ context.Context, b *Batch) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.batches[b.Name] != nil {
		return b.Name, nil
	}
	if l.batches == nil {
		l.batches, l.slots = map[string]*localBatch{}, make(chan int, l.Slots)
		for i := range l.Slots {
			l.slots <- i + 1
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	lb := &localBatch{batch: b, cancel: cancel, mu: &l.mu, states: map[int]State{}, running: map[int]identity{}}
	l.batches[b.Name] = lb
	var free []int // positions of tasks that nobody has started
	for i := range b.Tasks {
		who, started := l.recorded(b, i+1)
		switch {
		case !started:
			lb.states[i+1] = State{}
			free = append(free, i+1)
		case who.alive():
			lb.states[i+1], lb.running[i+1] = State{Phase: Running}, who
			lb.ended.Go(l.Safely(func() { lb.await(i+1, who) }))
		}
	}
	lb.ended.Go(l.Safely(func() { l.start(ctx, lb, free) }))
	return b.Name, nil
}

// Find returns the job of a batch of which an earlier hub has started a task.
func (l *Local) Find(_ context.Context, b *Batch) (string, error) {
	for i := range b.Tasks {
		if _, started := l.recorded(b, i+1); started {
			return b.Name, nil
		}
	}
	return "", nil
}

// States returns what became of the tasks of the batch.
func (l *Local) States(ctx context.Context, b *Batch, job string) (map[int]State, error) {
	if _, err := l.HandIn(ctx, b); err != nil { // another hub did
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	states := make(map[int]State, len(b.Tasks))
	for i, s := range l.batches[job].states {
		states[i] = s
	}
	return states, nil
}

// Why returns nothing: States says how each task ended.
func (l *Local) Why(context.Context, *Batch, string, int) string { return "" }

// Cancel ends the tasks of a batch, and returns when they have ended.
func (l *Local) Cancel(ctx context.Context, b *Batch, job string) error {
	if _, err := l.HandIn(ctx, b); err != nil {
		return err
	}
	l.mu.Lock()
	lb := l.batches[job]
	l.mu.Unlock()
	lb.cancel()
	lb.signal(identity.terminate)
	done := make(chan struct{})
	go l.Safely(func() {
		lb.ended.Wait()
		close(done)
	})()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	case <-time.After(localGrace):
	}
	lb.signal(identity.kill)
	<-done
	return nil
}

// Kill ends all tasks at once.
func (l *Local) Kill() {
	l.mu.Lock()
	all := make([]*localBatch, 0, len(l.batches))
	for _, lb := range l.batches {
		all = append(all, lb)
	}
	l.mu.Unlock()
	for _, lb := range all {
		lb.cancel()
		lb.signal(identity.kill)
	}
}

// signal calls send for each process that runs.
func (lb *localBatch) signal(send func(identity)) {
	lb.mu.Lock()
	defer lb.mu.Unlock()
	for _, who := range lb.running {
		send(who)
	}
}

func (lb *localBatch) set(task int, s State) {
	lb.mu.Lock()
	defer lb.mu.Unlock()
	lb.states[task] = s
	if s.Phase == Ended {
		delete(lb.running, task)
	}
}

// await waits for a process that an earlier hub has started.
func (lb *localBatch) await(task int, who identity) {
	for who.alive() {
		time.Sleep(100 * time.Millisecond) // it is no child, so nothing reports its end
	}
	lb.set(task, State{Phase: Ended})
}

// start starts the tasks at these positions, one after the other as slots become free.
func (l *Local) start(ctx context.Context, lb *localBatch, free []int) {
	for _, i := range free {
		var slot int
		select {
		case <-ctx.Done():
		case slot = <-l.slots:
		}
		if ctx.Err() != nil {
			if slot > 0 {
				l.slots <- slot
			}
			lb.set(i, State{Ended, "cancelled before it was started"})
			continue
		}
		wait, err := l.run(ctx, lb, i, slot)
		if err != nil {
			lb.set(i, State{Ended, sanitize.Message(err.Error())})
			l.slots <- slot
			continue
		}
		lb.ended.Go(l.Safely(func() {
			state := State{Phase: Ended}
			if err := wait(); err != nil {
				state.Why = sanitize.Message(err.Error())
			}
			lb.set(i, state)
			l.slots <- slot
		}))
	}
}

// run starts one task.
func (l *Local) run(ctx context.Context, lb *localBatch, task, slot int) (wait func() error, err error) {
	b := lb.batch
	argv, err := b.argv(b.Tasks[task-1], slot)
	if err != nil {
		return nil, err
	}
	program, err := programs.LookPath(argv[0], hub.Getenv(l.Environ)("PATH"))
	if err != nil {
		return nil, err
	}
	out, err := plainfile.RewriteIn(l.Output, b.printedName(task))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	cmd := exec.Command(program, argv[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = b.Root, l.Environ, out, out
	apart(cmd)
	lb.mu.Lock() // so that Cancel sees either no process or its identity
	defer lb.mu.Unlock()
	if ctx.Err() != nil {
		return nil, errors.New("cancelled before it was started")
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	who := identify(cmd.Process.Pid)
	lb.running[task], lb.states[task] = who, State{Phase: Running}
	if err := atomicfile.WriteIn(l.Output, b.startedName(task), false, who.write); err != nil {
		who.kill() // else a later hub would start it again beside this one
		return nil, errors.Join(err, cmd.Wait())
	}
	return cmd.Wait, nil
}

// recorded returns the process of a task that has been started.
func (l *Local) recorded(b *Batch, task int) (who identity, started bool) {
	f, err := plainfile.OpenIn(l.Output, b.startedName(task), 1<<10)
	if err != nil {
		return who, !errors.Is(err, os.ErrNotExist)
	}
	defer f.Close()
	_, err = fmt.Fscanf(f, "%d %d\n", &who.pid, &who.start)
	if err != nil {
		who = identity{}
	}
	return who, true
}

// identity is a process of this machine.
type identity struct {
	pid   int
	start uint64 // distinguishes processes that had the same ID; 0: unknown
}

func (i identity) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%d %d\n", i.pid, i.start)
	return err
}

// printedName and startedName are the files of the task at the position, from 1.
func (b *Batch) printedName(task int) string { return b.Name + "." + strconv.Itoa(task) + ".out" }
func (b *Batch) startedName(task int) string { return b.Name + "." + strconv.Itoa(task) + ".pid" }

// argv is the command of a task: the one of the configuration, in which {task} is the
// command of hub, else that.
func (b *Batch) argv(t Task, slot int) ([]string, error) {
	var random [3]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	start := hex.EncodeToString(random[:])
	own := b.command(t, start)
	if len(b.Options.Run) == 0 {
		return own, nil
	}
	return expand(b.Options.Run, own, map[string]string{
		"{task}": sanitize.ShellCommand(own), "{part}": t.String(), "{state}": b.folder(t, start), "{slot}": strconv.Itoa(slot),
	})
}

// CheckTemplate returns an error if the command of a task would be the same for all tasks.
// An empty one is hub's own.
func CheckTemplate(template []string) error {
	if len(template) > 0 && !slices.ContainsFunc(template, func(s string) bool { return strings.Contains(s, "{task}") || strings.Contains(s, "{part}") }) {
		return errors.New("the command names neither {task} nor {part}, so that each process would do the same")
	}
	return nil
}

// expand replaces the placeholders in a template. An element that is only {task} becomes
// the words of the command own; within a text, {task} is quoted for a shell.
func expand(template, own []string, values map[string]string) ([]string, error) {
	if err := CheckTemplate(template); err != nil {
		return nil, err
	}
	pairs := make([]string, 0, 2*len(values))
	for _, name := range []string{"{task}", "{part}", "{state}", "{slot}"} {
		pairs = append(pairs, name, values[name])
	}
	replace := strings.NewReplacer(pairs...)
	var argv []string
	for _, word := range template {
		if word == "{task}" {
			argv = append(argv, own...)
			continue
		}
		argv = append(argv, replace.Replace(word))
	}
	return argv, nil
}

// Show returns shell commands, to be pasted in the project's root, that run the tasks of
// the batch one after the other.
func (l *Local) Show(b *Batch) (string, error) {
	var out strings.Builder
	for i, t := range b.Tasks {
		argv, err := b.argv(t, i%l.Slots+1)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(&out, sanitize.ShellCommand(argv))
	}
	return out.String(), nil
}
