using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// Describes what becomes of the data of claims when StatefulSets, claims and namespaces are deleted: a deletion must name it.
/// </summary>
internal sealed class VolumeDeletionNotices
{
    private const int MostNames = 10;
    private const string Reclaim = "the data too, unless the storage class retains volumes";

    private readonly IReadOnlyList<Deleted> _deleted;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> _claims;

    /// <param name="deletions">The deletions.</param>
    /// <param name="claims">The existing claims by namespace; without those of namespaces that could not be read.</param>
    public VolumeDeletionNotices(IEnumerable<Deletion> deletions, IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> claims)
    {
        _deleted = [.. deletions.Select(Deleted.Parse)];
        _claims = claims;
    }

    /// <summary>The namespaces whose claims the notices name.</summary>
    public static IEnumerable<string> FindNamespaces(IEnumerable<Deletion> deletions) =>
        deletions
            .Select(Deleted.Parse)
            .Select(deleted =>
                deleted.IsNamespace ? deleted.Live.Name()
                : deleted.HasTemplates ? deleted.Live.Namespace()
                : null
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    public IReadOnlyList<DeletionNotice> Describe() =>
        [
            .. _deleted
                .Select(deleted => (deleted.Deletion.Urn, Message: Describe(deleted)))
                .Where(notice => notice.Message is not null)
                .Select(notice => new DeletionNotice(notice.Urn, notice.Message!)),
        ];

    private string? Describe(Deleted deleted) =>
        deleted.IsNamespace ? DescribeNamespace(deleted)
        : !deleted.HasTemplates && !deleted.IsClaim ? null
        : IsInDeletedNamespace(deleted) ? null
        : deleted.IsClaim ? DescribeClaim(deleted)
        : DescribeSet(deleted);

    private string? DescribeNamespace(Deleted deleted)
    {
        var space = deleted.Live.Name();
        if (deleted.Deletion.KeepsObject)
        {
            return null;
        }

        // The claims of ephemeral volumes are deleted with their pods in any case.
        JsonObject[]? known = _claims.TryGetValue(space, out var claims) ? [.. claims.Where(claim => !IsOfPod(claim))] : null;
        var mayHaveClaims = known is null
            ? _deleted.Any(other => (other.HasTemplates || other.IsClaim) && other.Live.Namespace() == space)
            : known.Length > 0;
        if (!mayHaveClaims)
        {
            return null;
        }

        var named = known is null ? "all its claims" : $"its claims {List(known.Select(claim => claim.Name()))}";
        return $"deletes the namespace {space} with {named}: {Reclaim}";
    }

    private string? DescribeSet(Deleted deleted)
    {
        var set = deleted.Live;
        var deletes = ClaimTemplates.AreDeletedWithSet(set);
        if (deleted.Deletion.KeepsObject || (deleted.Deletion.IsReplaced && !deletes))
        {
            return null;
        }

        string[] names =
        [
            .. _claims.TryGetValue(set.Namespace(), out var claims)
                ? claims.Select(claim => claim.Name()).Where(name => ClaimTemplates.FindTemplate(set, name) is not null)
                : ClaimTemplates.ByName(set).Keys.Select(template => $"{template}-{set.Name()}-<number>"),
        ];
        if (names.Length == 0)
        {
            return null;
        }

        return deletes
            ? $"the claims {List(names)} of StatefulSet {set.DisplayName()} are deleted with it (onRemoval: delete): {Reclaim}"
            : $"the claims {List(names)} of StatefulSet {set.DisplayName()} stay with their data. A stateful service '{set.Name()}' with volumes of the "
                + "same names takes them over; under another name, a service starts with empty volumes. To delete them: kubectl delete pvc -n "
                + $"{set.Namespace()} {string.Join(' ', names)}";
    }

    private static string? DescribeClaim(Deleted deleted)
    {
        var claim = deleted.Live;
        return deleted.Deletion switch
        {
            { KeepsObject: true } =>
                $"the claim {claim.DisplayName()} stays with its data. A volume of the same name takes it over, and another "
                    + $"service mounts it with 'kind: claim, from: {claim.Name()}'. To delete it: kubectl delete pvc -n {claim.Namespace()} "
                    + claim.Name(),
            { IsReplaced: true } => $"the claim {claim.DisplayName()} is replaced by an empty one: {Reclaim}",
            _ => $"the claim {claim.DisplayName()} is deleted (onRemoval: delete): {Reclaim}",
        };
    }

    private static bool IsOfPod(JsonObject claim) => claim.Objects("metadata", "ownerReferences").Any(owner => owner.Text("kind") == "Pod");

    private bool IsInDeletedNamespace(Deleted deleted) =>
        _deleted.Any(other => other is { IsNamespace: true, Deletion.KeepsObject: false } && other.Live.Name() == deleted.Live.Namespace());

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        var shown = string.Join(", ", all.Take(MostNames));
        return all.Length > MostNames ? $"{shown} and {all.Length - MostNames} more" : shown;
    }

    private sealed record Deleted(Deletion Deletion, JsonObject Live)
    {
        public bool IsNamespace => Live.Type() is { Group: "", Kind: "Namespace" };

        public bool IsClaim => Live.Type() == ClaimTemplates.Claim;

        public bool HasTemplates => Live.Type() == ClaimTemplates.StatefulSet && ClaimTemplates.ByName(Live).Count > 0;

        public static Deleted Parse(Deletion deletion) => new(deletion, ObjectState.Parse(deletion.OldState).Live);
    }
}
