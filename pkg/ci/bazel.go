package ci

func bazel() System {
	return System{
		Name: "bazel", Title: "Bazel", Batch: []string{"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS"},
		Parts: &Parts{Index: "TEST_SHARD_INDEX", Total: "TEST_TOTAL_SHARDS"},
	}
}
