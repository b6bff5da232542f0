using System.Text.Json;
using System.Text.Json.Nodes;

namespace Likeness.Kubernetes.Recordings;

/// <summary>A file of recordings.</summary>
/// <param name="Part">The folder and name of the file, without extension: <c>patch/tables</c>.</param>
/// <param name="Content">What it contains, or null if it cannot be read.</param>
/// <param name="Error">Why it cannot be read.</param>
internal sealed record RecordingFile(string Part, JsonObject? Content, string? Error)
{
    /// <summary>Reads all recordings below a folder, in the order of their names.</summary>
    /// <param name="path">A folder, or a single file.</param>
    public static IEnumerable<RecordingFile> ReadAll(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            return [Read(full, full)];
        }

        return Directory
            .EnumerateFiles(full, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Read(file, full));
    }

    private static RecordingFile Read(string file, string root)
    {
        // A file directly in the folder keeps the name of its folder, so that a part is named the same wherever the replay begins.
        var folder = Path.GetDirectoryName(file)!;
        var start = folder == root || file == root ? Path.GetDirectoryName(folder) ?? folder : root;
        var part = Path.ChangeExtension(Path.GetRelativePath(start, file), null).Replace('\\', '/');
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject content
                ? new RecordingFile(part, content, null)
                : new RecordingFile(part, null, "no JSON object");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return new RecordingFile(part, null, exception.Message);
        }
    }
}
