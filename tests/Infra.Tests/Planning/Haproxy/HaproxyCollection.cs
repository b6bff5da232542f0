namespace Infra.Tests.Planning.Haproxy;

/// <summary>Tests with a real HAProxy that depend on time, and therefore run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HaproxyCollection
{
    public const string Name = "HAProxy";
}
