// Package runner turns a plan into results.
//
// [Run] keeps all state (what waits, what runs, what was decided) behind one lock.
// A goroutine that finishes an attempt takes it, changes the state, passes the
// events to the observer and starts what became runnable. So decisions are made one
// after the other, and everything that happens is an event, in one order. The
// function type [Exec] makes attempts, without the lock; [Executor] has the real
// one: build, process, output, judgement.
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
// else can run. A retry waits for its delay without holding a worker.
//
// A failed attempt is repeated as the example's retries say, unless the retries of
// the whole run are used up or its limit broke off; then the failure is final and
// says so.
//
// The attempts of an example result in its result, to which the run's policies
// apply: an interruption by the deadline has a type, a pass after a failure may be
// an error, a skip may be one that the run does not accept, and a failure may be
// allowed. A limit that broke off never skips alone: a failure gates already, or
// the example's own would not.
//
// A run that ends early (a signal, the deadline, a failure under stop-on-error or
// one too many under max-failures) starts nothing new; what runs is asked to end,
// then killed, and recorded as interrupted; what waits has no result.
package runner
