using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>A project's source files, bound against the assemblies of the projects and packages that it refers to.</summary>
internal sealed partial class ProjectSources
{
    private static readonly string[] ImplicitUsings =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private const string AttributeSuffix = "Attribute";

    // The name does not exist; the type or namespace was not found; it does not exist in the namespace.
    private static readonly string[] UnresolvedNameErrors = ["CS0103", "CS0246", "CS0234"];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    // The assemblies beside the tests, whose references bring every project, every package and the framework.
    private static readonly IReadOnlyDictionary<string, MetadataReference> Assemblies = (
        (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!
    )
        .Split(Path.PathSeparator)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .Where(path => Path.GetFileNameWithoutExtension(path) != typeof(ProjectSources).Assembly.GetName().Name)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => (MetadataReference)MetadataReference.CreateFromFile(path));

    private static readonly ConcurrentDictionary<string, ProjectSources> Parsed = new(StringComparer.Ordinal);

    private readonly CSharpCompilation _compilation;
    private readonly MetadataReference? _compiled;

    private ProjectSources(CSharpCompilation compilation, MetadataReference? compiled) =>
        (_compilation, _compiled) = (compilation, compiled);

    /// <summary>
    /// Parses every source file of a project: those of its folder, and those of other folders that it links. Generated files are left out:
    /// they may refer to anything.
    /// </summary>
    /// <param name="project">The project's folder relative to the root.</param>
    public static ProjectSources Parse(string project) => Parsed.GetOrAdd(project, ParseProject);

    private static ProjectSources ParseProject(string project)
    {
        var file = ProjectFile.ReadFolder(project);
        var paths = Repository.Files(".cs").Where(path => IsOf(project, path)).Concat(file.LinkedSources);
        return Create(project, paths.Select(path => (path, File.ReadAllText(Repository.Absolute(path)))), file.Usings);
    }

    /// <summary>Binds source files as part of a project.</summary>
    /// <param name="project">The project's folder relative to the root.</param>
    /// <param name="files">Paths relative to the root, with the text of each file.</param>
    /// <param name="usings">The namespaces of the project's <c>Using</c> items.</param>
    public static ProjectSources Create(string project, IEnumerable<(string Path, string Text)> files, IEnumerable<string> usings)
    {
        var assembly = ProjectFile.AssemblyName(project);
        var globalUsings = string.Concat(ImplicitUsings.Concat(usings).Select(name => $"global using {name};\n"));
        var trees = files
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path))
            .Append(CSharpSyntaxTree.ParseText(globalUsings, Options, ""));
        var hidden = Arrows.Projects.Except(ProjectFile.VisibleProjects(project)).Select(ProjectFile.AssemblyName).ToHashSet();
        var references = Assemblies.Where(named => !hidden.Contains(named.Key)).Select(named => named.Value);

        // The program and the command share an assembly name: the assembly beside the tests may be that of the other project.
        var isUnique = Arrows.Projects.Count(other => ProjectFile.AssemblyName(other) == assembly) == 1;

        // Internals of friend assemblies resolve by the compiled assembly's name.
        return new ProjectSources(
            CSharpCompilation.Create(assembly, trees, references, new(OutputKind.DynamicallyLinkedLibrary)),
            isUnique ? Assemblies.GetValueOrDefault(assembly) : null
        );
    }

    /// <summary>Every use of another room's type or namespace, once per file, line and target.</summary>
    public IEnumerable<RoomUse> Uses() =>
        _compilation
            .SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => new RoomUseFinder(_compilation.GetSemanticModel(tree)).Find())
            .Distinct();

    /// <summary>
    /// The names that do not resolve, whose uses the analysis would miss. Names that only the compiled project declares, and not its
    /// sources, are generated at build time and left out.
    /// </summary>
    public IEnumerable<string> UnresolvedNames()
    {
        var generated = new Lazy<HashSet<string>>(FindGeneratedNames);
        return _compilation
            .GetDiagnostics()
            .Where(diagnostic => UnresolvedNameErrors.Contains(diagnostic.Id))
            .Select(diagnostic => (Name: FindName(diagnostic), Position: diagnostic.Location.GetLineSpan()))
            .Where(unresolved => !generated.Value.Contains(unresolved.Name))
            .Select(unresolved => $"{unresolved.Position.Path}:{unresolved.Position.StartLinePosition.Line + 1}: {unresolved.Name}");
    }

    private static string FindName(Diagnostic diagnostic) =>
        FirstQuoted().Match(diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Groups["name"].Value;

    private HashSet<string> FindGeneratedNames()
    {
        if (_compiled is null)
        {
            return [];
        }

        var compilation = CSharpCompilation.Create("generated", [], [.. Assemblies.Values]);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(_compiled)!).GlobalNamespace);
        names.ExceptWith(
            _compilation
                .SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>())
                .SelectMany(DeclaredNames)
        );
        return names;

        void Add(INamespaceOrTypeSymbol symbol)
        {
            foreach (var member in symbol.GetMembers())
            {
                names.Add(member.Name);
                names.Add(
                    member.Name.EndsWith(AttributeSuffix, StringComparison.Ordinal) ? member.Name[..^AttributeSuffix.Length] : member.Name
                );
                if (member is INamespaceOrTypeSymbol container)
                {
                    Add(container);
                }
            }
        }
    }

    private static IEnumerable<string> DeclaredNames(MemberDeclarationSyntax member) =>
        member switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            _ => [],
        };

    private static bool IsOf(string project, string file) =>
        file.StartsWith(project + "/", StringComparison.Ordinal)
        && !Arrows.Projects.Any(other =>
            other.StartsWith(project + "/", StringComparison.Ordinal) && file.StartsWith(other + "/", StringComparison.Ordinal)
        );

    [GeneratedRegex("'(?<name>[^'<]*)")]
    private static partial Regex FirstQuoted();
}
