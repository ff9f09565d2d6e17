package enginetest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// SlurmCluster is a controller and several nodes on this machine.
//
// Authentication is auth/none, so munge is not needed. There is no accounting: sacct
// fails, but scontrol and squeue know an ended job for five minutes. Each node has two
// CPUs, whatever the machine has. A time limit is enforced within about a minute.
type SlurmCluster struct {
	Client
	// Nodes are the names of the nodes.
	Nodes []string
	ctl   *daemon
	slurm map[string]*daemon // by node
	paths map[string]string
}

// Slurm starts a cluster with nodes nodes, and waits until all are idle.
func Slurm(t testing.TB, nodes int) *SlurmCluster {
	t.Helper()
	c := &SlurmCluster{Client: Client{t: t}, slurm: map[string]*daemon{}}
	c.paths = needs(t, "apt-get install slurm-wlm", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scontrol", "scancel", "sinfo")
	c.Dir = tempDir(t)
	conf := filepath.Join(c.Dir, "slurm.conf")
	c.Env = []string{"SLURM_CONF=" + conf}
	for i := range nodes {
		c.Nodes = append(c.Nodes, fmt.Sprintf("n%d", i+1))
	}
	t.Cleanup(c.end)
	var err error
	for range 5 { // another process may take a port meanwhile
		writeFile(t, conf, c.conf(freePorts(t, nodes+1)))
		if c.ctl, err = start(c.daemon("slurmctld", "-D"), "Running as primary controller"); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range c.Nodes {
		c.StartNode(node)
	}
	return c
}

// conf returns slurm.conf. Nothing is scheduled at intervals only, and a node that does
// not answer is down after a few seconds.
func (c *SlurmCluster) conf(ports []int) string {
	host, err := os.Hostname()
	if err != nil {
		c.t.Fatal(err)
	}
	me, err := user.Current()
	if err != nil {
		c.t.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	var b strings.Builder
	fmt.Fprintf(&b, `ClusterName=hub
SlurmctldHost=%[1]s(127.0.0.1)
SlurmctldPort=%[2]d
SlurmUser=%[3]s
SlurmdUser=%[3]s
AuthType=auth/none
CredType=cred/none
StateSaveLocation=%[4]s/state
SlurmdSpoolDir=%[4]s/spool-%%n
SlurmctldPidFile=%[4]s/slurmctld.pid
SlurmdPidFile=%[4]s/slurmd-%%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SchedulerType=sched/builtin
SchedulerParameters=default_queue_depth=1000,sched_interval=1,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
MinJobAge=300
KillWait=2
MaxArraySize=10001
MaxJobCount=20000
`, host, ports[0], me.Username, c.Dir)
	for i, node := range c.Nodes {
		fmt.Fprintf(&b, "NodeName=%s NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=2 RealMemory=100\n", node, host, ports[i+1])
	}
	b.WriteString("PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
	return b.String()
}

func (c *SlurmCluster) daemon(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(c.paths[program], args...)
	cmd.Env, cmd.Dir = c.environ(), c.Dir
	return cmd
}

// StartNode starts a node, and waits until it is idle.
func (c *SlurmCluster) StartNode(node string) {
	c.t.Helper()
	d, err := start(c.daemon("slurmd", "-D", "-N", node), "slurmd started")
	if err != nil {
		c.t.Fatal(err)
	}
	c.slurm[node] = d
	Await(c.t, "node "+node, func() bool { return c.try("sinfo", "-h", "-N", "-n", node, "-o", "%T") == "idle" })
}

// KillNode kills everything on a node at once, as a loss of power does, and tells the
// controller, which would notice by itself within about twenty seconds.
func (c *SlurmCluster) KillNode(node string) {
	c.t.Helper()
	c.slurm[node].kill()
	c.killJobs("slurmstepd", "SLURMD_NODENAME="+node)
	c.Run("scontrol", "update", "NodeName="+node, "State=DOWN", "Reason=killed")
	c.Hurry()
}

// Hurry lets jobs that are queued again start at once: Slurm lets them wait for the two
// minutes in which the credentials of their first start are valid.
func (c *SlurmCluster) Hurry() {
	c.t.Helper()
	for id := range strings.Lines(c.Run("squeue", "-h", "-t", "PD", "-o", "%A")) {
		c.try("scontrol", "update", "JobId="+strings.TrimSpace(id), "StartTime=now")
	}
}

// Job returns what scontrol shows of a job or of a task of an array, by name, such as
// JobState, Restarts or ExitCode; nil when it does not know the job.
func (c *SlurmCluster) Job(id string) map[string]string {
	fields := map[string]string{}
	for _, word := range strings.Fields(c.try("scontrol", "show", "job", "-o", id)) {
		if name, value, ok := strings.Cut(word, "="); ok && fields[name] == "" {
			fields[name] = value
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return fields
}

// Idle waits until no job waits or runs.
func (c *SlurmCluster) Idle() {
	c.t.Helper()
	Await(c.t, "the end of all jobs", func() bool { return c.try("squeue", "-h", "-o", "%i %T") == "" })
}

// Log returns what the controller knows of all jobs, and the last lines that it and the
// nodes have written.
func (c *SlurmCluster) Log() string {
	log := c.try("scontrol", "show", "job") + "\nslurmctld:\n" + tail(c.ctl)
	for _, node := range c.Nodes {
		log += node + ":\n" + tail(c.slurm[node])
	}
	return log
}

func (c *SlurmCluster) end() {
	if c.t.Failed() && c.ctl != nil {
		c.t.Log(c.Log())
	}
	for _, d := range c.slurm {
		d.kill()
	}
	c.ctl.kill()
	for _, node := range c.Nodes {
		c.killJobs("slurmstepd", "SLURMD_NODENAME="+node)
	}
}

// Submit runs sbatch, and returns the ID of the job.
func (c *SlurmCluster) Submit(args ...string) string {
	c.t.Helper()
	id, _, _ := strings.Cut(c.Run("sbatch", append([]string{"--parsable"}, args...)...), ";")
	if _, err := strconv.Atoi(id); err != nil {
		c.t.Fatalf("sbatch printed %q", id)
	}
	return id
}
