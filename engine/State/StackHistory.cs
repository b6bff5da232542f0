using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>The files of an update in a stack's history.</summary>
/// <param name="Record">The location of the record.</param>
/// <param name="Checkpoint">The location of the state that the update led to.</param>
/// <param name="Stamp">The time in its name, in nanoseconds since 1970.</param>
internal sealed record HistoryFiles(string Record, string Checkpoint, long Stamp);

/// <summary>
/// A stack's history, which updates of this engine and of Pulumi write. The n-th update is version n, as in <c>stack history</c>.
/// </summary>
public sealed class StackHistory
{
    private const string RecordMark = ".history.json";
    private const string CheckpointMark = ".checkpoint.json";

    private readonly IStateStore _store;
    private readonly StackName _stack;

    internal StackHistory(IStateStore store, StackName stack) => (_store, _stack) = (store, stack);

    /// <summary>The number of the latest update; 0 before the first one.</summary>
    public int Version => ListFiles().Count;

    /// <summary>Reads a page of the history, the latest update first.</summary>
    /// <param name="page">The page, from 1.</param>
    /// <param name="pageSize">The number of updates on a page; 0 for all.</param>
    /// <exception cref="StateException">A file of the history is not valid.</exception>
    public IReadOnlyList<UpdateRecord> Read(int page = 1, int pageSize = 0)
    {
        var files = ListFiles().Select((update, i) => (update.Record, Version: i + 1)).Reverse();
        return
        [
            .. (pageSize > 0 ? files.Skip((Math.Max(page, 1) - 1) * pageSize).Take(pageSize) : files).Select(update =>
                Read(update.Record, update.Version)
            ),
        ];
    }

    /// <summary>Reads an update.</summary>
    /// <param name="version">Its number, from 1.</param>
    /// <exception cref="StateException">Its file is not valid.</exception>
    internal UpdateRecord ReadVersion(int version) => Read(ListFiles()[version - 1].Record, version);

    /// <summary>Lists the files of the updates, the first one first.</summary>
    internal IReadOnlyList<HistoryFiles> ListFiles()
    {
        var files = _store.ListFiles(_store.Layout.HistoryFolder(_stack)).ToHashSet();
        return
        [
            .. files
                .Select(path => (Path: path, Stamp: FindStamp(Path.GetFileName(path))))
                .Where(file => file.Stamp is not null)
                .OrderBy(file => file.Stamp)
                .Select(file => new HistoryFiles(file.Path, FindCheckpoint(file.Path, files), file.Stamp!.Value)),
        ];
    }

    private UpdateRecord Read(string file, int version)
    {
        var content = _store.Read(file)?.Content ?? throw new StateException($"{file}: was deleted meanwhile; run the command again");
        try
        {
            var root = JsonNode.Parse(Gzip.Unpack(content)) as JsonObject ?? throw new JsonException("it is not an object");
            return new UpdateRecord
            {
                Version = version,
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

    private static string FindCheckpoint(string record, HashSet<string> files)
    {
        var plain = record[..record.LastIndexOf(RecordMark, StringComparison.Ordinal)] + CheckpointMark;
        return !files.Contains(plain) && files.Contains(plain + Gzip.Extension) ? plain + Gzip.Extension : plain;
    }

    /// <summary>
    /// Finds the time in a record's name, in nanoseconds; null for other files. The name may be that before the stack was renamed.
    /// </summary>
    private static long? FindStamp(string name)
    {
        var end = name.LastIndexOf(RecordMark, StringComparison.Ordinal);
        return
            end > 0
            && name[(end + RecordMark.Length)..] is "" or Gzip.Extension
            && long.TryParse(
                name.AsSpan(name.LastIndexOf('-', end) + 1, end - name.LastIndexOf('-', end) - 1),
                CultureInfo.InvariantCulture,
                out var stamp
            )
            ? stamp
            : null;
    }
}
