using System.Globalization;

namespace Infra.Engine.State;

/// <summary>The files of an update in a stack's history.</summary>
/// <param name="Record">The path of the record.</param>
/// <param name="Checkpoint">The path of the state it led to.</param>
internal sealed record HistoryFiles(string Record, string Checkpoint);

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
                    .Select(file => new HistoryFiles(file.Path, FindCheckpoint(file.Path))),
            ]
            : [];
    }

    /// <summary>
    /// Finds the time in a record's name, in nanoseconds; null for other files. The name may be that before the stack was renamed.
    /// </summary>
    private static long? FindStamp(string name)
    {
        var end = name.LastIndexOf(RecordMark, StringComparison.Ordinal);
        return
            end > 0
            && name[(end + RecordMark.Length)..] is "" or ".gz"
            && long.TryParse(
                name.AsSpan(name.LastIndexOf('-', end) + 1, end - name.LastIndexOf('-', end) - 1),
                CultureInfo.InvariantCulture,
                out var stamp
            )
            ? stamp
            : null;
    }

    private static string FindCheckpoint(string record)
    {
        var plain = record[..record.LastIndexOf(RecordMark, StringComparison.Ordinal)] + CheckpointMark;
        return !File.Exists(plain) && File.Exists(plain + ".gz") ? plain + ".gz" : plain;
    }
}
