using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>The type and the owners of a value in an object.</summary>
/// <param name="Type">The type; null if there is no schema.</param>
/// <param name="IsAtomic">True if the field that holds the value is replaced as a whole.</param>
/// <param name="Own">What the apply manager owns at the value and below, as <c>fieldsV1</c>; null for nothing.</param>
/// <param name="Others">What other managers own there; null for nothing.</param>
internal sealed record FieldContext(ObjectType? Type, bool IsAtomic, JsonObject? Own, JsonObject? Others)
{
    /// <summary>True for a field of an object with a schema: its manager owns it with all that is below.</summary>
    public bool IsDeclared { get; private init; }

    /// <summary>True if a map is merged field by field.</summary>
    public bool MergesFields => Type is null ? !(IsLeaf(Own) || IsLeaf(Others)) : !IsAtomic && !Type.IsAtomic;

    public FieldContext Field(string key)
    {
        var field = Type?.Fields.GetValueOrDefault(key);
        return new FieldContext(field?.Type ?? Type?.MapValues, field?.IsAtomic == true, Child(Own, $"f:{key}"), Child(Others, $"f:{key}"))
        {
            IsDeclared = field is not null,
        };
    }

    public FieldContext Item(ListIdentity identity, string key) =>
        new(Type?.Items, IsAtomic: false, identity.Find(Own, key), identity.Find(Others, key));

    private static JsonObject? Child(JsonObject? fields, string key) => fields?[key] as JsonObject;

    private static bool IsLeaf(JsonObject? fields) => fields is { Count: 0 };
}
