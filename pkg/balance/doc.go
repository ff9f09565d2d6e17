// Package balance divides work into parts that take equally long, and says how well that
// went. It knows nothing of files and processes: a [Task] has a time, and parts have
// lists of them.
//
// # How parts are cut
//
// [Cut] gives the longest remaining task to the machine that has the least to do, which
// takes at most 4/3 of the best division, and usually a few percent more than an equal share. A
// part with several workers counts as that many machines; ties go to the first.
//
//	exclusive         takes all machines of a part
//	with a limit      goes where the limit allows, see below
//	of unknown        counts as the median of the known ones ([Estimate]); each part gets
//	duration          as many as the others, so whatever they really take, none has more
//	not started       (a skip) takes no time; each part has as many tasks as the others,
//	                  as far as these suffice
//
// # Limits
//
// A limit holds over all parts at once, on machines that know nothing of each other, so it
// is divided. "Four at a time" goes into at most four parts, and each may have at least one
// at a time; "60 starts a minute" goes into at most 60 parts, and a part with a share of
// six starts at most six within any minute. The shares are by the time that the tasks take,
// by the largest remainders, and their sum is the limit. Whatever the parts do, and however
// many of them run, the limit is kept.
//
// # Figures
//
// [Measure] computes the same figures of a plan and of what has happened: the makespan
// beside the bound that no division can beat, the idle time, and the long pole.
package balance
