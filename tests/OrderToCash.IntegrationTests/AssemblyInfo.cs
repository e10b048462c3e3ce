// Every test starts processes that use all cores; side by side they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
