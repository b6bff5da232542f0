using System.Globalization;

namespace Infra.Engine.State;

/// <summary>The files of an update in a stack's history.</summary>
/// <param name="Record">The path of the record.</param>
/// <param name="Stamp">The time in its name, in nanoseconds since 1970.</param>
internal sealed record HistoryFiles(string Record, long Stamp)
{
    /// <summary>The path of the state that the update led to.</summary>
    public string Checkpoint => UpdateHistory.FindCheckpoint(Record);
}

/// <summary>The updates of a stack in the history folder. The n-th is version n, as in <c>stack history</c>.</summary>
internal static class UpdateHistory
{
    private const string RecordMark = ".history.json";
    private const string CheckpointMark = ".checkpoint.json";

    /// <summary>Lists the updates, the first one first.</summary>
    public static IReadOnlyList<HistoryFiles> List(BackendLayout layout, StackName stack)
    {
        var folder = layout.HistoryFolder(stack);
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Select(path => (Path: path, Stamp: FindStamp(Path.GetFileName(path))))
                    .Where(file => file.Stamp is not null)
                    .OrderBy(file => file.Stamp)
                    .Select(file => new HistoryFiles(file.Path, file.Stamp!.Value)),
            ]
            : [];
    }

    /// <summary>The path of the state that an update led to.</summary>
    public static string FindCheckpoint(string record)
    {
        var plain = record[..record.LastIndexOf(RecordMark, StringComparison.Ordinal)] + CheckpointMark;
        return !File.Exists(plain) && File.Exists(plain + Gzip.Extension) ? plain + Gzip.Extension : plain;
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
