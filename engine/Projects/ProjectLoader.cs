using Infra.Engine.Errors;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects;

/// <summary>Finds and loads Pulumi.yaml.</summary>
public static class ProjectLoader
{
    private static readonly string[] FileNames = ["Pulumi.yaml", "Pulumi.yml"];

    private static readonly HashSet<string> KnownKeys =
    [
        "name",
        "runtime",
        "main",
        "description",
        "author",
        "website",
        "license",
        "config",
        "stackConfigDir",
        "template",
        "backend",
        "options",
        "plugins",
        "packages",
        "requiredPulumiVersion",
    ];

    /// <summary>Finds the project file in a folder or the nearest one above, and loads it.</summary>
    /// <exception cref="ConfigurationException">There is none, or it has errors.</exception>
    public static Project Discover(string directory)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(directory)); folder is not null; folder = folder.Parent)
        {
            foreach (var name in FileNames)
            {
                var path = Path.Combine(folder.FullName, name);
                if (File.Exists(path))
                {
                    return Load(path);
                }
            }
        }

        throw new ConfigurationException(
            $"no Pulumi.yaml found in {Path.GetFullPath(directory)} or any folder above it: run the command in a project's folder, or pass the folder with --cwd"
        );
    }

    /// <summary>Loads a project file.</summary>
    /// <exception cref="ConfigurationException">The file has errors, all of which the exception lists.</exception>
    public static Project Load(string path)
    {
        var file = YamlFile.Load(path);
        var problems = new List<string>();
        foreach (var key in file.Root?.Children.Keys ?? [])
        {
            if (key is YamlScalarNode { Value: { } name } && !KnownKeys.Contains(name))
            {
                problems.Add(
                    $"{file.At(key)}: `{name}` is not a valid key in a project file; valid keys are: {string.Join(", ", KnownKeys.Order(StringComparer.Ordinal))}"
                );
            }
        }

        var projectName = Text(file, "name", problems, required: true);
        var (runtime, binary) = Runtime(file, problems);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = file.Find("config") is { } section ? ProjectConfigReader.Read(file, section, projectName, problems) : [];
        var backend =
            file.Find("backend") is YamlMappingNode mapping && YamlNodes.Find(mapping, "url") is YamlScalarNode url ? url.Value : null;
        var refresh = file.Find("options") is YamlMappingNode options ? YamlNodes.Find(options, "refresh") as YamlScalarNode : null;
        var project = new Project
        {
            Name = projectName,
            Runtime = runtime,
            Binary = binary is null ? null : Path.GetFullPath(binary, folder),
            FilePath = Path.GetFullPath(path),
            ProgramDirectory = Path.GetFullPath(Text(file, "main", problems), folder),
            StackConfigDirectory = Path.GetFullPath(Text(file, "stackConfigDir", problems), folder),
            Description = Text(file, "description", problems),
            BackendUrl = string.IsNullOrEmpty(backend) ? null : backend,
            RefreshesAlways = refresh?.Value == "always",
            Config = config,
            RuntimeOptions = RuntimeOptions(file),
            ProviderPlugins = ProjectPlugins.Read(file, folder, problems),
        };
        return problems.Count == 0 ? project : throw new ConfigurationException(problems);
    }

    private static Dictionary<string, string> RuntimeOptions(YamlFile file) =>
        file.Find("runtime") is YamlMappingNode runtime && YamlNodes.Find(runtime, "options") is YamlMappingNode options
            ? options
                .Children.Where(option => option is { Key: YamlScalarNode, Value: YamlScalarNode })
                .ToDictionary(option => ((YamlScalarNode)option.Key).Value ?? "", option => ((YamlScalarNode)option.Value).Value ?? "")
            : new Dictionary<string, string>();

    private static string Text(YamlFile file, string key, List<string> problems, bool required = false)
    {
        var node = file.Find(key);
        if (node is YamlScalarNode { Value: { Length: > 0 } value })
        {
            return value;
        }

        if (node is not null and not YamlScalarNode)
        {
            problems.Add($"{file.At(node)}: `{key}` must be a string");
        }
        else if (required)
        {
            problems.Add($"{(node is null ? $"{file.FilePath}:1" : file.At(node))}: `{key}` is missing: write `{key}: …`");
        }

        return "";
    }

    private static (string Runtime, string? Binary) Runtime(YamlFile file, List<string> problems)
    {
        var node = file.Find("runtime");
        switch (node)
        {
            case YamlScalarNode { Value: { Length: > 0 } name }:
                return (Supported(name, node), null);
            case YamlMappingNode mapping when YamlNodes.Find(mapping, "name") is YamlScalarNode { Value: { Length: > 0 } name }:
                var options = YamlNodes.Find(mapping, "options") as YamlMappingNode;
                var binary = options is null ? null : (YamlNodes.Find(options, "binary") as YamlScalarNode)?.Value;
                return (Supported(name, node), string.IsNullOrEmpty(binary) ? null : binary);
            default:
                problems.Add($"{(node is null ? $"{file.FilePath}:1" : file.At(node))}: `runtime` is missing: write `runtime: dotnet`");
                return ("", null);
        }

        string Supported(string name, YamlNode at)
        {
            if (name != "dotnet")
            {
                problems.Add($"{file.At(at)}: the runtime `{name}` is not supported; use `dotnet`");
            }

            return name;
        }
    }
}
