using System.Text.Json.Nodes;

namespace Likeness.Running;

/// <summary>An operation on a resource, reduced from the engine's events as the recordings are.</summary>
/// <param name="Json">The operation as in <c>result.json</c>.</param>
/// <param name="Begin">The position of its announcement among all events.</param>
/// <param name="End">The position of its end; the largest number if it never ended.</param>
internal sealed record EngineOperation(JsonObject Json, int Begin, int End)
{
    public string Op => (string)Json["op"]!;

    public string Urn => (string)Json["urn"]!;
}

/// <summary>What the engine did: operations, diagnostics, summaries.</summary>
internal sealed class EngineActivity
{
    private readonly List<(JsonObject Json, int Begin)> _open = [];
    private readonly List<EngineOperation> _operations = [];

    public IReadOnlyList<EngineOperation> Operations => _operations;

    public JsonArray Diagnostics { get; } = [];

    public JsonArray Summary { get; } = [];

    /// <summary>Reduces events to what the last phase did: the change where a plan came before it.</summary>
    public static EngineActivity From(List<JsonObject> events)
    {
        var activity = new EngineActivity();
        for (var i = Math.Max(events.FindLastIndex(item => item.ContainsKey("preludeEvent")), 0); i < events.Count; i++)
        {
            activity.Add(events[i], i);
        }

        activity.Close();
        return activity;
    }

    private void Add(JsonObject item, int position)
    {
        if (item["resourcePreEvent"] is JsonObject begun)
        {
            _open.Add((Describe(begun), position));
        }
        else if (item["resOutputsEvent"] is JsonObject ended)
        {
            End(Describe(ended), position);
        }
        else if (item["resOpFailedEvent"] is JsonObject failed)
        {
            var operation = Describe(failed);
            operation["failed"] = true;
            End(operation, position);
        }
        else if (item["diagnosticEvent"] is JsonObject diagnostic)
        {
            AddDiagnostic(diagnostic);
        }
        else if (item["summaryEvent"] is JsonObject summary)
        {
            Summary.Add(
                new JsonObject
                {
                    ["maybeCorrupt"] = summary["maybeCorrupt"]?.DeepClone(),
                    ["resourceChanges"] = summary["resourceChanges"]?.DeepClone() ?? new JsonObject(),
                    ["isPreview"] = summary["isPreview"]?.DeepClone(),
                    ["result"] = summary["result"]?.DeepClone(),
                }
            );
        }
    }

    private void AddDiagnostic(JsonObject diagnostic)
    {
        var severity = (string)diagnostic["severity"]!;
        if (severity == "debug" || (bool?)diagnostic["ephemeral"] == true)
        {
            return;
        }

        var added = new JsonObject { ["severity"] = severity, ["message"] = diagnostic["message"]?.DeepClone() };
        if (diagnostic["urn"] is { } urn)
        {
            added["urn"] = urn.DeepClone();
        }

        Diagnostics.Add(added);
    }

    private void End(JsonObject operation, int position)
    {
        var (op, urn) = ((string)operation["op"]!, (string)operation["urn"]!);
        var index = _open.FindIndex(open => (string)open.Json["urn"]! == urn && (string)open.Json["op"]! == op);
        if (index < 0)
        {
            // A refresh ends as what it found.
            index = _open.FindIndex(open => (string)open.Json["urn"]! == urn && (string)open.Json["op"]! == "refresh");
        }

        var begin = position;
        if (index >= 0)
        {
            var announced = (string)_open[index].Json["op"]!;
            if (announced != op)
            {
                operation["announced"] = announced;
            }

            begin = _open[index].Begin;
            _open.RemoveAt(index);
        }

        _operations.Add(new EngineOperation(operation, begin, position));
    }

    /// <summary>Adds what never ended. A resource that stays the same has no operation to end.</summary>
    private void Close()
    {
        foreach (var (json, begin) in _open.Where(open => (string)open.Json["op"]! != "same"))
        {
            json["finished"] = false;
            _operations.Add(new EngineOperation(json, begin, int.MaxValue));
        }
    }

    private static JsonObject Describe(JsonObject item)
    {
        var metadata = item["metadata"]!;
        var operation = new JsonObject { ["op"] = metadata["op"]!.DeepClone(), ["urn"] = metadata["urn"]!.DeepClone() };
        foreach (var member in (string[])["keys", "diffs", "detailedDiff"])
        {
            if (metadata[member] is JsonArray { Count: > 0 } or JsonObject { Count: > 0 })
            {
                operation[member] = metadata[member]!.DeepClone();
            }
        }

        foreach (var (name, value) in ((string, JsonNode?)[])[("planned", item["planning"]), ("logical", metadata["logical"])])
        {
            if ((bool?)value == true)
            {
                operation[name] = true;
            }
        }

        return operation;
    }
}
