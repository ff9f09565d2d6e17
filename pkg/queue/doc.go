// Package queue hands out the examples of a plan file to any number of workers, one after
// the other, through a Redis server. It is for workers that are expensive to start or
// differ in speed: whoever is free takes the next example, the longest first.
//
// # What is where
//
// The order of the examples follows from the plan file, so Redis holds positions only.
// The keys of a queue begin with hub:{PLAN-DIGEST}: and are
//
//	meta  hash  epoch   random, of the worker that came first
//	            total   the number of examples
//	            order   the hash of the order
//	            next    the positions below it have been taken
//	open  zset  what was taken and has no result: position → time in ms at which its
//	            lease lapses; 0 after it was given back
//	who   hash  position → how often it was leased, and the run that holds it
//	acks  hash  position → hash of the line of the result that counts, and its run
//
// At all times next is the number of entries of open and acks together, and open and who
// have the same positions. Each script (scripts.go) checks this and the epoch first, so
// that a server that has lost keys, or was started again without its data, is noticed by
// the next call, whatever it has lost. The keys expire after [TTL] without a call.
//
// # An example
//
//	not taken ──take──> leased ──acknowledge──> done
//	                    │    ^
//	    lapse or return v    │ take
//	                    open ┘
//
// A lease lapses if it is not renewed for [DefaultLease]. The second lease that lapses is the
// last: the example is then handed out to be declared lost, and not to be run. A lease that
// is given back does not count. An example whose lease has lapsed is only handed out to a
// worker that runs it at once, so that none is lost because it waited behind another.
//
// # What is exactly once, and what is not
//
// An example runs at least once, and twice if a worker seemed to be lost. Exactly one of
// its results counts: the first that is acknowledged, whoever holds the lease. A worker
// acknowledges a result when its line is in the log and the log is on the disk, by the
// hash of the line, so what counts is never in Redis alone. A worker that ends copies all
// acknowledgements into its log before the seal. A later result is refused, and recorded
// as not counting.
//
// The clock is the server's. Answers may get lost: every call can be repeated, and a
// worker that has reconnected gives back leases that it got without receiving the answer.
// If the server does not answer for [DefaultLease], or has lost data, the worker ends with an
// error; its results are in its log and unacknowledged.
//
// Who can write to the Redis server can keep examples from being run and acknowledge what
// never ran; a merge finds that, because it needs a line with the acknowledged hash. It
// takes access to the logs to forge a pass.
package queue
