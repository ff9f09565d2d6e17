// Package merge merges the run logs of the shards of one plan, or of the parts of a plan
// file, into one run, and proves that it is complete. Of shards, [Find] reads the logs and
// [Join] merges them. Of a plan file, a [Survey] knows what the logs prove, and
// [Survey.Compose] chooses the results that count. [Record] writes a log for the merged
// run and folds it into the status.
//
// # What binds logs
//
// Logs belong together if they have the same pipeline, axis (matrix cell) and
// plan. A plan is identified by its digest ([hub.PlanDigest]), which is
// recomputed from what each log records: the policies of the run and, for every
// example of the whole plan in order, its command, its ID and the rules that
// judge it. Each log must also show that its examples are exactly its part of
// that plan. So every shard proves the whole plan although it ran only a part,
// and it is known which examples a missing shard should have run.
//
// [Options] decide which pipeline is merged: the requested one, else the one in
// which the merge runs, else the only one, else the one that its CI system
// numbered last. Clocks decide nothing. It is a problem if some logs record a
// pipeline and others do not, or if the pipelines have no order.
//
// The digest covers timeout and retries, because they decide verdicts. It does
// not cover file contents (they follow from the commit), values of environment
// variables, versions of hub and runners, or what a machine lacks; differing
// versions are noted.
//
// # Attempts
//
// Of several logs of one shard the last attempt counts, if the number of the CI
// system or of --attempt shows which that is. Numbers can be compared within
// one pipeline, axis and job. Otherwise the worst log counts, in this order:
// unproven, trouble, interrupted, failed, good. Failures of earlier attempts
// stay in the verdict like failures before retries: a pass after one is flaky,
// and a skip after one is still the failure. Good logs of one shard with
// numbers that are not successive come from matrix cells that record one axis;
// if another shard has fewer logs, one cell lacks a shard.
//
// # What proves a shard
//
// Only a sealed log ([runlog.Log.Unproven]) that does not contradict itself
// proves a shard. Anything else is a problem of the merged run, which is then
// not good: a killed shard is worth as much as a missing one.
//
// # Kinds of logs, verdicts and exit codes
//
// The logs of three shards are whole and good, except for the change that the
// row names. "Sealed anew" means that the seal was recomputed, as another
// program or a forger could do. Refused means that the user must choose, and no
// report is written. A test of cmd/hub creates each case and reads this table.
//
//	whole                                                good         0
//	the same logs twice                                  good         0
//	a copy of a log that was taken before its end        good         0
//	text after the end                                   good         0
//	a red result before, a green one after the end       failed       1
//	a shard is missing                                   trouble      3
//	all shards are missing                               trouble      3
//	a named path is missing, the others are whole        trouble      3
//	a named file is empty, the others are whole          trouble      3
//	an empty log in place of one                         trouble      3
//	an empty log beside a whole set                      trouble      3
//	the last line is torn                                trouble      3
//	the last line end is missing                         trouble      3
//	the end is missing                                   trouble      3
//	cut in the middle                                    trouble      3
//	only the first line                                  trouble      3
//	the first line is missing                            trouble      3
//	the first line is damaged                            trouble      3
//	a byte of an output changed                          trouble      3
//	a failure changed to a pass                          trouble      3
//	a failure taken out                                  trouble      3
//	lines in another order                               trouble      3
//	a line doubled                                       trouble      3
//	line ends changed to CRLF                            trouble      3
//	a byte order mark                                    trouble      3
//	zeros in place of the second half                    trouble      3
//	compressed                                           trouble      3
//	a log of an older hub, without a seal                trouble      3
//	the seal taken out                                   trouble      3
//	the seal of another log                              trouble      3
//	a log of a newer format                              trouble      3
//	a pipe in place of a log, named                      trouble      3
//	a link in place of a log                             trouble      3
//	a run without shards in place of one                 trouble      3
//	a run without shards, named                          refused      2
//	one shard copied to the place of another             trouble      3
//	the shard's number changed, sealed anew              trouble      3
//	the number of shards changed, sealed anew            trouble      3
//	more shards than there can be, sealed anew           trouble      3
//	a negative shard, sealed anew                        trouble      3
//	divided in another way                               refused      2
//	the digest changed, sealed anew                      trouble      3
//	an example taken out, sealed anew                    trouble      3
//	an example of another shard added, sealed anew       trouble      3
//	an example replaced, sealed anew                     trouble      3
//	the plan in another order than its digest            trouble      3
//	a result of what is not planned, sealed anew         trouble      3
//	a result missing, sealed anew                        failed       1
//	a pass with exit code 1, sealed anew                 trouble      3
//	a pass without an attempt, sealed anew               trouble      3
//	two results that differ, sealed anew                 trouble      3
//	two logs of one run that differ                      trouble      3
//	a run ID that is a path                              trouble      3
//	an output file that is a path                        good         0
//	outputs behind a link                                trouble      3
//	a file more on one machine                           refused      2
//	another order on one machine                         refused      2
//	another command on one machine                       refused      2
//	another rule on one machine                          refused      2
//	another policy on one machine                        refused      2
//	another catalog on one machine                       refused      2
//	another axis                                         refused      2
//	another axis, and one is asked for                   trouble      3
//	a shard of an older pipeline                         trouble      3
//	a whole older pipeline beside a whole one            good         0
//	a whole older pipeline beside one with a hole        trouble      3
//	a whole older pipeline alone, merged in a newer one  trouble      3
//	pipelines that nothing orders                        trouble      3
//	no pipeline beside others                            trouble      3
//	no pipeline, merged in one                           trouble      3
//	a red attempt, then a green one                      good         0
//	a green attempt, then a red one                      failed       1
//	a red attempt, then a skip                           failed       1
//	a red attempt, then a green one, flaky is an error   failed       1
//	a green attempt, then one that was killed            trouble      3
//	a red and a green attempt that nothing orders        failed       1
//	a red and a green attempt of one number              failed       1
//	a red and a green attempt, numbered by two jobs      failed       1
//	a killed and a green attempt that nothing orders     trouble      3
//	two green attempts of one number                     trouble      3
//	two green logs of one number of every shard          good         0
//	two folders, one in the other                        good         0
//	two shards with problems beside their examples       trouble      3
//	a teardown that failed                               trouble      3
//	interrupted                                          interrupted  143
//	stopped at a failure                                 failed       1
//	ended by the deadline                                failed       1
//	an end for a reason that is not known                failed       1
//
// # Plan files
//
// The logs of the parts of a plan file need no rules for pipelines and axes: the plan's
// ID and the hash of the part, in the beginning and the end of a log, say what it is a
// log of. The merged run is good if and only if every example of the plan has a result in
// a sealed log of the plan, and no result that counts is a failure. Results count one by
// one:
//
//   - A log proves its results if it has an intact seal, does not contradict itself, and
//     its examples are those of its part (or the one example of it that it names): same
//     ID, command and rules. An interrupted result is no result.
//   - A result in the log of a queue's worker, sealed or not, is proven if a sealed log of
//     the plan has a receipt with the hash of its line, unless it contradicts itself. It
//     comes before results of workers without a receipt, which count in a sealed log if
//     the queue has not refused them; beside the log of a part it is one of several.
//     Receipts of two results of one example are a problem: the queue has lost what it
//     knew.
//   - Of several proven results of an example, that of the last attempt counts, if numbers
//     of one pipeline and job show which it is; else the worst one: a failure, an allowed
//     failure, a skip, a flaky or doubtful pass, a pass. An example that was declared lost
//     ([Survey.Declare], or in a log) has any other result that is proven.
//   - A failure that does not count, in whichever log of the plan, makes a pass flaky, and a
//     skip the failure.
//   - Problems and failed steps count, unless a later attempt at the same part is sealed and
//     no result of the log counts.
//
// All else explains and proves nothing: logs of other plans, killed and damaged ones, paths
// that cannot be read. A part with an example that has no result is missing. If its sealed
// log says that it was interrupted, or ended early, the merged run ended for that reason;
// otherwise it is a problem.
//
// The log of a merge of some parts has a result that counts for each of their examples, and
// the runs that these are from, with their numbers, and the failures that do not count
// ([hub.EventResultSuperseded]). A later merge takes it as proof of its results; which
// examples it lacks is found anew.
//
// A survey reads each log once and notes where its results are; results are read again when
// they are written, and must not have changed. So memory grows by about two hundred bytes
// an example, and by the largest header of a log. What reports need is in memory as
// everywhere: all results. The entries that they become in the status are not: the status
// file is written from the results, entry by entry.
//
// # Kinds of logs of parts
//
// The logs of three parts are whole and good, except for the change that the row names. In
// the rows of queues they are those of two workers. A test of cmd/hub creates each case and
// reads this table.
//
//	whole                                                  good        0
//	the same logs twice                                    good        0
//	a copy of a log that was taken before its end          good        0
//	text after the end                                     good        0
//	a failure                                              failed      1
//	a part is missing                                      trouble     3
//	no log at all                                          trouble     3
//	a named path is missing, the others are whole          good        0
//	a pipe beside a whole set, named                       good        0
//	a byte of the plan changed                             refused     2
//	an empty log in place of one                           trouble     3
//	an empty log beside a whole set                        good        0
//	the log of a run without a plan beside a whole set     good        0
//	the last line is torn                                  trouble     3
//	the last line end is missing                           trouble     3
//	the end is missing                                     trouble     3
//	cut in the middle                                      trouble     3
//	only the first line                                    trouble     3
//	the first line is missing                              trouble     3
//	the first line is damaged                              trouble     3
//	a byte of an output changed                            trouble     3
//	a failure changed to a pass                            trouble     3
//	a failure taken out                                    trouble     3
//	lines in another order                                 trouble     3
//	a line doubled                                         trouble     3
//	compressed                                             trouble     3
//	the seal taken out                                     trouble     3
//	the seal of another log                                trouble     3
//	a log of a newer format                                trouble     3
//	a link in place of a log                               trouble     3
//	one shard copied to the place of another               trouble     3
//	the digest changed, sealed anew                        trouble     3
//	no part in the header, sealed anew                     trouble     3
//	the end names no part, sealed anew                     trouble     3
//	another plan's ID, sealed anew                         trouble     3
//	another part's number, sealed anew                     trouble     3
//	another hash of the part, sealed anew                  trouble     3
//	another number of parts, sealed anew                   trouble     3
//	a range of parts that no merge made, sealed anew       trouble     3
//	one example of the part named, sealed anew             trouble     3
//	an example taken out, sealed anew                      trouble     3
//	an example replaced, sealed anew                       trouble     3
//	a result of what is not planned, sealed anew           trouble     3
//	a result missing, sealed anew                          trouble     3
//	a pass with exit code 1, sealed anew                   trouble     3
//	a pass without an attempt, sealed anew                 trouble     3
//	two results that differ, sealed anew                   trouble     3
//	a run ID that is a path                                trouble     3
//	an output file that is a path                          good        0
//	outputs behind a link                                  trouble     3
//	a teardown that failed                                 trouble     3
//	killed, then whole                                     good        0
//	killed with a failure, then whole                      good        0
//	interrupted, then whole                                good        0
//	interrupted                                            interrupted 143
//	ended by the deadline                                  failed      1
//	stopped at a failure                                   failed      1
//	a red attempt, then a green one                        good        0
//	a green attempt, then a red one                        failed      1
//	a red and a green attempt, not numbered                failed      1
//	a red and a green attempt of two jobs                  failed      1
//	each example of a part alone                           good        0
//	each example of a part alone, but 1                    trouble     3
//	a merge of some parts in place of their logs           good        0
//	a merge of some parts beside their logs                good        0
//	merges of merges                                       good        0
//	a merge of all but one                                 trouble     3
//	a merge that lacks a part                              trouble     3
//	a merge that lacks a part, and that part               good        0
//	a merge with a failure, then that part, not numbered   failed      1
//	a merge with a failure, then that part's next attempt  good        0
//	the range of a merge widened, sealed anew              trouble     3
//	workers of a queue                                     good        0
//	a worker was killed, and another has its receipts      good        0
//	a worker was killed, and its line changed              trouble     3
//	a worker was killed before its receipts                trouble     3
//	a sealed worker without a receipt                      good        0
//	a refused failure beside a pass that counts            good        0
//	receipts of two different results of one example       trouble     3
//	receipts in the log of a part                          trouble     3
package merge
