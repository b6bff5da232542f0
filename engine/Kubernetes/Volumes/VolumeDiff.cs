using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Resources.Diffing;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// Keeps data in changes of volumes. Pulumi's provider replaces a StatefulSet whose claim templates change, and a claim whose immutable
/// fields change. Here volumes grow in place, and a change that would lose data is refused, also where an operator has the volumes.
/// </summary>
internal static class VolumeDiff
{
    private const string Templates = "spec.volumeClaimTemplates[";
    private const string Storage = "].spec.resources.requests.storage";

    /// <summary>Turns the replacement of a StatefulSet whose volumes only grow into an update.</summary>
    /// <param name="diff">The difference by Pulumi's rules.</param>
    /// <param name="live">The last known object.</param>
    /// <param name="newInputs">The new inputs.</param>
    /// <exception cref="ResourceProviderException">The change would lose data.</exception>
    public static DiffResult Refine(DiffResult diff, JsonObject live, JsonObject newInputs)
    {
        // An object of another name has other claims.
        if (diff.Changes != DiffChanges.Some || !ResourceDiffer.CannotCoexist(newInputs, live))
        {
            return diff;
        }

        var changes = SizeChange.Compare(live, newInputs);
        if (changes.FirstOrDefault(change => change.IsShrinkage) is { } shrinkage)
        {
            throw VolumeRefusal.Create(DescribeShrinkage(shrinkage, newInputs));
        }

        if ((StoredAmount.FindLowered(live, newInputs)?.Describe(newInputs) ?? StoreRecordDiff.FindProblem(live, newInputs)) is { } problem)
        {
            throw VolumeRefusal.Create(problem);
        }

        var type = newInputs.Type();
        return type == ClaimTemplates.Claim ? RefineClaim(diff, live, newInputs)
            : type == ClaimTemplates.StatefulSet ? RefineSet(diff, changes, live, newInputs)
            : diff;
    }

    private static DiffResult RefineSet(DiffResult diff, IReadOnlyList<SizeChange> changes, JsonObject live, JsonObject newInputs)
    {
        string[] sizes = [.. diff.ReplaceKeys.Where(IsSize)];
        if (sizes.Length == diff.ReplaceKeys.Count)
        {
            return WithoutReplacement(diff, sizes);
        }

        var other = diff.ReplaceKeys.First(key => !IsSize(key));
        if (ClaimTemplates.AreDeletedWithSet(live) && KeepsVolumes(live, newInputs))
        {
            throw VolumeRefusal.Create(
                $"StatefulSet {newInputs.DisplayName()}: the change of {other} replaces the StatefulSet, and its claims would be deleted with it "
                    + "(persistentVolumeClaimRetentionPolicy.whenDeleted is Delete).\nDeploy 'onRemoval: keep' for its volumes first, then this "
                    + "change. To do without the data, remove the service, deploy, and add it again."
            );
        }

        if (changes.FirstOrDefault(change => change.IsGrowth) is { } growth)
        {
            throw VolumeRefusal.Create(
                $"StatefulSet {newInputs.DisplayName()}: the volume '{growth.Template}' grows from {growth.From} to {growth.To}, and the change of "
                    + $"{other} replaces the StatefulSet, whose existing claims would keep their size.\nDeploy the two changes one after the "
                    + "other, the size first."
            );
        }

        return diff;
    }

    /// <summary>Whether a volume stays: those that go were to be deleted with their service.</summary>
    private static bool KeepsVolumes(JsonObject live, JsonObject newInputs) =>
        ClaimTemplates.ByName(live).Keys.Intersect(ClaimTemplates.ByName(newInputs).Keys, StringComparer.Ordinal).Any();

    private static DiffResult RefineClaim(DiffResult diff, JsonObject live, JsonObject newInputs)
    {
        string[] unchanged = [.. diff.ReplaceKeys.Where(key => JsonNode.DeepEquals(At(live, key), At(newInputs, key)))];
        if (diff.ReplaceKeys.Except(unchanged).FirstOrDefault() is not { } field)
        {
            return WithoutReplacement(diff, unchanged);
        }

        throw VolumeRefusal.Create(
            $"PersistentVolumeClaim {newInputs.DisplayName()}: {field} cannot change from {Format(At(live, field))} to "
                + $"{Format(At(newInputs, field))}, and a replacement would lose its data.\nGive the volume another name, which creates a new "
                + "claim, copy the data, and remove the old volume. To do without the data, remove the volume with 'onRemoval: delete', deploy, "
                + "and add it again."
        );
    }

    private static string DescribeShrinkage(SizeChange change, JsonObject newInputs)
    {
        var subject = change.Template is { } template
            ? $"StatefulSet {newInputs.DisplayName()}: the volume '{template}'"
            : $"PersistentVolumeClaim {newInputs.DisplayName()}";
        return $"{subject} cannot shrink from {change.From} to {change.To}.\nSet the size to {change.From} again. For less storage, add a volume "
            + "of another name, copy the data, and remove the old one.";
    }

    private static bool IsSize(string path) =>
        path.StartsWith(Templates, StringComparison.Ordinal) && path.EndsWith(Storage, StringComparison.Ordinal);

    private static DiffResult WithoutReplacement(DiffResult diff, string[] keys) =>
        keys.Length == 0
            ? diff
            : diff with
            {
                ReplaceKeys = [],
                DeleteBeforeReplace = false,
                DetailedDiff = diff.DetailedDiff.ToDictionary(
                    change => change.Key,
                    change => keys.Contains(change.Key) ? change.Value with { Kind = InPlace(change.Value.Kind) } : change.Value,
                    StringComparer.Ordinal
                ),
            };

    private static PropertyDiffKind InPlace(PropertyDiffKind kind) =>
        kind switch
        {
            PropertyDiffKind.AddReplace => PropertyDiffKind.Add,
            PropertyDiffKind.DeleteReplace => PropertyDiffKind.Delete,
            _ => PropertyDiffKind.Update,
        };

    private static JsonNode? At(JsonObject manifest, string path)
    {
        JsonNode? node = manifest;
        foreach (var key in path.Split('.', '[', ']').Where(key => key.Length > 0))
        {
            node = node switch
            {
                JsonArray list => int.TryParse(key, out var index) && index < list.Count ? list[index] : null,
                _ => node.At(key),
            };
        }

        return node;
    }

    private static string Format(JsonNode? value) =>
        value is null ? "none" : $"'{(value is JsonValue ? value.ToString() : value.ToJsonString())}'";
}
