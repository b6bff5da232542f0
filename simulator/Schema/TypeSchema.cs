using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Schema;

/// <summary>What kind of value a field holds.</summary>
internal enum FieldType
{
    /// <summary>Any JSON, kept as it is.</summary>
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

/// <summary>The shape of a value: of a whole kind, or of a field of one.</summary>
internal sealed class TypeSchema(FieldType type, string name)
{
    public FieldType Type { get; } = type;

    /// <summary>The type's name as Kubernetes' messages give it, such as <c>DeploymentSpec</c> or <c>int32</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Fields in the order they are written; of objects.</summary>
    public IReadOnlyList<FieldSchema> Fields { get; set; } = [];

    public FrozenDictionary<string, FieldSchema> ByName { get; set; } = FrozenDictionary<string, FieldSchema>.Empty;

    /// <summary>Of lists.</summary>
    public TypeSchema? Items { get; init; }

    /// <summary>Of maps.</summary>
    public TypeSchema? Values { get; init; }

    public ListMerge ListMerge { get; init; } = ListMerge.Atomic;

    /// <summary>The fields that tell the items of a list apart.</summary>
    public IReadOnlyList<string> MapKeys { get; init; } = [];

    /// <summary>The object or map is merged as one value.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Fields the schema does not know are kept (custom resources).</summary>
    public bool KeepsUnknownFields { get; init; }

    /// <summary>The value is a whole Kubernetes object (custom resources).</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary>Null is a value of its own (custom resources).</summary>
    public bool IsNullable { get; init; }

    /// <summary>Numbers fit 32 bits.</summary>
    public bool Is32Bit => Name == "int32";

    public FieldSchema? Field(string name) => ByName.GetValueOrDefault(name);

    public void SetFields(IReadOnlyList<FieldSchema> fields)
    {
        Fields = fields;
        ByName = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }
}

/// <summary>A field of an object.</summary>
internal sealed record FieldSchema(string Name, TypeSchema Type)
{
    /// <summary>The number in protobuf, after those of the messages that JSON does not nest.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>Written even when there is nothing in it.</summary>
    public bool IsAlwaysWritten { get; init; }

    /// <summary>Absent, it is written as null, not as an empty object.</summary>
    public bool IsNullWhenAbsent { get; init; }

    /// <summary>Not written when zero, false or empty text.</summary>
    public bool IsOmittedWhenZero { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>The field that tells items apart in a strategic merge patch.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>A strategic merge patch merges the list instead of replacing it.</summary>
    public bool IsMergedByPatch { get; init; }

    /// <summary>A strategic merge patch may name the keys to keep.</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>The value of an absent field; also stands for an absent key of a list's item.</summary>
    public JsonNode? Default { get; init; }
}
