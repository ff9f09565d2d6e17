// Package ci describes the systems that run pipelines: how hub recognises each,
// what it says about the job, and how its log is written. One system is one
// value of type [System] in one file, and one row of [Systems].
//
// The package reads environment variables through the function that it is given,
// and writes nothing; package announce writes.
//
// # Adding a system
//
//  1. Write a file with the system's name, and in it one function that returns
//     its System. Name, Title and Marker are mandatory, and so is Pipeline where
//     the jobs of a pipeline share an ID; a part that the system lacks stays nil.
//  2. Add the function to [Systems], at the place where detection looks for it.
//  3. Run the tests. They fail where the value is incomplete, and where a text
//     that the system obeys as a command passes the sanitisers of hub.
//
// Everything else follows: --ci=NAME and its help, --shard=auto, what 'hub merge'
// joins, source links, annotations and groups of 'hub ci', the variables that
// examples do not get, and the refusal of 'hub run --raw' where outputs could
// speak to the system.
//
// What a system obeys is documented, or read in the source of its runner; say
// in the file which limits and quirks were found there.
package ci
