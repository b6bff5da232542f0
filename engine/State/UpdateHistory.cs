using System.Globalization;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>The files of an update in a stack's history.</summary>
/// <param name="Record">The location of the record.</param>
/// <param name="Checkpoint">The location of the state that the update led to.</param>
/// <param name="Stamp">The time in its name, in nanoseconds since 1970.</param>
internal sealed record HistoryFiles(string Record, string Checkpoint, long Stamp);

/// <summary>The updates of a stack in the history folder. The n-th is version n, as in <c>stack history</c>.</summary>
internal static class UpdateHistory
{
    private const string RecordMark = ".history.json";
    private const string CheckpointMark = ".checkpoint.json";

    /// <summary>Lists the updates, the first one first.</summary>
    public static IReadOnlyList<HistoryFiles> List(IStateStore store, StackName stack)
    {
        var files = store.ListFiles(store.Layout.HistoryFolder(stack)).ToHashSet();
        return
        [
            .. files
                .Select(path => (Path: path, Stamp: FindStamp(Path.GetFileName(path))))
                .Where(file => file.Stamp is not null)
                .OrderBy(file => file.Stamp)
                .Select(file => new HistoryFiles(file.Path, FindCheckpoint(file.Path, files), file.Stamp!.Value)),
        ];
    }

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
