using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// The rooms and the arrows between them, as the <c>arrows</c> blocks of docs/architecture.md list them: a line names a folder and the
/// folders it may use. The nearest listed ancestor of a file is its room.
/// </summary>
internal static partial class Arrows
{
    private const string Page = "docs/architecture.md";

    /// <summary>For each room the rooms it may use.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> All { get; } = Read();

    /// <summary>The rooms that are projects.</summary>
    public static IReadOnlySet<string> Projects { get; } =
        Repository.Files(".csproj").Where(path => !path.StartsWith("tests/", StringComparison.Ordinal)).Select(Folder).ToHashSet();

    /// <summary>Finds the room of a file by its path from the root, or null where no listed folder holds it.</summary>
    public static string? FindRoom(string file)
    {
        var folder = Folder(file);
        while (folder.Length > 0 && !All.ContainsKey(folder))
        {
            folder = Folder(folder);
        }

        return folder.Length > 0 ? folder : null;
    }

    /// <summary>
    /// Tells whether code of one room may use code of another. A project's root folder is the top of its project and may use every room of
    /// it, unless a room of it has an arrow to the root.
    /// </summary>
    public static bool Allow(string from, string to) => from == to || All[from].Contains(to) || (IsTop(from) && IsInside(from, to));

    /// <summary>Tells whether a room is a project's root folder that its own rooms do not use.</summary>
    private static bool IsTop(string room) =>
        Projects.Contains(room) && !All.Any(arrow => IsInside(room, arrow.Key) && arrow.Value.Contains(room));

    private static bool IsInside(string project, string room) =>
        room.StartsWith(project + "/", StringComparison.Ordinal) && !Projects.Contains(room);

    public static string Folder(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";

    private static Dictionary<string, IReadOnlySet<string>> Read()
    {
        var arrows = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var lines =
            from Match block in Block().Matches(File.ReadAllText(Repository.Absolute(Page)))
            from line in block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            select line.Split("->", StringSplitOptions.TrimEntries);
        foreach (var line in lines)
        {
            if (line.Length != 2)
            {
                throw new FormatException($"{Page}: '{string.Join("->", line)}' is not of the form 'room -> room, room'.");
            }

            var targets = line[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
            if (!arrows.TryAdd(line[0], targets))
            {
                throw new FormatException($"{Page} lists {line[0]} twice.");
            }
        }

        return arrows;
    }

    [GeneratedRegex(@"^```arrows\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
