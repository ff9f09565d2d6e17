package ci

// azureBatch does not number the tasks of a job: each has the ID and the command line
// that its user gave it. A retried task has the same variables.
func azureBatch() System {
	return System{
		Name: "azure-batch", Title: "Azure Batch", Batch: []string{"AZ_BATCH_TASK_ID"}, Cluster: true,
		Parts: &Parts{Read: advised("AZ_BATCH_TASK_ID"),
			Advice:     "Azure Batch does not number the tasks of a job; give the command line of each task its own --shard=I/N",
			PartAdvice: "Azure Batch does not number the tasks of a job; give the command line of each task its own --part=I"},
	}
}
