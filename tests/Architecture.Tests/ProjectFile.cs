using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>What a project file asks for, with the files that it imports by a relative path.</summary>
internal sealed record ProjectFile(IReadOnlySet<string> ProjectReferences, IReadOnlySet<string> PackageReferences)
{
    /// <summary>Reads a project by its path relative to the root. References with a condition count whatever the condition says.</summary>
    public static ProjectFile Read(string path)
    {
        var items = Items(Repository.Absolute(path)).ToList();
        return new ProjectFile(
            items.Where(item => item.Kind == "ProjectReference").Select(item => Repository.Relative(Path.GetFullPath(item.Include, item.Directory))).ToHashSet(),
            items.Where(item => item.Kind == "PackageReference").Select(item => item.Include).ToHashSet());
    }

    private static IEnumerable<(string Kind, string Include, string Directory)> Items(string file)
    {
        var document = XDocument.Load(file);
        var directory = Path.GetDirectoryName(file)!;
        var items = document.Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference" && element.Attribute("Include") is not null)
            .Select(element => (element.Name.LocalName, Expand(element.Attribute("Include")!.Value, directory), directory));
        var imported = document.Descendants("Import")
            .Select(import => Path.GetFullPath(Expand(import.Attribute("Project")!.Value, directory), directory))
            .Where(File.Exists)
            .SelectMany(Items);
        return items.Concat(imported);
    }

    private static string Expand(string text, string directory) => text
        .Replace("$(RepositoryRoot)", Repository.Root + "/", StringComparison.Ordinal)
        .Replace("$(MSBuildThisFileDirectory)", directory + "/", StringComparison.Ordinal)
        .Replace('\\', '/');
}
