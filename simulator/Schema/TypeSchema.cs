using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;

namespace Infra.Simulator.Schema;

/// <summary>The type of a value.</summary>
internal enum FieldType
{
    /// <summary>Any JSON; it is stored unchanged.</summary>
    Any,
    Object,
    Map,
    List,
    Text,
    Integer,
    Number,
    Flag,
    IntOrString,
    Quantity,
    Time,
    MicroTime,
    Bytes,
}

/// <summary>How lists are merged by server-side apply.</summary>
internal enum ListMerge
{
    /// <summary>As one value.</summary>
    Atomic,

    /// <summary>By their items' values.</summary>
    Set,

    /// <summary>By their items' keys.</summary>
    Map,
}

/// <summary>The schema of a value: of an object or of a field.</summary>
internal sealed class TypeSchema(FieldType type, string name) : IMergeType
{
    public FieldType Type { get; } = type;

    /// <summary>The type's name in Kubernetes' messages, such as <c>DeploymentSpec</c> or <c>int32</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The Go type, such as <c>v1.DeploymentSpec</c> or <c>[]v1.OperationType</c>.</summary>
    public string GoType { get; init; } = name;

    /// <summary>The fields of an object in the order in which they are written.</summary>
    public IReadOnlyList<FieldSchema> Fields { get; set; } = [];

    public FrozenDictionary<string, FieldSchema> ByName { get; set; } = FrozenDictionary<string, FieldSchema>.Empty;

    /// <summary>The schema of a list's items; null for other types.</summary>
    public TypeSchema? Items { get; init; }

    /// <summary>The schema of a map's values; null for other types and for maps of unknown fields.</summary>
    public TypeSchema? Values { get; init; }

    public ListMerge ListMerge { get; init; } = ListMerge.Atomic;

    /// <summary>The fields that identify the items of a list.</summary>
    public IReadOnlyList<string> MapKeys { get; init; } = [];

    /// <summary>Whether the object or map is merged as one value.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether fields that the schema does not define are stored (custom resources).</summary>
    public bool KeepsUnknownFields { get; init; }

    /// <summary>Whether values may be of any type (custom resources): objects are merged by key, all others as one value.</summary>
    public bool IsUntyped { get; init; }

    /// <summary>Whether the value is a complete Kubernetes object (custom resources).</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary>Whether null is a valid value (custom resources).</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether the values are 32-bit integers.</summary>
    public bool Is32Bit => Name == "int32";

    IMergeType? IMergeType.ItemType => Items;

    IMergeType? IMergeType.ValueType => Values;

    IMergeField? IMergeType.FindMergeField(string name) => FindField(name);

    public FieldSchema? FindField(string name) => ByName.GetValueOrDefault(name);

    public void SetFields(IReadOnlyList<FieldSchema> fields)
    {
        Fields = fields;
        ByName = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }
}

/// <summary>A field of an object.</summary>
internal sealed record FieldSchema(string Name, TypeSchema Type) : IMergeField
{
    IMergeType IMergeField.MergeType => Type;

    /// <summary>
    /// The field number in protobuf, preceded by those of enclosing messages that JSON does not nest; empty if protobuf omits the field.
    /// </summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>The Go structs that contain the field without nesting in JSON, as part of a path: <c>VolumeSource</c>.</summary>
    public string Embedding { get; init; } = "";

    /// <summary>Whether the field is written even if it is empty.</summary>
    public bool IsAlwaysWritten { get; init; }

    /// <summary>Whether an absent field is written as null instead of a zero value.</summary>
    public bool IsNullWhenAbsent { get; init; }

    /// <summary>Whether zero, false and the empty string are omitted.</summary>
    public bool IsOmittedWhenZero { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>The field that identifies items in a strategic merge patch.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>Whether a strategic merge patch merges the list instead of replacing it.</summary>
    public bool IsMergedByPatch { get; init; }

    /// <summary>Whether a strategic merge patch replaces the object instead of merging it.</summary>
    public bool IsReplacedByPatch { get; init; }

    /// <summary>Whether the patch strategy includes <c>retainKeys</c>: a strategic merge patch may list the keys to keep.</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>The default for a key that a list item omits; null if there is none.</summary>
    public JsonNode? Default { get; init; }
}
