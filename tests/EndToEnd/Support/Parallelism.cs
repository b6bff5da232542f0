// Commands wait for their clusters half of the time; as many tests as cores would leave the cores idle.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
