using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The warnings about new finalizers of custom resources whose names have no domain.</summary>
internal static class FinalizerWarnings
{
    private static readonly string[] _standard = ["orphan", "foregroundDeletion", "kubernetes"];

    public static void Add(JsonObject body, KubeObject? current, List<string> warnings)
    {
        var names = (body.Array("metadata", "finalizers") ?? []).Select(item => item?.ToString() ?? "").Distinct();
        var old = current?.Finalizers.ToHashSet() ?? [];
        foreach (var name in names.Where(name => !old.Contains(name)).Order(StringComparer.Ordinal))
        {
            if (name.Contains('/', StringComparison.Ordinal) || _standard.Contains(name))
            {
                continue;
            }

            var path = name.Contains('.', StringComparison.Ordinal) ? " including a path (/)" : "";
            warnings.Add(
                $"metadata.finalizers: \"{name}\": prefer a domain-qualified finalizer name{path} to avoid accidental conflicts with other finalizer writers"
            );
        }
    }
}
