using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Preparation;

/// <summary>Removes repeated owner references, with a warning, as Kubernetes does.</summary>
internal static class OwnerDuplicates
{
    private const string Advice =
        "API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; "
        + "duplicate UID(s) observed: ";

    /// <summary>Removes them from the object of a create or a replacement.</summary>
    public static void RemoveFromRequest(JsonObject body, List<string> warnings) =>
        Remove(body, $".metadata.ownerReferences contains duplicate entries; {Advice}", warnings);

    /// <summary>Removes them from a patched object.</summary>
    public static void RemoveFromPatched(JsonObject body, List<string> warnings) =>
        Remove(body, $".metadata.ownerReferences contains duplicate entries after mutating admission happens; {Advice}", warnings);

    private static void Remove(JsonObject body, string message, List<string> warnings)
    {
        if (body.Array("metadata", "ownerReferences") is not { Count: > 1 } owners)
        {
            return;
        }

        var repeated = owners
            .Index()
            .Where(owner => owners.Take(owner.Index).Any(earlier => JsonNode.DeepEquals(earlier, owner.Item)))
            .ToList();
        if (repeated.Count == 0)
        {
            return;
        }

        warnings.Add(message + string.Join(", ", repeated.Select(owner => (owner.Item as JsonObject).Text("uid"))));
        foreach (var (index, _) in repeated.AsEnumerable().Reverse())
        {
            owners.RemoveAt(index);
        }
    }
}
