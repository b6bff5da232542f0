using System.Collections.Immutable;
using System.Text;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Plans the entries of ConfigMaps and Secrets from which the files of a service are mounted.</summary>
internal static class FilePlanner
{
    /// <summary>The most characters of a key of a ConfigMap or Secret (<c>IsConfigMapKey</c>).</summary>
    public const int KeyLength = 253;

    public static ImmutableArray<MountedFile> Plan(IReadOnlyDictionary<string, FileSettings> files) =>
        [.. files.Select(file => Plan(file.Key, file.Value))];

    /// <summary>Plans a file or folder whose settings are valid.</summary>
    public static MountedFile Plan(string path, FileSettings file) =>
        new()
        {
            Path = path,
            IsFolder = file.Folder is not null,
            IsSecret = file.IsSecret,
            Mode = file.Mode?.Value,
            Entries = file.Folder is null ? [PlanSingle(path, file)] : PlanFolder(file.ProjectFiles),
        };

    /// <summary>
    /// The key of a path: letters, digits, '-', '_' and '.', but neither '.' alone nor '..' first. Slashes become "_.", underscores are
    /// doubled and other characters become "_" and two hexadecimal digits per byte, so that different paths have different keys.
    /// </summary>
    public static string Key(string path)
    {
        var key = new StringBuilder();
        foreach (var letter in Encoding.UTF8.GetBytes(path.Trim('/')).Select(letter => (char)letter))
        {
            key = letter switch
            {
                '_' => key.Append("__"),
                '/' => key.Append("_."),
                '-' or '.' => key.Append(letter),
                _ when char.IsAsciiLetterOrDigit(letter) => key.Append(letter),
                _ => key.Append('_').Append(Convert.ToHexStringLower([(byte)letter])),
            };
        }

        var text = key.ToString();
        return text == "." || text.StartsWith("..", StringComparison.Ordinal) ? $"_2e{text[1..]}" : text;
    }

    private static FileEntry PlanSingle(string path, FileSettings file)
    {
        var key = Key(path);
        return file switch
        {
            { Content: { } text } => new FileEntry(key, key, null, FileContent.FromText(text.Value)),
            { Base64: { } base64 } => new FileEntry(key, key, null, FileContent.FromBytes(Convert.FromBase64String(base64.Value))),
            _ => PlanEntry(key, key, file.ProjectFiles[0]),
        };
    }

    /// <summary>Names that are valid keys are kept, as <c>kubectl create configmap --from-file</c> does.</summary>
    private static ImmutableArray<FileEntry> PlanFolder(ImmutableArray<ProjectFile> files)
    {
        var areKeys = files.All(file => IsKey(file.Name));
        return [.. files.Select(file => PlanEntry(areKeys ? file.Name : Key(file.Name), file.Name, file))];
    }

    private static FileEntry PlanEntry(string key, string name, ProjectFile file) =>
        new(key, name, file.Source, FileContent.FromBytes(file.Content.Span));

    private static bool IsKey(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !name.StartsWith("..", StringComparison.Ordinal);
}
