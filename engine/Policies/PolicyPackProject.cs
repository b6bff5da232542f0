using Infra.Engine.Errors;
using Infra.Engine.Programs.Building;
using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Policies;

/// <summary>A policy pack on disk: its program and the contents of PulumiPolicy.yaml.</summary>
internal sealed record PolicyPackProject
{
    private const string FileName = "PulumiPolicy.yaml";

    /// <summary>The program: a .NET assembly or an executable.</summary>
    public required string Program { get; init; }

    /// <summary>The folder of the pack.</summary>
    public required string Directory { get; init; }

    /// <summary>The version in the file, which overrides the pack's own; "" for none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The description in the file; "" for none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Finds a pack's program and builds it if necessary.</summary>
    /// <exception cref="ConfigurationException">The pack does not exist, or its file is invalid.</exception>
    /// <exception cref="ProgramException">The build failed.</exception>
    public static async Task<PolicyPackProject> PrepareAsync(
        PolicyPackReference reference,
        BuildListener listener,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var path = reference.Path;
        if (File.Exists(path))
        {
            return FromProgram(path);
        }

        if (!System.IO.Directory.Exists(path))
        {
            var place = reference.NamedAt.Length > 0 ? $"{reference.NamedAt}: " : "";
            throw new ConfigurationException($"{place}there is no policy pack at {path}: name a folder with a {FileName}");
        }

        var file = YamlFile.Load(Path.Combine(path, FileName));
        var (runtime, binary) = Runtime(file);
        if (runtime != "dotnet")
        {
            throw new ConfigurationException($"{file.FilePath}: the runtime `{runtime}` is not supported: write `runtime: dotnet`");
        }

        return new PolicyPackProject
        {
            Program = binary is null
                ? await ProgramBuilder.BuildAsync(BuildSubject.PolicyPack, path, listener, time, cancellationToken)
                : Path.GetFullPath(binary, path),
            Directory = path,
            Version = Text(file, "version"),
            Description = Text(file, "description"),
        };
    }

    // For a program, the file beside it is optional.
    private static PolicyPackProject FromProgram(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        var file = Path.Combine(directory, FileName) is var name && File.Exists(name) ? YamlFile.Load(name) : null;
        return new PolicyPackProject
        {
            Program = path,
            Directory = directory,
            Version = Text(file, "version"),
            Description = Text(file, "description"),
        };
    }

    private static string Text(YamlFile? file, string key) => (file?.Find(key) as YamlScalarNode)?.Value ?? "";

    private static (string Runtime, string? Binary) Runtime(YamlFile file) =>
        file.Find("runtime") switch
        {
            YamlScalarNode { Value: { } name } => (name, null),
            YamlMappingNode mapping => (
                (YamlNodes.Find(mapping, "name") as YamlScalarNode)?.Value ?? "",
                YamlNodes.Find(mapping, "options") is YamlMappingNode options
                    ? (YamlNodes.Find(options, "binary") as YamlScalarNode)?.Value
                    : null
            ),
            _ => ("", null),
        };
}
