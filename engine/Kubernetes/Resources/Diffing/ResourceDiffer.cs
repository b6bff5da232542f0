using System.Text.Json.Nodes;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>The two versions of an object in a diff.</summary>
internal sealed record ObjectVersions
{
    /// <summary>The inputs of the last update.</summary>
    public required JsonObject OldInputs { get; init; }

    /// <summary>The last known state of the object.</summary>
    public required JsonObject OldLive { get; init; }

    /// <summary>The checked inputs from the program.</summary>
    public required JsonObject NewInputs { get; init; }

    public required bool IsNamespaced { get; init; }

    public required bool ConfigMapsAreMutable { get; init; }

    public required bool SecretsAreMutable { get; init; }

    /// <summary>True for a Patch resource.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The fields whose changes are ignored.</summary>
    public IgnoredPaths IgnoreChanges { get; init; } = IgnoredPaths.None;
}

/// <summary>
/// Computes what an update would change: compares the live object, pruned to the fields that the program had set, with the new inputs. So
/// the diff includes drift of the program's fields, but not fields set by the server or by controllers.
/// </summary>
internal static class ResourceDiffer
{
    /// <summary>Compares the two versions.</summary>
    public static DiffResult Diff(ObjectVersions versions)
    {
        var oldInputs = InputNormalizer.Normalize(versions.OldInputs);
        var newInputs = InputNormalizer.Normalize(versions.NewInputs);
        var old = WithoutServerOmissions(LiveStatePruner.Prune(versions.OldLive, oldInputs), oldInputs);
        Align(old, newInputs, versions);

        var rules = versions.IsPartial
            ? ReplacementRules.ForPatch
            : ReplacementRules.For(newInputs.Type(), newInputs, versions.ConfigMapsAreMutable, versions.SecretsAreMutable);
        var changes = DetailedDiff.Between(old, newInputs, rules);
        versions.IgnoreChanges.RemoveFrom(changes);
        if (changes.Count == 0)
        {
            return DiffResult.Same;
        }

        var replace = changes.Where(c => NeedsReplacement(c.Key, c.Value)).Select(c => c.Key).Order(StringComparer.Ordinal).ToList();
        return new DiffResult
        {
            Changes = DiffChanges.Some,
            DetailedDiff = changes,
            ReplaceKeys = replace,
            DeleteBeforeReplace = replace.Count > 0 && CannotCoexist(newInputs, versions.OldLive),
        };
    }

    /// <summary>True if the program gives the new object the name of the old one, so that both cannot exist at the same time.</summary>
    public static bool CannotCoexist(JsonObject newInputs, JsonObject oldLive) =>
        AutomaticName.IsNamed(newInputs)
        && !AutomaticName.IsAutomatic(newInputs)
        && newInputs.Name() == oldLive.Name()
        && Canonical(newInputs.Namespace()) == Canonical(oldLive.Namespace());

    private static string Canonical(string @namespace) => @namespace.Length == 0 ? "default" : @namespace;

    private static bool NeedsReplacement(string path, PropertyDiff change) =>
        change.Kind switch
        {
            PropertyDiffKind.AddReplace or PropertyDiffKind.DeleteReplace or PropertyDiffKind.UpdateReplace => true,
            PropertyDiffKind.Delete => path == "metadata",
            _ => false,
        };

    private static void Align(JsonObject old, JsonObject newInputs, ObjectVersions versions)
    {
        if (versions.IsNamespaced)
        {
            // A missing namespace means "default".
            foreach (var manifest in new[] { old, newInputs })
            {
                if (manifest.At("metadata", "namespace") is null or JsonValue && manifest.Namespace().Length == 0)
                {
                    manifest.SetMetadata("namespace", "default");
                }
            }
        }
        else
        {
            (old["metadata"] as JsonObject)?.Remove("namespace");
            (newInputs["metadata"] as JsonObject)?.Remove("namespace");
        }

        foreach (var key in new[] { "apiVersion", "kind" })
        {
            if (old[key] is null && newInputs[key] is { } value)
            {
                old[key] = value.DeepClone();
            }
        }

        // Setting the name that the server had generated is not a change.
        if (newInputs.Name().Length > 0)
        {
            old.SetMetadata("name", versions.OldLive.Name());
        }
    }

    // The server drops some empty values. They are not a difference if the program still sets them.
    private static JsonObject WithoutServerOmissions(JsonObject old, JsonObject oldInputs)
    {
        foreach (var (key, input) in oldInputs)
        {
            if (!old.TryGetPropertyValue(key, out var kept))
            {
                if (input.IsEmpty())
                {
                    old[key] = input?.DeepClone();
                }
            }
            else if (kept is JsonObject map && input is JsonObject shape)
            {
                WithoutServerOmissions(map, shape);
            }
            else if (kept is JsonArray items && input is JsonArray shapes)
            {
                for (var i = 0; i < items.Count && i < shapes.Count; i++)
                {
                    if (items[i] is JsonObject item && shapes[i] is JsonObject itemShape)
                    {
                        WithoutServerOmissions(item, itemShape);
                    }
                }
            }
        }

        return old;
    }
}
