// Package engine describes the systems that run the parts of a plan file for 'hub
// submit': how tasks are submitted as an array, how the system reports their state, and
// how they are cancelled. One system is one value of type [Engine] in one
// file, and one row of [Engines]; [Local] runs tasks as processes of this machine.
//
// # What an engine does not do
//
// An engine explains, it never proves: only the sealed log of a run shows whether a part
// ran, and with which results. So the package reads no exit codes as verdicts, and a
// wrong answer of an engine costs time: a task that it calls ended without a sealed log
// runs again, one that it does not know is waited for only as long as its log is missing.
//
// # Tasks
//
// A [Task] is a part, or one example of a part. A [Batch] is an array of tasks that is
// submitted at once, under a unique name: by this name hub finds the job of a batch again
// if it was killed before it recorded the job. The job
// script lists its tasks, and passes --part itself: nothing depends on how an engine
// counts. Each start of a task has its own state folder, also when the engine starts
// it a second time. The script replaces itself by hub, so that hub gets the signals that
// the engine sends.
//
// # Adding an engine
//
//  1. Write a file with the engine's name, and in it one function that returns its
//     [Engine]. All fields are mandatory.
//  2. Add the function to [Engines], and its options to package config.
//  3. Run the tests: they fail if the value is incomplete.
//
// Take the output of the engine's programs from its documentation, and parse it
// strictly: it is foreign text. A line that is not understood is an error, and hub asks
// again later.
package engine
