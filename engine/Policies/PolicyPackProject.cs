using Infra.Engine.Errors;
using Infra.Engine.Programs.Building;
using Infra.Engine.Projects.Yaml;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Policies;

/// <summary>A pack on disk: what its PulumiPolicy.yaml says, and the program that is to be run.</summary>
internal sealed record PolicyPackProject
{
    private const string FileName = "PulumiPolicy.yaml";

    /// <summary>The program: a .NET assembly or an executable.</summary>
    public required string Program { get; init; }

    /// <summary>The folder of the pack.</summary>
    public required string Directory { get; init; }

    /// <summary>The version that counts, whatever the pack says itself; empty if the file has none.</summary>
    public string Version { get; init; } = "";

    /// <summary>What the file says the pack is for; empty if it does not.</summary>
    public string Description { get; init; } = "";

    /// <summary>Finds a pack's program and builds it where anything of it has changed.</summary>
    /// <exception cref="ConfigurationException">There is no pack, or its file is wrong.</exception>
    /// <exception cref="ProgramException">It does not build.</exception>
    public static async Task<PolicyPackProject> PrepareAsync(PolicyPackReference reference, Action<string> building, CancellationToken cancellationToken)
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
            throw new ConfigurationException($"{file.FilePath}: the runtime `{runtime}` is not supported here: write `runtime: dotnet`");
        }

        return new PolicyPackProject
        {
            Program = binary is null ? await ProgramBuilder.BuildAsync(BuildSubject.PolicyPack, path, building, cancellationToken) : Path.GetFullPath(binary, path),
            Directory = path,
            Version = Text(file, "version"),
            Description = Text(file, "description"),
        };
    }

    // A program may have the file beside it, but need not.
    private static PolicyPackProject FromProgram(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        var file = Path.Combine(directory, FileName) is var name && File.Exists(name) ? YamlFile.Load(name) : null;
        return new PolicyPackProject { Program = path, Directory = directory, Version = Text(file, "version"), Description = Text(file, "description") };
    }

    private static string Text(YamlFile? file, string key) => (file?.Find(key) as YamlScalarNode)?.Value ?? "";

    private static (string Runtime, string? Binary) Runtime(YamlFile file) => file.Find("runtime") switch
    {
        YamlScalarNode { Value: { } name } => (name, null),
        YamlMappingNode mapping => (
            (YamlNodes.Find(mapping, "name") as YamlScalarNode)?.Value ?? "",
            YamlNodes.Find(mapping, "options") is YamlMappingNode options ? (YamlNodes.Find(options, "binary") as YamlScalarNode)?.Value : null),
        _ => ("", null),
    };
}
