using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>A size of a claim or claim template that changes.</summary>
/// <param name="Template">The name of the template; null for a claim.</param>
/// <param name="From">The old size.</param>
/// <param name="To">The new size.</param>
internal sealed record SizeChange(string? Template, Quantity From, Quantity To)
{
    public bool IsGrowth => To > From;

    public bool IsShrinkage => To < From;

    /// <summary>Compares the sizes of two versions of an object: those of a claim, or of a StatefulSet's templates.</summary>
    public static IReadOnlyList<SizeChange> Compare(JsonObject old, JsonObject @new)
    {
        var type = @new.Type();
        if (type == ClaimTemplates.Claim)
        {
            return Compare(null, old, @new) is { } change ? [change] : [];
        }

        if (type != ClaimTemplates.StatefulSet)
        {
            return [];
        }

        var before = ClaimTemplates.ByName(old);
        return
        [
            .. ClaimTemplates
                .ByName(@new)
                .Where(template => before.ContainsKey(template.Key))
                .Select(template => Compare(template.Key, before[template.Key], template.Value))
                .OfType<SizeChange>(),
        ];
    }

    private static SizeChange? Compare(string? template, JsonObject old, JsonObject @new) =>
        ClaimTemplates.RequestedStorage(old) is { } from && ClaimTemplates.RequestedStorage(@new) is { } to && from != to
            ? new SizeChange(template, from, to)
            : null;
}
