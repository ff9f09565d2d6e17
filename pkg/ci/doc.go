// Package ci describes CI and batch systems: how hub recognises each, what its
// environment says about the job, and how its log is written. One system is one
// value of type [System] in one file, and one row of [Systems].
//
// The package reads environment variables through the function that it is given.
// Package announce does the writing.
//
// # Parts of a split job
//
// [Table.Shard] needs the number of this job and how many there are; [Table.Part] knows
// from the plan how many there are, so that a number alone suffices. What counts is what
// the innermost system says that has started several jobs of one kind:
//
//	Slurm       a complete array that starts at 0 or 1; else the tasks of srun, if there
//	            are several. A batch script is not one of its own SLURM_NTASKS.
//	SGE, LSF    an array that starts at 1
//	Flux        the tasks of a job; with --cc the number of the job, without a total
//	PBS, Torque, Nomad, Kubernetes   a number without a total
//	HTCondor, Azure Batch            no number
//
// A CI system goes before a cluster ([System.Cluster]): the variables of a cluster are
// most often those of the job in which the CI system's agent runs. Two systems of one kind
// at once are an error, and so is whatever is incomplete: a wrong guess would leave out
// examples or run them several times.
//
// # Adding a system
//
//  1. Write a file with the system's name, and in it one function that returns
//     its System. Name, Title and Marker are mandatory, and so is Pipeline if the
//     jobs of a pipeline share an ID. Features that the system lacks stay nil.
//  2. Add the function to [Systems], at its position in the order of detection.
//  3. Run the tests. They fail if the value is incomplete, and if a command of the
//     system's log passes hub's sanitisers.
//
// Everything else follows: --ci=NAME and its help, --shard=auto, which logs 'hub
// merge' joins, source links, annotations and groups of 'hub ci', the variables that
// are withheld from examples, and the refusal of 'hub run --raw' if output could
// contain commands.
//
// Take the commands of a system from its documentation or the source of its runner,
// and note in the file the limits and quirks that were found there.
package ci
