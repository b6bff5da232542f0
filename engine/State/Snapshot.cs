using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>A stack's whole state: resources in an order in which everything precedes what depends on it.</summary>
public sealed record Snapshot
{
    /// <summary>A stack without resources.</summary>
    public static Snapshot Empty { get; } = new();

    /// <summary>When the state was written: RFC 3339.</summary>
    public string Time { get; init; } = "";

    /// <summary>The version of the engine that wrote it.</summary>
    public string Version { get; init; } = "";

    /// <summary>The salt of the secrets in it, or null where it has none.</summary>
    public string? Salt { get; init; }

    /// <summary>The resources.</summary>
    public IReadOnlyList<ResourceState> Resources { get; init; } = [];

    /// <summary>Operations whose end is not known.</summary>
    public IReadOnlyList<PendingOperation> PendingOperations { get; init; } = [];

    /// <summary>The root resource, or null.</summary>
    public ResourceState? Root => Resources.FirstOrDefault(resource => resource is { Type: Urn.StackType, Delete: false });

    /// <summary>The manifest's plugin list, kept as it was.</summary>
    internal JsonArray? Plugins { get; init; }

    /// <summary>The snapshot's metadata, kept as it was.</summary>
    internal JsonObject? Metadata { get; init; }

    /// <summary>The mark of a manifest that was not cut or edited by mistake: the hash of its version.</summary>
    internal static string Magic(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));
}
