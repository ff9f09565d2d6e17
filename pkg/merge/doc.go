// Package merge joins the run logs of the shards of one plan into one run, and
// proves that it is whole: [Find] reads the logs, [Join] joins them, [Record] gives
// the joined run a log and folds it into the status.
//
// # What binds logs
//
// Logs belong together when they are of one pipeline, one axis (the cell of a
// matrix) and one plan. A plan is bound by its digest ([hub.PlanDigest]), which is
// computed again from what each log records: the policies of the run and, for
// every example of the whole plan in its order, its command, its ID and the rules
// by which it is judged. Each log must also show that what it planned is exactly
// its part of that plan. So a shard proves the whole plan though it ran a part of
// it, and of a shard that is missing it is known what it was to run.
//
// Which pipeline is joined follows from [Options]: the one that is asked for, else
// the one that the merge itself runs in, else the only one, else the one that its
// CI system numbered last. No clock decides. A log that records no pipeline beside
// others that do, and pipelines that nothing orders, are problems.
//
// The digest covers the timeout and the retries, for they decide verdicts. It does
// not cover the contents of files (the commit is the pipeline's matter), values of
// the environment, versions of hub and of runners, or what the environment of a
// machine lacks; differences between versions are noted.
//
// # Attempts
//
// Of several logs of one shard the last attempt counts, where the number of the CI
// system, or that of --attempt, shows which that is. Numbers compare within one
// pipeline, axis and job. Else the worst one counts: one that proves nothing, then
// trouble, interrupted, failed, good. Failures of earlier attempts stay in the
// verdict as those of retries do: a pass after one is flaky, and a skip after one
// is still the failure. Green logs of one shard that are numbered, and not one
// after the other, are of cells of a matrix that record one axis: where another
// shard has fewer logs, one of a cell is missing.
//
// # What proves a shard
//
// A sealed log ([runlog.Log.Unproven]) that does not contradict itself. Whatever
// else there is of a shard is a problem of the joined run, and the run is not
// good: a shard that was killed is worth what one that is missing is.
//
// # Kinds of logs, verdicts and exit codes
//
// One or more of the logs of three shards are changed as the row says; the others
// are whole and green. "Sealed anew" is what another program, or somebody who
// knows the format, would write. Refused: the user has to choose, and no report is
// written. A test of cmd/hub makes each of these and reads this table.
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
