// Package runner turns a plan into results.
//
// [Run] is a dispatcher: one goroutine owns all state (what waits, what runs,
// what was decided), starts attempts and is told how they ended. Everything
// that happens leaves it as events, in one order, through one function. How an
// attempt is made is behind the function type [Exec]; [Executor] is the real
// one: build, process, output, judgement.
//
// What decides when an example starts:
//
//	a worker is free, and
//	nothing exclusive runs (an exclusive example: nothing runs at all), and
//	its limit has room and its rate allows a start.
//
// Of those that may start, the first of the plan does; a worker never idles
// while any example may start. Exclusive examples therefore come when nothing
// else can run. A retry waits out its delay without holding a worker.
//
// What ends a run early (a signal, the deadline, a failure under
// stop-on-error or one too many under max-failures) does the same each time:
// nothing new starts, what runs is asked to end, then made to, and is recorded
// as interrupted; what waits stays without a result.
package runner
