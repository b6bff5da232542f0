using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// An entry of <c>metadata.managedFields</c>. Most writes leave most entries of an object as they are: a stored entry is parsed only when
/// its fields are needed, and written as it was stored.
/// </summary>
internal sealed record ManagedEntry
{
    public const string FieldsKey = "fieldsV1";
    public const string FieldsType = "FieldsV1";

    private readonly JsonObject? _stored;
    private readonly string? _time;
    private FieldSet? _fields;

    public ManagedEntry(FieldManagerIdentity manager, string? time, FieldSet fields) => (Manager, _time, _fields) = (manager, time, fields);

    private ManagedEntry(JsonObject stored) => (Manager, _time, _stored) = (GetManager(stored), stored.Text("time"), stored);

    public FieldManagerIdentity Manager { get; }

    public string? Time
    {
        get => _time;
        init => (_time, _fields, _stored) = (value, Fields, null);
    }

    public FieldSet Fields
    {
        get => _fields ??= FieldSet.FromJson(StoredFields);
        init => (_fields, _stored) = (value, null);
    }

    public bool HasFields => _fields is null ? StoredFields.Count > 0 : !_fields.IsEmpty;

    /// <summary>Whether an item of a list has none of the keys that identify it.</summary>
    public bool HasItemWithoutKey => _fields?.HasItemWithoutKey ?? FieldSet.HasItemWithoutKeyIn(StoredFields);

    private JsonObject StoredFields => _stored.Map(FieldsKey) ?? [];

    /// <summary>Reads an entry that was stored before. It is not changed, but shared.</summary>
    public static ManagedEntry FromStored(JsonObject stored) => new(stored);

    /// <summary>Reads the manager of an entry.</summary>
    public static FieldManagerIdentity GetManager(JsonObject entry) =>
        new(entry.Text("manager") ?? "", entry.Text("operation") ?? "", entry.Text("apiVersion") ?? "", entry.Text("subresource") ?? "");

    /// <summary>Whether the entry has a member of a set.</summary>
    public bool Overlaps(FieldSet fields) => (_fields is not null || fields.MayOverlap(StoredFields)) && Fields.Overlaps(fields);

    public JsonObject ToJson()
    {
        if (_stored is not null)
        {
            return _stored.Clone();
        }

        var json = new JsonObject
        {
            ["manager"] = Manager.Manager,
            ["operation"] = Manager.Operation,
            ["apiVersion"] = Manager.ApiVersion,
        };
        if (Time is not null)
        {
            json["time"] = Time;
        }

        json["fieldsType"] = FieldsType;
        json[FieldsKey] = Fields.ToJson();
        if (Manager.Subresource.Length > 0)
        {
            json["subresource"] = Manager.Subresource;
        }

        return json;
    }
}
