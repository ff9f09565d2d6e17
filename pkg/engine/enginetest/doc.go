// Package enginetest starts real engines for tests: a Redis server, a Slurm cluster, a
// Grid Engine cluster. Each runs as the user of the test, in a temporary folder, with a
// configuration and ports of its own, and ends with the test. They need no systemd and
// touch nothing that is installed.
//
//	server := enginetest.Redis(t)          // redis-server
//	cluster := enginetest.Slurm(t, 2)      // slurmctld, slurmd and their clients
//	cluster := enginetest.GridEngine(t)    // gridengine-master, -exec and -client
//
// Where an engine is not installed, the test is skipped, and says what is missing; with
// CI=true in the environment it fails.
package enginetest
