using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>Who a set of fields belongs to.</summary>
internal sealed record FieldManagerIdentity(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>Appliers are the same whichever version they apply in.</summary>
    public FieldManagerIdentity Identity => Operation == Apply ? this with { ApiVersion = "" } : this;

    /// <summary>As conflicts name it.</summary>
    public string Describe() =>
        $"\"{Manager}\"" + (Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")
        + (Operation == Update ? $" using {ApiVersion}" : "");
}

/// <summary>The fields of one manager.</summary>
internal sealed record ManagedEntry(FieldManagerIdentity Manager, string? Time, FieldSet Fields);

/// <summary><c>metadata.managedFields</c>: which fields of an object belong to whom.</summary>
internal sealed class ManagedFields
{
    private readonly Dictionary<FieldManagerIdentity, ManagedEntry> _entries = [];

    public IEnumerable<ManagedEntry> Entries => _entries.Values;

    public bool IsEmpty => _entries.Count == 0;

    public static ManagedFields FromJson(JsonArray? json)
    {
        var managed = new ManagedFields();
        foreach (var entry in (json ?? []).OfType<JsonObject>())
        {
            var manager = new FieldManagerIdentity(
                entry.Text("manager") ?? "", entry.Text("operation") ?? "", entry.Text("apiVersion") ?? "", entry.Text("subresource") ?? "");
            managed.Set(new ManagedEntry(manager, entry.Text("time"), FieldSet.FromJson(entry.Map("fieldsV1") ?? [])));
        }
        return managed;
    }

    public ManagedEntry? Find(FieldManagerIdentity manager) => _entries.GetValueOrDefault(manager.Identity);

    /// <summary>Replaces a manager's entry; removes it where no fields are left.</summary>
    public void Set(ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty)
            _entries.Remove(entry.Manager.Identity);
        else
            _entries[entry.Manager.Identity] = entry;
    }

    /// <summary>The entries by operation, time and manager; null where there are none.</summary>
    public JsonArray? ToJson()
    {
        if (IsEmpty)
            return null;
        var ordered = _entries.Values
            .OrderBy(entry => entry.Manager.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Subresource, StringComparer.Ordinal);
        return new JsonArray([.. ordered.Select(ToJson)]);
    }

    private static JsonObject ToJson(ManagedEntry entry)
    {
        var json = new JsonObject { ["manager"] = entry.Manager.Manager, ["operation"] = entry.Manager.Operation, ["apiVersion"] = entry.Manager.ApiVersion };
        if (entry.Time is not null)
            json["time"] = entry.Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = entry.Fields.ToJson();
        if (entry.Manager.Subresource.Length > 0)
            json["subresource"] = entry.Manager.Subresource;
        return json;
    }
}
