package ci

import "strings"

func awsBatch() System {
	return System{
		Name: "aws-batch", Title: "AWS Batch", Batch: []string{"AWS_BATCH_JOB_ID", "AWS_BATCH_JOB_ATTEMPT"}, Cluster: true,
		Parts: &Parts{Index: "AWS_BATCH_JOB_ARRAY_INDEX", Total: "AWS_BATCH_JOB_ARRAY_SIZE"},
		// The ID of an array's child is the ID of the array, a colon and an index.
		Pipeline: func(env Env) string {
			array, _, child := strings.Cut(strings.TrimSpace(env("AWS_BATCH_JOB_ID")), ":")
			if !child {
				return ""
			}
			return array
		},
		Attempt: counted("AWS_BATCH_JOB_ATTEMPT", 1),
		Job:     first("AWS_BATCH_JOB_ID"),
	}
}
