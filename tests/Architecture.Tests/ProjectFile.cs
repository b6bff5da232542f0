using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The items of a project file and of the files that it imports by a relative path.</summary>
/// <param name="ProjectReferences">The projects that it refers to, as paths relative to the root.</param>
/// <param name="PrivateReferences">Those of them that it does not pass on.</param>
/// <param name="PackageReferences">The names of packages.</param>
/// <param name="Usings">The namespaces that every source file uses.</param>
/// <param name="Links">The files of other folders that are compiled, embedded or read by the generator, as paths relative to the
/// root.</param>
internal sealed partial record ProjectFile(
    IReadOnlySet<string> ProjectReferences,
    IReadOnlySet<string> PrivateReferences,
    IReadOnlySet<string> PackageReferences,
    IReadOnlyList<string> Usings,
    IReadOnlyList<string> Links
)
{
    private static readonly string[] ItemKinds =
    [
        "ProjectReference",
        "PackageReference",
        "Using",
        "Compile",
        "EmbeddedResource",
        "GeneratorSchema",
    ];

    private const string Generated = "$(GeneratedFolder)";

    private static readonly string[] FileKinds = ["Compile", "EmbeddedResource", "GeneratorSchema"];

    /// <summary>The linked C# files.</summary>
    public IEnumerable<string> LinkedSources => Links.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Reads a project by its path relative to the root. Conditions are ignored.</summary>
    public static ProjectFile Read(string path)
    {
        var items = Items(Repository.Absolute(path)).ToList();
        return new ProjectFile(
            items.Where(item => item.Kind == "ProjectReference").Select(FilePath).ToHashSet(),
            items.Where(item => item.Kind == "ProjectReference" && item.IsPrivate).Select(FilePath).ToHashSet(),
            items.Where(item => item.Kind == "PackageReference").Select(item => item.Include).ToHashSet(),
            [.. items.Where(item => item.Kind == "Using").Select(UsingDirective)],
            [.. items.Where(item => FileKinds.Contains(item.Kind)).Select(FilePath).Where(file => !IsInFolderOf(path, file))]
        );
    }

    /// <summary>Reads the project of a folder.</summary>
    public static ProjectFile ReadFolder(string folder) => Read(Repository.Relative(FileOf(folder)));

    /// <summary>The folders of the projects whose types a project can name: those it refers to, and those that they pass on.</summary>
    public static IReadOnlySet<string> VisibleProjects(string folder)
    {
        var visible = new HashSet<string>(StringComparer.Ordinal);
        Add(folder, _ => true);
        return visible;

        void Add(string project, Func<string, bool> passesOn)
        {
            var file = ReadFolder(project);
            foreach (var reference in file.ProjectReferences.Where(passesOn).Select(Arrows.Folder).Where(visible.Add))
            {
                var next = ReadFolder(reference);
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
            .Where(element => ItemKinds.Contains(element.Name.LocalName))
            .Select(element => (Element: element, Include: element.Attribute("Include")?.Value ?? element.Value))
            .Where(item => item.Include.Length > 0 && !item.Include.StartsWith(Generated, StringComparison.Ordinal))
            .Select(item => new Item(item.Element, Expand(item.Include, directory), directory));
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

    private static string FilePath(Item item) => Repository.Relative(Path.GetFullPath(item.Include, item.Directory));

    private static bool IsInFolderOf(string project, string file) =>
        file.StartsWith(Arrows.Folder(project) + "/", StringComparison.Ordinal);

    private static string UsingDirective(Item item) =>
        item.Element.Attribute("Static")?.Value == "true" ? $"static {item.Include}"
        : item.Element.Attribute("Alias")?.Value is { } alias ? $"{alias} = {item.Include}"
        : item.Include;

    private sealed record Item(XElement Element, string Include, string Directory)
    {
        public string Kind => Element.Name.LocalName;

        public bool IsPrivate => Element.Attribute("PrivateAssets")?.Value is "compile" or "all";
    }
}
