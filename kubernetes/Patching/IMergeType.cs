namespace Infra.Kubernetes.Patching;

/// <summary>A type of values, as far as strategic merge patches depend on it.</summary>
public interface IMergeType
{
    /// <summary>The type's name in messages, such as <c>PodSpec</c>.</summary>
    string Name { get; }

    /// <summary>The type of the items of a list; null for other types.</summary>
    IMergeType? ItemType { get; }

    /// <summary>The type of the values of a map; null for other types.</summary>
    IMergeType? ValueType { get; }

    /// <summary>Finds a field of an object; null if it has no such field.</summary>
    IMergeField? FindMergeField(string name);
}

/// <summary>A field of an object, as far as strategic merge patches depend on it.</summary>
public interface IMergeField
{
    /// <summary>The type of its value.</summary>
    IMergeType MergeType { get; }

    /// <summary>The field that identifies the items of a list (<c>patchMergeKey</c>); null if there is none.</summary>
    string? PatchMergeKey { get; }

    /// <summary>Whether a patch merges the list (<c>patchStrategy: merge</c>) instead of replacing it.</summary>
    bool IsMergedByPatch { get; }

    /// <summary>Whether a patch replaces the object (<c>patchStrategy: replace</c>) instead of merging it.</summary>
    bool IsReplacedByPatch { get; }

    /// <summary>Whether a patch of its value lists the keys to keep (<c>patchStrategy: retainKeys</c>).</summary>
    bool RetainsKeys { get; }
}
