// Package balance divides work into parts that take equally long, and says how well that
// went. It knows nothing of files and processes: a [Task] has a time, and parts have
// lists of them.
//
// # How parts are cut
//
// [Cut] gives the longest task that is left to whoever has the least to do, which takes at
// most 4/3 of the best division, and usually a few percent more than an equal share. A
// part with several workers counts as that many machines. The steps, each on top of the
// one before, so that the last and freest tasks level what the others leave:
//
//	1  exclusive tasks, which take all machines of a part
//	2  tasks with a limit, see below
//	3  tasks of unknown duration: each part gets as many as the others. They count with
//	   the median of the known ones ([Estimate]), and whatever they really take, no part
//	   has more of them
//	4  all others, the longest first
//	5  tasks that are not started (skips): to the parts with the fewest
//
// Ties go to the part with the lower number, and to the task that comes first.
//
// # Limits
//
// A limit holds over all parts at once, on machines that know nothing of each other, so it
// is divided. "Four at a time" goes into at most four parts, and each has a whole [Share]
// of the four; "60 starts a minute" goes into at most 60 parts, and a part with six of
// them starts one every ten seconds. The shares are by the time that the tasks take, by the
// largest remainders, and their sum is the limit. Whatever the parts do, and however many
// of them run, the limit is kept.
//
// # Figures
//
// [Measure] computes the same figures of a plan and of what has happened: the makespan
// beside the bound that no division can beat, the idle time, and the long pole.
package balance
