using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>The state of a stack. Every resource precedes its dependents.</summary>
public sealed record Snapshot
{
    /// <summary>The state of a new stack.</summary>
    public static Snapshot Empty { get; } = new();

    /// <summary>The time of writing, in RFC 3339 format.</summary>
    public string Time { get; init; } = "";

    /// <summary>The version of the engine that wrote the state.</summary>
    public string Version { get; init; } = "";

    /// <summary>The salt of the secrets, or null without secrets.</summary>
    public string? Salt { get; init; }

    /// <summary>The resources, each before its dependents.</summary>
    public IReadOnlyList<ResourceState> Resources { get; init; } = [];

    /// <summary>Operations without a recorded end.</summary>
    public IReadOnlyList<PendingOperation> PendingOperations { get; init; } = [];

    /// <summary>
    /// Finds the protected resources and all that they depend on, which have to stay with them.
    /// </summary>
    public IReadOnlyList<Urn> FindProtected()
    {
        var kept = new HashSet<Urn>();
        foreach (var resource in Resources.Reverse().Where(resource => resource.Protect || kept.Contains(resource.Urn)))
        {
            kept.Add(resource.Urn);
            kept.UnionWith(resource.References());
            if (resource.Provider is { } provider)
            {
                kept.Add(provider.Urn);
            }
        }

        return [.. Resources.Select(resource => resource.Urn).Where(kept.Contains).Distinct()];
    }

    /// <summary>The stack's root resource, or null.</summary>
    public ResourceState? Root => Resources.FirstOrDefault(resource => resource is { Type: Urn.StackType, Delete: false });

    /// <summary>The plugins of the manifest.</summary>
    public IReadOnlyList<(string Name, string Kind, string Version)> PluginNames =>
        [.. (Plugins ?? []).OfType<JsonObject>().Select(plugin => (Text(plugin, "name"), Text(plugin, "type"), Text(plugin, "version")))];

    /// <summary>The manifest's list of plugins, preserved unchanged.</summary>
    internal JsonArray? Plugins { get; init; }

    /// <summary>The snapshot's metadata, preserved unchanged.</summary>
    internal JsonObject? Metadata { get; init; }

    /// <summary>Computes the manifest's checksum, the hash of its version, which reveals truncation and careless edits.</summary>
    internal static string Magic(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));

    private static string Text(JsonObject plugin, string key) => plugin[key]?.ToString() is { Length: > 0 } text ? text : "?";
}
