using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// Translates managed fields between an object and its scale: the field of the replicas has another path there, and the other fields are
/// not part of it.
/// </summary>
internal sealed class ScaleFields(string apiVersion, IReadOnlyList<string> replicasPath)
{
    private const string ScaleVersion = "autoscaling/v1";

    private readonly PathElement[] _path = [.. replicasPath.Select(PathElement.Field)];
    private readonly PathElement[] _pathInScale = [PathElement.Field("spec"), PathElement.Field("replicas")];

    /// <summary>Returns the managed fields of the scale: the managers of the replicas; null for none.</summary>
    public JsonArray? ToScale(ManagedFields parent)
    {
        var entries = parent
            .Entries.Where(entry => entry.Fields.Has(_path))
            .Select(entry => new ManagedEntry(entry.Manager with { ApiVersion = ScaleVersion }, entry.Time, CreateSet(_pathInScale)));
        return ManagedFields.ToJson(entries);
    }

    /// <summary>
    /// Returns the managed fields of the object after a write of its scale; null for none. As in Kubernetes, managers of the object
    /// lose the replicas to those of the scale, whose entries have no time, and all fields are in the order of their texts.
    /// </summary>
    public JsonArray? ToObject(ManagedFields parent, ManagedFields scale)
    {
        var left = scale.Entries.Where(entry => entry.Fields.Has(_pathInScale)).ToDictionary(entry => entry.Manager.Identity);
        var result = new List<ManagedEntry>();
        foreach (var entry in parent.Entries)
        {
            if (!entry.Fields.Has(_path) || left.Remove(entry.Manager.Identity))
            {
                result.Add(entry);
            }
            else if (entry.Fields.Difference(CreateSet(_path)) is { IsEmpty: false } rest)
            {
                result.Add(entry with { Fields = rest });
            }
        }

        result.AddRange(
            left.Values.Select(entry => new ManagedEntry(entry.Manager with { ApiVersion = apiVersion }, null, CreateSet(_path)))
        );
        var json = ManagedFields.ToJson(result);
        foreach (var entry in json?.OfType<JsonObject>() ?? [])
        {
            entry["fieldsV1"] = KeySorting.Sort((JsonObject)entry["fieldsV1"]!);
        }

        return json;
    }

    private static FieldSet CreateSet(PathElement[] path)
    {
        var set = new FieldSet();
        set.Insert(path);
        return set;
    }
}
