using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Architecture.Tests;

/// <summary>A project's source files, bound against the assemblies of the projects and packages that it refers to.</summary>
internal sealed class ProjectSources
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    // The assemblies beside the tests: their own references bring every project, every package and the framework.
    private static readonly IReadOnlyDictionary<string, MetadataReference> Assemblies = (
        (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!
    )
        .Split(Path.PathSeparator)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => (MetadataReference)MetadataReference.CreateFromFile(path));

    private readonly CSharpCompilation _compilation;

    private ProjectSources(CSharpCompilation compilation) => _compilation = compilation;

    /// <summary>Parses every source file of a project's folder. Generated files are left out: they may refer to anything.</summary>
    /// <param name="project">The project's folder relative to the root.</param>
    public static ProjectSources Parse(string project)
    {
        var assembly = ProjectFile.AssemblyName(project);
        var trees = Repository
            .Files(".cs")
            .Where(file => IsOf(project, file))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.Absolute(file)), Options, file))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Options, ""));
        var hidden = Arrows.Projects.Except(ProjectFile.VisibleProjects(project)).Select(ProjectFile.AssemblyName).ToHashSet();
        var references = Assemblies.Where(named => !hidden.Contains(named.Key)).Select(named => named.Value);

        // Internals of friend assemblies resolve by the compiled assembly's name.
        return new ProjectSources(CSharpCompilation.Create(assembly, trees, references, new(OutputKind.DynamicallyLinkedLibrary)));
    }

    /// <summary>Every use of another room's type or namespace, once per file, line and target.</summary>
    public IEnumerable<RoomUse> Uses() =>
        _compilation
            .SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => new RoomUseFinder(_compilation.GetSemanticModel(tree)).Find())
            .Distinct();

    private static bool IsOf(string project, string file) =>
        file.StartsWith(project + "/", StringComparison.Ordinal)
        && !Arrows.Projects.Any(other =>
            other.StartsWith(project + "/", StringComparison.Ordinal) && file.StartsWith(other + "/", StringComparison.Ordinal)
        );
}
