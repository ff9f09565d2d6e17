// Package ci describes CI and batch systems: how hub recognises each, what its
// environment says about the job, and how its log is written. One system is one
// value of type [System] in one file, and one row of [Systems].
//
// The package reads environment variables through the function that it is given.
// Package announce does the writing.
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
