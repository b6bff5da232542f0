using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>An update in a stack's history.</summary>
public sealed record UpdateRecord
{
    /// <summary>Its kind: update, refresh, destroy, import.</summary>
    public required string Kind { get; init; }

    /// <summary>How it ended: succeeded, failed, in-progress.</summary>
    public required string Result { get; init; }

    /// <summary>The user's message.</summary>
    public required string Message { get; init; }

    /// <summary>The beginning, in whole seconds.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The end, in whole seconds.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>What the program and the command ran in, by name.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The number of resources by step.</summary>
    public required IReadOnlyDictionary<string, int> ResourceChanges { get; init; }

    /// <summary>The configuration by full key, with encrypted secrets in the form of stack files.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Config { get; init; }
}

/// <summary>Reads a stack's history, which updates of this engine and of Pulumi write.</summary>
public sealed class StackHistory
{
    private readonly IStateStore _store;
    private readonly StackName _stack;

    internal StackHistory(IStateStore store, StackName stack) => (_store, _stack) = (store, stack);

    /// <summary>Reads a page of the history, the latest update first.</summary>
    /// <param name="page">The page, from 1.</param>
    /// <param name="pageSize">The number of updates on a page; 0 for all.</param>
    /// <exception cref="StateException">A file of the history is not valid.</exception>
    public IReadOnlyList<UpdateRecord> Read(int page = 1, int pageSize = 0)
    {
        var files = UpdateHistory.List(_store, _stack).Reverse().Select(update => update.Record);
        return [.. (pageSize > 0 ? files.Skip((Math.Max(page, 1) - 1) * pageSize).Take(pageSize) : files).Select(Read)];
    }

    /// <summary>Reads an update.</summary>
    /// <param name="version">Its number, from 1.</param>
    /// <exception cref="StateException">Its file is not valid.</exception>
    internal UpdateRecord ReadVersion(int version) => Read(UpdateHistory.List(_store, _stack)[version - 1].Record);

    private UpdateRecord Read(string file)
    {
        var content = _store.Read(file)?.Content ?? throw new StateException($"{file}: was deleted meanwhile; run the command again");
        try
        {
            var root = JsonNode.Parse(Gzip.Unpack(content)) as JsonObject ?? throw new JsonException("it is not an object");
            return new UpdateRecord
            {
                Kind = Text(root, "kind"),
                Result = Text(root, "result"),
                Message = Text(root, "message"),
                Started = Time(root, "startTime"),
                Ended = Time(root, "endTime"),
                Environment = Map(root, "environment", value => value?.GetValue<string>() ?? ""),
                ResourceChanges = Map(root, "resourceChanges", value => value?.GetValue<int>() ?? 0),
                Config = Map(root, "config", value => value),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new StateException($"{file}: is not an entry of the history: {error.Message}; delete or restore it", error);
        }
    }

    private static string Text(JsonObject root, string key) => root[key]?.GetValue<string>() ?? "";

    private static DateTimeOffset Time(JsonObject root, string key) => DateTimeOffset.FromUnixTimeSeconds(root[key]?.GetValue<long>() ?? 0);

    private static SortedDictionary<string, T> Map<T>(JsonObject root, string key, Func<JsonNode?, T> read) =>
        new((root[key] as JsonObject)?.ToDictionary(entry => entry.Key, entry => read(entry.Value)) ?? [], StringComparer.Ordinal);
}
