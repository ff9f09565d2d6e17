// Package planfile writes a plan once and cuts it into parts, so that any number of
// machines can run it without finding or planning examples themselves.
//
// # The file
//
// A plan file is NDJSON. All offsets and hashes are of bytes, line ends included.
//
//	line 1      "plan"      the ID of this plan, its commit and its policies: [Header]
//	line 2      "index"     where each part is, its size and its hash: [Index]
//	then, for every part in order:
//	  a line    "part"      the limits within the part: [Part]
//	  n lines   "example"   its examples, in the order in which they start: [Example]
//
// Two plans of one state differ in the first line only: the ID is random, and the rest
// follows from the examples, the configuration and the recorded times. Offsets begin
// after the index, so the length of the first lines changes nothing.
//
// # What proves what
//
// The header has the hash of the index line, and the index the hash of every part (of
// its lines), so a reader of one part checks it by reading two lines and that part.
// [Header.Digest] covers the policies, the configuration and the hashes of all parts;
// it is what binds the logs of the parts to the plan, with the ID.
//
// The hashes protect against accidents. Anyone who can rewrite the file can forge it.
//
// # What happens at least once, and what exactly once
//
// An example runs at least once. It runs again if its part was lost: the job was killed,
// ran out of time or lost its machine before the log was sealed, or a queue's worker did
// not renew its lease. What the first attempt did outside of its own folder stays done, so an
// example that does not remove what it creates may find it there the second time.
//
// Exactly one result of each example counts. Where the engine, or --attempt, numbers the
// attempts at a part, it is the result of the last one, else the worst one; with a queue it is
// the first that was acknowledged. A failure in an attempt that does not count makes a
// later pass flaky, and never vanishes.
//
// These never count: a line of a log without a seal, unless a sealed log of the plan names
// its hash; a log of another plan. A part refuses to run in another checkout. The state of
// a job in its engine is used in explanations only.
//
// # What a forger could do
//
// The seal, the hashes and the digest have no key. They hold against accidents (lost,
// torn, mixed up, stale and doubled files) and against examples, which do not know what
// their log says. Anyone who can write the state folder of a part can forge its results;
// anyone who can write the plan file can leave examples out; anyone who can write to a
// queue's server can keep examples from being run, but not make one pass: that needs a line
// in a log. So a merge is only as trustworthy as the least protected machine or storage;
// do not merge artifacts of jobs that run untrusted code with those of others.
//
// # A million examples on 10,000 workers
//
// Measured with one-line scripts on two busy cores; 1,250 machines with 8 workers, 3,750
// parts of 267 examples.
//
//	planning            43 s CPU, 2.6 GB: the catalog, and the content of every file.
//	                    Cutting alone takes 4 s
//	plan file           304 MB: 304 bytes an example with a path of 26 bytes
//	index               0.5 MB: 135 bytes a part; 1.35 MB for 10,000 parts
//	a part, reading     0.02 s, 28 MB: the index and 80 kB, and of the tree the files of
//	                    its own examples
//	a part, running     0.5 s CPU beyond its examples
//	a part, written     0.5 MB in 11 files with one report, 0.8 MB with the three usual
//	                    ones: 1.1 kB an example in its log, the rest is the status
//	all parts           1.1 GB of logs, 1.9 GB in 41,000 files
//	joining 20 parts    10 s CPU, 236 MB, nearly all of it the whole plan, which a merge
//	                    reads and verifies; the joined log has 0.8 kB an example
//	rate                10,000 / t examples a second that take t seconds each; starts of
//	                    parts are an engine's affair: 1,250 at once, then as parts end
//
// Engines bound the size of an array, and so 'hub submit' submits several: Slurm has
// MaxArraySize (1,001 unless configured) and MaxJobCount (10,000 tasks), Grid Engine
// max_aj_tasks (75,000), and hub submits at most 10,000 at once. A plan has at most [MaxParts] parts.
//
// It breaks, in this order:
//
//  1. Planning: memory grows with the catalog, 2.6 kB an example. 10 million need 26 GB.
//  2. One folder for all: 3,750 state folders are made, written and synced below one
//     folder of a shared file system, and each part reads the index: 2 GB in all, and 13.5
//     GB with 10,000 parts of one worker. Fewer, larger parts with more workers cost less.
//  3. Joining everything in one place: the merged record, and each report, has a million
//     results. A tree (merge --parts=A-B) divides the reading of the logs, and not the last
//     step.
//  4. A queue of short examples: each is one call to take it and one to acknowledge it, so
//     10,000 workers with examples of one second call one server 20,000 times a second,
//     which has not been measured. Parts have no such bound: they ask no server.
package planfile
