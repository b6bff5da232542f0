namespace Infra.Tests.Planning.Haproxy;

/// <summary>Tests that measure what a real HAProxy does in time, one after the other and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HaproxyCollection
{
    public const string Name = "HAProxy";
}
