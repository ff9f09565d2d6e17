// Package proc starts, bounds and ends one process tree at a time, and keeps
// what it printed within a bound.
//
// A [Supervisor] runs [Command]s. Whatever an example does (hang, fork, flood,
// ignore signals, close its pipe and live, hand its pipe to a daemon), Run
// returns in time and reports how the example itself ended; what it left behind
// is found, named and killed.
//
// # Whose process is it
//
//	hub ──socket── supervisor process ─── example ─── what it starts
//	 │                   │                                │
//	 │                   └── what loses its parent ───────┘
//	 ├───socket── supervisor process ─── example …
//	 └── what loses its supervisor process
//
// For each Run at a time there is a supervisor process (package supervision): this
// program, started anew. On Linux all that is below it belongs to the example that it
// runs, whatever that did, and is found, named and killed.
//
// The socket is all that holds the two together. When it ends, for hub was killed,
// a supervisor process kills what is below it, and ends. When a supervisor process
// ends, for its example killed it, hub kills what that leaves, which has become
// hub's own (hub is a subreaper as well), and only that one Run has no result
// ([ErrSupervisor]). One that is stopped is continued; one that keeps no bound,
// for it is traced, is killed.
//
// Between two examples a supervisor process does not wait for hub: Commands with a
// [Turn] that wait are requests on the desk (desk_unix.go), a socket that all
// supervisor processes and hub read from. Only one of them reads a request, so hub
// can take one back.
//
// # Who does what
//
// Supervisor (supervisor_unix.go) hands each Run to a worker, which is hub's side of
// one supervisor process (worker_unix.go, looker_unix.go). What differs by system, and
// what becomes hub's own, is in reaper_*.go.
//
// # Other systems
//
// [Extent] says in a line how far containment goes.
//
// macOS, best effort: the process group, and at a timeout or cancellation all
// descendants whose parents live. A daemon that left its group stays behind.
//
// Windows: a job object per example, which nothing can leave, and no supervisor
// processes.
//
// Note: control groups would kill in one step, but need delegation, which few CI
// machines have. They would find nothing that is not found without them, and a
// second mechanism that only some machines have would be tested least where it
// matters.
package proc
