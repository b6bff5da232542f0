using Infra.Engine.Resources;

namespace Infra.Engine.Operations.Plans;

/// <summary>What a plan was made from. An update that carries it out must find the same.</summary>
internal sealed record PlanBindings
{
    /// <summary>The full name of the stack, with its project.</summary>
    public required string Stack { get; init; }

    /// <summary>The configuration by key, in plain text.</summary>
    public required IReadOnlyDictionary<string, string> Configuration { get; init; }

    /// <summary>
    /// SHA-256 hashes by relative path, by what the files belong to: the program, the catalogue, each policy pack.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Files { get; init; }

    /// <summary>The time of the last update, which the checkpoint records; "" before the first.</summary>
    public required string StateTime { get; init; }

    /// <summary>The SHA-256 hash of the state.</summary>
    public required string StateHash { get; init; }

    /// <summary>The identities of the clusters by provider.</summary>
    public required IReadOnlyDictionary<Urn, string> Clusters { get; init; }
}
