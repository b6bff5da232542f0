using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The references of a project file and of the files that it imports by a relative path.</summary>
internal sealed partial record ProjectFile(
    IReadOnlySet<string> ProjectReferences,
    IReadOnlySet<string> PrivateReferences,
    IReadOnlySet<string> PackageReferences
)
{
    /// <summary>Reads a project by its path relative to the root. Conditions are ignored.</summary>
    public static ProjectFile Read(string path)
    {
        var items = Items(Repository.Absolute(path)).ToList();
        return new ProjectFile(
            items.Where(item => item.Kind == "ProjectReference").Select(Project).ToHashSet(),
            items.Where(item => item.Kind == "ProjectReference" && item.IsPrivate).Select(Project).ToHashSet(),
            items.Where(item => item.Kind == "PackageReference").Select(item => item.Include).ToHashSet()
        );
    }

    /// <summary>The folders of the projects whose types a project can name: those it refers to, and those that they pass on.</summary>
    public static IReadOnlySet<string> VisibleProjects(string folder)
    {
        var visible = new HashSet<string>(StringComparer.Ordinal);
        Add(folder, _ => true);
        return visible;

        void Add(string project, Func<string, bool> passesOn)
        {
            var file = Read(Repository.Relative(FileOf(project)));
            foreach (var reference in file.ProjectReferences.Where(passesOn).Select(Arrows.Folder).Where(visible.Add))
            {
                var next = Read(Repository.Relative(FileOf(reference)));
                Add(reference, path => !next.PrivateReferences.Contains(path));
            }
        }
    }

    /// <summary>The projects of a solution, as paths relative to the root.</summary>
    public static IEnumerable<string> InSolution(string solution) =>
        ProjectLine()
            .Matches(File.ReadAllText(Repository.Absolute(solution)))
            .Select(match => match.Groups["path"].Value.Replace('\\', '/'));

    /// <summary>The name of the assembly that a project's folder compiles to.</summary>
    public static string AssemblyName(string folder)
    {
        var file = FileOf(folder);
        return XDocument.Load(file).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file);
    }

    private static IEnumerable<Item> Items(string file)
    {
        var document = XDocument.Load(file);
        var directory = Path.GetDirectoryName(file)!;
        var items = document
            .Descendants()
            .Where(element =>
                element.Name.LocalName is "ProjectReference" or "PackageReference" && element.Attribute("Include") is not null
            )
            .Select(element => new Item(
                element.Name.LocalName,
                Expand(element.Attribute("Include")!.Value, directory),
                directory,
                element.Attribute("PrivateAssets")?.Value is "compile" or "all"
            ));
        var imported = document
            .Descendants("Import")
            .Select(import => Path.GetFullPath(Expand(import.Attribute("Project")!.Value, directory), directory))
            .Where(File.Exists)
            .SelectMany(Items);
        return items.Concat(imported);
    }

    [GeneratedRegex(@"^Project\(""\{[^}]*\}""\) = ""[^""]*"", ""(?<path>[^""]*\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();

    private static string Expand(string text, string directory) =>
        text.Replace("$(RepositoryRoot)", Repository.Root + "/", StringComparison.Ordinal)
            .Replace("$(MSBuildThisFileDirectory)", directory + "/", StringComparison.Ordinal)
            .Replace('\\', '/');

    private static string FileOf(string folder) => Directory.EnumerateFiles(Repository.Absolute(folder), "*.csproj").Single();

    private static string Project(Item item) => Repository.Relative(Path.GetFullPath(item.Include, item.Directory));

    private sealed record Item(string Kind, string Include, string Directory, bool IsPrivate);
}
