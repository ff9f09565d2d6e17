// Package ci knows the systems that run pipelines: which of them this process
// runs under, and which part of a job that was split over several machines
// this one is. It reads nothing but environment variables, through the
// function it is given.
//
// A new system is a row in [Detect]'s table and, when it numbers the parts of
// a job, one in [Shard]'s.
package ci
