package enginetest

import (
	"fmt"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// gridEngineDir is where Debian has the programs that are not on PATH.
const gridEngineDir = "/usr/lib/gridengine/"

// GridEngineCluster is a master and one host that runs jobs.
type GridEngineCluster struct {
	Client
	master, host *daemon
	paths        map[string]string
}

// GridEngine starts a cluster whose only host, localhost, runs slots jobs at a time.
//
// A job whose host was lost is started again if it is rerunnable (qsub -r y); any other
// stays in the state that it had. qacct knows an ended task after about a second.
func GridEngine(t testing.TB, slots int) *GridEngineCluster {
	t.Helper()
	c := &GridEngineCluster{Client: Client{t: t}}
	c.paths = needs(t, "apt-get install gridengine-master gridengine-exec gridengine-client",
		"sge_qmaster", "sge_execd", "spoolinit", "spooldefaults", "qsub", "qstat", "qdel", "qconf", "qacct", "qmod")
	host, err := os.Hostname()
	if err == nil {
		_, err = net.DefaultResolver.LookupHost(t.Context(), host)
	}
	if err != nil {
		t.Skipf("Grid Engine does not start on a machine whose name has no address: %v", err)
	}
	c.Dir = tempDir(t)
	t.Cleanup(c.end)
	for range 5 { // another process may take a port meanwhile
		ports := freePorts(t, 2)
		c.Env = []string{"SGE_ROOT=" + c.Dir, "SGE_CELL=default", fmt.Sprint("SGE_QMASTER_PORT=", ports[0]), fmt.Sprint("SGE_EXECD_PORT=", ports[1])}
		c.configure()
		if c.master, err = c.daemon("sge_qmaster", "starting up"); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	Await(t, "the master", func() bool { return c.try("qconf", "-sconf") != "" })
	c.Run("qconf", "-as", "localhost")
	c.StartNode()
	c.change("queue", queue(slots), "-Aq")
	every := regexp.MustCompile(`(?m)^(schedule_interval|flush_submit_sec|flush_finish_sec) .*`)
	c.change("scheduler", every.ReplaceAllStringFunc(c.Run("qconf", "-ssconf"), func(line string) string {
		name, _, _ := strings.Cut(line, " ")
		if name == "schedule_interval" {
			return name + " 0:0:1"
		}
		return name + " 1"
	})+"\n", "-Msconf")
	Await(t, "the queue", func() bool { return strings.Contains(c.try("qstat", "-f"), "all.q@localhost") })
	return c
}

// configure writes the files of a cell. All names of this machine are one: Grid Engine
// compares names of hosts with what their addresses resolve to.
func (c *GridEngineCluster) configure() {
	me, err := user.Current()
	if err != nil {
		c.t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, dir := range []string{"default/common", "spool/qmaster/job_scripts", "spool/db", "spool/execd", "bin", "utilbin", "lib"} {
		if err := os.MkdirAll(filepath.Join(c.Dir, dir), 0o755); err != nil {
			c.t.Fatal(err)
		}
	}
	_ = os.Symlink("/usr/share/gridengine/util", filepath.Join(c.Dir, "util"))
	arch := c.Run("/usr/share/gridengine/util/arch")
	for _, dir := range []string{"bin", "utilbin", "lib"} {
		_ = os.Symlink(strings.TrimSuffix(gridEngineDir, "/"), filepath.Join(c.Dir, dir, arch))
	}
	common := filepath.Join(c.Dir, "default", "common")
	admin := "none" // the master and the host then run as root
	if me.Uid != "0" {
		admin = me.Username
	}
	writeFile(c.t, filepath.Join(common, "bootstrap"), fmt.Sprintf(`admin_user %[2]s
default_domain none
ignore_fqdn true
spooling_method berkeleydb
spooling_lib libspoolb
spooling_params %[1]s/spool/db
binary_path %[1]s/bin
qmaster_spool_dir %[1]s/spool/qmaster
security_mode none
listener_threads 2
worker_threads 2
scheduler_threads 1
`, c.Dir, admin))
	short, _, _ := strings.Cut(host, ".")
	writeFile(c.t, filepath.Join(common, "host_aliases"), fmt.Sprintf("localhost %s %s\n", host, short))
	writeFile(c.t, filepath.Join(common, "act_qmaster"), "localhost\n")
	writeFile(c.t, filepath.Join(common, "cluster_name"), "hub\n")
	c.Run(c.paths["spoolinit"], "berkeleydb", "libspoolb", filepath.Join(c.Dir, "spool", "db"), "init")
	defaults := func(args ...string) { c.Run(c.paths["spooldefaults"], args...) }
	conf := filepath.Join(c.Dir, "configuration")
	writeFile(c.t, conf, c.configuration())
	defaults("configuration", conf)
	defaults("complexes", "/usr/share/gridengine/util/resources/centry")
	defaults("usersets", "/usr/share/gridengine/util/resources/usersets")
	defaults("managers", me.Username)
}

// configuration returns the cluster's configuration: that of Debian, for jobs of any user,
// without mail, and with short intervals.
func (c *GridEngineCluster) configuration() string {
	const base = "/usr/share/gridengine/default-configuration"
	text, err := os.ReadFile(base)
	if err != nil {
		c.t.Fatal(err)
	}
	set := map[string]string{
		"execd_spool_dir": c.Dir + "/spool/execd", "min_uid": "0", "min_gid": "0", "administrator_mail": "none", "mailer": "/bin/true",
		"load_report_time": "00:00:01", "max_unheard": "00:00:10", "reschedule_unknown": "00:00:05",
		"reporting_params": "accounting=true reporting=false flush_time=00:00:01 joblog=false sharelog=00:00:00",
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(line, " ")
		if value, ok := set[name]; ok {
			line = name + " " + value + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// queue returns the configuration of the only queue.
func queue(slots int) string {
	text := fmt.Sprintf("qname all.q\nhostlist localhost\nslots %d\nqtype BATCH INTERACTIVE\nrerun FALSE\nshell /bin/sh\nshell_start_mode posix_compliant\n"+
		"tmpdir /tmp\nseq_no 0\nnsuspend 1\npriority 0\nprocessors UNDEFINED\ninitial_state default\nnotify 00:00:02\nsuspend_interval 00:05:00\nmin_cpu_interval 00:05:00\n", slots)
	for _, name := range strings.Fields("load_thresholds suspend_thresholds ckpt_list pe_list prolog epilog starter_method suspend_method resume_method terminate_method " +
		"owner_list user_lists xuser_lists subordinate_list complex_values projects xprojects calendar") {
		text += name + " NONE\n"
	}
	for _, name := range strings.Fields("rt cpu fsize data stack core rss vmem") {
		text += "s_" + name + " INFINITY\nh_" + name + " INFINITY\n"
	}
	return text
}

// change hands a file with a configuration to qconf.
func (c *GridEngineCluster) change(name, text, flag string) {
	c.t.Helper()
	path := filepath.Join(c.Dir, name)
	writeFile(c.t, path, text)
	c.Run("qconf", flag, path)
}

func (c *GridEngineCluster) daemon(program, ready string) (*daemon, error) {
	cmd := c.Command(c.paths[program])
	cmd.Env = append(cmd.Env, "SGE_ND=1") // in the foreground
	cmd.Dir = c.Dir
	return start(cmd, ready)
}

// StartNode starts the host, and waits until it has reported its load.
func (c *GridEngineCluster) StartNode() {
	c.t.Helper()
	var err error
	if c.host, err = c.daemon("sge_execd", ""); err != nil {
		c.t.Fatal(err)
	}
	load := regexp.MustCompile(`(?m)^localhost +\S+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+ `)
	Await(c.t, "the host", func() bool { return load.MatchString(c.try("qhost")) })
}

// KillNode kills everything on the host at once, as a loss of the machine does, and tells the
// master, which would notice by itself after about fifteen seconds.
func (c *GridEngineCluster) KillNode() {
	c.t.Helper()
	c.host.kill()
	c.killJobs("sge_shepherd", "QUEUE=all.q")
	// A host that finds its old jobs cleans up for a minute before it takes others.
	if err := os.RemoveAll(filepath.Join(c.Dir, "spool", "execd", "localhost")); err != nil {
		c.t.Fatal(err)
	}
	c.Run("qmod", "-rq", "all.q")
}

// Idle waits until no job waits or runs. A job in an error state stays.
func (c *GridEngineCluster) Idle() {
	c.t.Helper()
	Await(c.t, "the end of all jobs", func() bool {
		out, err := c.Command("qstat").Output()
		return err == nil && strings.TrimSpace(string(out)) == ""
	})
}

// Submit runs qsub, and returns the ID of the job.
func (c *GridEngineCluster) Submit(args ...string) string {
	c.t.Helper()
	id, _, _ := strings.Cut(c.Run("qsub", append([]string{"-terse"}, args...)...), ".")
	return id
}

func (c *GridEngineCluster) end() {
	if c.t.Failed() {
		messages, _ := filepath.Glob(filepath.Join(c.Dir, "spool", "*", "messages"))
		more, _ := filepath.Glob(filepath.Join(c.Dir, "spool", "execd", "*", "messages"))
		for _, path := range append(messages, more...) {
			text, _ := os.ReadFile(path)
			c.t.Logf("%s:\n%s", path, text)
		}
		c.t.Log(c.try("qstat") + "\n" + c.try("qstat", "-j", "*"))
	}
	c.host.kill()
	c.master.kill()
	if len(c.Env) > 0 {
		c.killJobs("sge_shepherd", "QUEUE=all.q")
	}
}
