using System.Text;
using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// The list of the files that a rendering wrote, kept beside them. The next rendering overwrites and removes these files and no others.
/// </summary>
internal static class RenderRecord
{
    public const string FileName = ".infra-render.json";

    private const int Version = 1;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads the relative paths of the files; empty for a new folder.</summary>
    /// <exception cref="InvalidOperationRequestException">The record is damaged, or a path leaves the folder.</exception>
    public static IReadOnlySet<string> Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return new HashSet<string>();
        }

        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Format);
        }
        catch (JsonException)
        {
            throw Damaged(path, "it is not valid JSON of its form");
        }

        if (content is not { Version: Version, Files: { } files })
        {
            throw Damaged(path, $"it has no list of files, or not the version {Version}");
        }

        return files.Find(file => !IsInside(file)) is { } outside
            ? throw Damaged(path, $"'{outside}' is not a path inside the folder")
            : files.ToHashSet(StringComparer.Ordinal);
    }

    public static void Write(string directory, IEnumerable<string> files)
    {
        var content = new Content(Version, [.. files.Order(StringComparer.Ordinal)]);
        DurableFile.Write(
            Path.Combine(directory, FileName),
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content, Format) + "\n"),
            FilePermissions.Umask
        );
    }

    private static bool IsInside(string file) =>
        file.Length > 0 && !Path.IsPathRooted(file) && file.Split('/').All(part => part is not ("" or "." or ".."));

    private static InvalidOperationRequestException Damaged(string path, string problem) =>
        new($"{path}: the list of rendered files is damaged: {problem}; restore it, or render to an empty folder");

    private sealed record Content(int Version, List<string> Files);
}
