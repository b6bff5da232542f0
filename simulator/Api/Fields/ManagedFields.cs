using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>A field manager: name, operation, API version and subresource.</summary>
internal sealed record FieldManagerIdentity(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>The key of the manager's entry. For applies it omits the API version.</summary>
    public FieldManagerIdentity Identity => Operation == Apply ? this with { ApiVersion = "" } : this;

    /// <summary>The text by which Kubernetes orders managers: the JSON of the entry's key.</summary>
    public string Key =>
        $"{{\"manager\":\"{Manager}\",\"operation\":\"{Operation}\""
        + (Identity.ApiVersion.Length > 0 ? $",\"apiVersion\":\"{ApiVersion}\"" : "")
        + (Subresource.Length > 0 ? $",\"subresource\":\"{Subresource}\"" : "")
        + "}";

    /// <summary>Formats the manager as in conflicts.</summary>
    public string Format() =>
        $"\"{Manager}\""
        + (Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")
        + (Operation == Update ? $" using {ApiVersion}" : "");
}

/// <summary><c>metadata.managedFields</c>.</summary>
internal sealed class ManagedFields
{
    private readonly Dictionary<FieldManagerIdentity, ManagedEntry> _entries = [];

    public IEnumerable<ManagedEntry> Entries => _entries.Values;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Reads entries of any origin, also those without fields.</summary>
    /// <exception cref="FormatException">An entry or a path is malformed.</exception>
    public static ManagedFields FromJson(JsonArray? json)
    {
        var managed = new ManagedFields();
        foreach (var entry in (json ?? []).OfType<JsonObject>())
        {
            var manager = ManagedEntry.GetManager(entry);
            if (
                manager is not { Operation: FieldManagerIdentity.Apply or FieldManagerIdentity.Update, ApiVersion.Length: > 0 }
                || entry.Text("fieldsType") != ManagedEntry.FieldsType
            )
            {
                throw new FormatException($"the entry of {manager.Manager} is incomplete");
            }

            var fields = FieldSet.FromJson(entry.Map(ManagedEntry.FieldsKey) ?? []);
            managed._entries[manager.Identity] = new ManagedEntry(manager, entry.Text("time"), fields);
        }

        return managed;
    }

    /// <summary>Reads the entries of a stored object.</summary>
    public static ManagedFields FromStored(JsonArray? json)
    {
        var managed = new ManagedFields();
        foreach (var entry in (json ?? []).OfType<JsonObject>().Select(ManagedEntry.FromStored))
        {
            managed._entries[entry.Manager.Identity] = entry;
        }

        return managed;
    }

    public ManagedEntry? Find(FieldManagerIdentity manager) => _entries.GetValueOrDefault(manager.Identity);

    /// <summary>Replaces a manager's entry, or removes it if it has no fields.</summary>
    public void Set(ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty)
        {
            _entries.Remove(entry.Manager.Identity);
        }
        else
        {
            _entries[entry.Manager.Identity] = entry;
        }
    }

    public void Remove(FieldManagerIdentity manager) => _entries.Remove(manager.Identity);

    /// <summary>Removes the entries that have no fields, and those of versions that do not exist.</summary>
    public void RemoveObsolete(FieldVersions versions)
    {
        foreach (var (key, entry) in _entries)
        {
            if (!entry.HasFields || !versions.Exists(entry.Manager.ApiVersion))
            {
                _entries.Remove(key);
            }
        }
    }

    /// <summary>Formats the entries, ordered by operation, time and manager; null for none.</summary>
    public JsonArray? ToJson() => ToJson(_entries.Values);

    /// <summary>Formats entries, ordered by operation, time and manager; null for none.</summary>
    public static JsonArray? ToJson(IEnumerable<ManagedEntry> entries)
    {
        var ordered = entries
            .OrderBy(entry => entry.Manager.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Subresource, StringComparer.Ordinal);
        var json = new JsonArray([.. ordered.Select(entry => entry.ToJson())]);
        return json.Count == 0 ? null : json;
    }
}
