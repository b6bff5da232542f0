using System.Xml;
using System.Xml.Linq;

namespace Infra.Common;

/// <summary>
/// The inputs of a .NET project, read from the project files without running MSBuild: its folder, the folders of referenced projects, the
/// files they include from elsewhere, and the files MSBuild reads from parent folders. Conditions are not evaluated, so the result may be
/// too large but never too small.
/// </summary>
internal sealed class ProjectClosure
{
    private static readonly string[] InheritedFiles =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "Directory.Build.rsp",
        "global.json",
        "nuget.config",
        "NuGet.Config",
        "NuGet.config",
        ".editorconfig",
    ];

    /// <summary>How references to properties, items and metadata begin.</summary>
    private static readonly string[] Unresolved = ["$(", "@(", "%("];

    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<string> _projects = new();

    /// <summary>The files read for the current project: the same import can mean other files in another one.</summary>
    private readonly HashSet<string> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projectDirectories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _propertyNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, XDocument> _loaded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string _projectDirectory = "";

    private ProjectClosure() { }

    /// <summary>The folders of the project and of the projects it references, directly or not.</summary>
    public IReadOnlySet<string> ProjectDirectories => _projectDirectories;

    /// <summary>The folders whose files are inputs, except build output and hidden folders.</summary>
    public IEnumerable<string> Directories => _directories;

    /// <summary>The input files outside of these folders. Some may not exist: creating them is a change.</summary>
    public IEnumerable<string> Files => _files;

    /// <summary>The names of the properties the files use. An environment variable of such a name affects the build.</summary>
    public IEnumerable<string> PropertyNames => _propertyNames;

    /// <summary>Reads the inputs of a project.</summary>
    /// <exception cref="FormatException">A project file is not well-formed.</exception>
    public static ProjectClosure Read(string projectFile)
    {
        var closure = new ProjectClosure();
        closure.Enqueue(Path.GetFullPath(projectFile));
        while (closure._projects.TryDequeue(out var project))
        {
            closure.AddProject(project);
        }

        return closure;
    }

    private void Enqueue(string projectFile)
    {
        if (File.Exists(projectFile) && _known.Add(projectFile))
        {
            _projects.Enqueue(projectFile);
        }
    }

    private void AddProject(string projectFile)
    {
        _documents.Clear();
        _documents.Add(projectFile);
        var folder = Path.GetDirectoryName(projectFile)!;
        _projectDirectory = folder;
        _projectDirectories.Add(folder);
        _directories.Add(folder);
        _properties["MSBuildProjectDirectory"] = folder;
        _properties["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(projectFile);
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            foreach (var name in InheritedFiles)
            {
                var file = Path.Combine(above, name);
                _files.Add(file);
                if (name.StartsWith("Directory.", StringComparison.Ordinal) && !name.EndsWith(".rsp", StringComparison.Ordinal))
                {
                    AddDocument(file);
                }
            }
        }

        ReadDocument(projectFile);
    }

    private void AddDocument(string file)
    {
        _files.Add(file);
        if (File.Exists(file) && _documents.Add(file))
        {
            ReadDocument(file);
        }
    }

    private XDocument Load(string file)
    {
        try
        {
            return _loaded.TryGetValue(file, out var document) ? document : _loaded[file] = XDocument.Load(file);
        }
        catch (XmlException error)
        {
            throw new FormatException($"{file}:{error.LineNumber}: not well-formed: {error.Message}", error);
        }
    }

    private void ReadDocument(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        foreach (var element in Load(file).Descendants())
        {
            foreach (var text in element.Attributes().Select(attribute => attribute.Value).Append(element.HasElements ? "" : element.Value))
            {
                CollectPropertyNames(text);
            }

            if (element.Parent?.Name.LocalName == "PropertyGroup")
            {
                _properties[element.Name.LocalName] = Expand(element.Value, folder);
            }
            else if (element.Name.LocalName == "Import" && Attribute(element, "Project") is { } import)
            {
                foreach (var target in Resolve(import, folder, folder))
                {
                    AddDocument(target);
                }
            }
            else if (element.Parent?.Name.LocalName == "ItemGroup" && Attribute(element, "Include") is { } include)
            {
                AddItem(element.Name.LocalName, include, file);
            }
        }
    }

    /// <summary>Adds what an item includes. Its path is relative to the project, also where an imported file has the item.</summary>
    private void AddItem(string kind, string include, string file)
    {
        if (kind is "PackageReference" or "PackageVersion" or "FrameworkReference" or "InternalsVisibleTo" or "Using" or "Reference")
        {
            return;
        }

        foreach (var path in Resolve(include, Path.GetDirectoryName(file)!, _projectDirectory))
        {
            if (kind == "ProjectReference")
            {
                Enqueue(path);
            }
            else if (path.AsSpan().IndexOfAny('*', '?') is var wildcard and >= 0)
            {
                _directories.Add(Path.GetDirectoryName(path[..wildcard])!);
            }
            else if (Directory.Exists(path))
            {
                _directories.Add(path);
            }
            else
            {
                _files.Add(path);
            }
        }
    }

    private IEnumerable<string> Resolve(string expression, string thisFolder, string folder) =>
        from part in Expand(expression, thisFolder).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        where !Unresolved.Any(reference => part.Contains(reference, StringComparison.Ordinal))
        select Path.GetFullPath(part.Replace('\\', Path.DirectorySeparatorChar), folder);

    private string Expand(string text, string folder)
    {
        text = text.Replace("$(MSBuildThisFileDirectory)", folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
        foreach (var (name, value) in _properties)
        {
            if (!text.Contains("$(", StringComparison.Ordinal))
            {
                break;
            }

            text = text.Replace($"$({name})", value, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    private void CollectPropertyNames(string text)
    {
        for (var start = Find(0); start >= 0; start = Find(start + 2))
        {
            var end = start + 2;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            _propertyNames.Add(text[(start + 2)..end]);
        }

        int Find(int from) => text.IndexOf("$(", from, StringComparison.Ordinal);
    }

    private static string? Attribute(XElement element, string name) => element.Attribute(name)?.Value;
}
