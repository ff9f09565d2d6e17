package ci

// htCondor does not pass the number of a job to it: $(Process), from 0, is known to the
// submit description only.
func htCondor() System {
	return System{
		Name: "htcondor", Title: "HTCondor", Batch: []string{"_CONDOR_JOB_AD"}, Cluster: true,
		Parts: &Parts{Read: advised("_CONDOR_JOB_AD"),
			Advice:     "HTCondor does not number jobs in their environment; write I = $(Process) + 1 in the submit description, and --shard=$INT(I)/N in arguments",
			PartAdvice: "HTCondor does not number jobs in their environment; write I = $(Process) + 1 in the submit description, and --part=$INT(I) in arguments"},
	}
}

// advised returns a reader for a system that its variable identifies, but which does not
// number its tasks.
func advised(variable string) func(Env) (Shard, bool, error) {
	return func(env Env) (Shard, bool, error) {
		if env(variable) == "" {
			return Shard{}, false, nil
		}
		return Shard{}, true, errUnnumbered
	}
}
