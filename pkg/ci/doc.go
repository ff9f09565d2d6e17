// Package ci knows the systems that run pipelines: which of them this process
// runs under, which part of a job that was split over several machines this
// one is, and how to speak to them: by what is printed in the log, and by the
// texts that some of them take elsewhere. It reads nothing but environment
// variables, through the function it is given, and writes nothing.
//
// A new system is a row in [Detect]'s table and, when it numbers the parts of
// a job, one in [Shard]'s; when its log has a protocol, a file of its own and a
// line in [Log].
package ci
