// Package runner turns a plan into results.
//
// [Run] keeps all state (what waits, what runs, what was decided) behind one
// lock. Whoever has news takes it, changes the state, has the events of that
// observed and starts what can start then. So decisions come one after the
// other, and everything that happens leaves as events, in one order, through one
// function. How an attempt is made is behind the function type [Exec], which is
// called without the lock; [Executor] is the real one: build, process, output,
// judgement.
//
// What decides when an example starts:
//
//	a worker is free, and
//	nothing exclusive runs (an exclusive example: nothing runs at all), and
//	its limit has room and its rate allows a start.
//
// Of those that may start, the first of the plan does; a worker never idles
// while any example may start. While examples end soon, the next ones are prepared
// before a worker is free (ahead.go). Exclusive examples therefore come when nothing
// else can run. A retry waits out its delay without holding a worker.
//
// What a failed attempt leads to: another one, as the example's retries say,
// unless the retries of the whole run are used up or its limit has broken off;
// then the failure is final and says so.
//
// What attempts come to is the result, over which the run's policies are laid:
// an interruption by the deadline has a type, a pass after a failure may be an
// error, a skip may be one that the run does not accept, and a failure may be
// allowed. A skip because a limit broke off never stands alone: a failure gates
// already, or the example's own would not.
//
// What ends a run early (a signal, the deadline, a failure under
// stop-on-error or one too many under max-failures) does the same each time:
// nothing new starts, what runs is asked to end, then made to, and is recorded
// as interrupted; what waits stays without a result.
package runner
