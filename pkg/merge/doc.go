// Package merge merges the run logs of the shards of one plan into one run, and
// proves that it is complete: [Find] reads the logs, [Join] merges them,
// [Record] writes a log for the merged run and folds it into the status.
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
package merge
