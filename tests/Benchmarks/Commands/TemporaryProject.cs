using Benchmarks.Measuring;

namespace Benchmarks.Commands;

/// <summary>
/// A project in a temporary folder with the repository's program and stacks, and separate state and clusters.
/// </summary>
internal sealed class TemporaryProject : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment = new()
    {
        ["PULUMI_CONFIG_PASSPHRASE"] = "benchmark",
        ["PULUMI_BACKEND_URL"] = null,
        ["KUBECONFIG"] = null,
    };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("infra-benchmark-");

    public TemporaryProject()
    {
        var project = File.ReadAllText(Path.Combine(Locations.RepositoryRoot, "Pulumi.yaml"));
        File.WriteAllText(
            Path.Combine(_directory.FullName, "Pulumi.yaml"),
            project.Replace("main: infra", $"main: {Program}", StringComparison.Ordinal)
        );
        var stacks = _directory.CreateSubdirectory("stacks").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Locations.RepositoryRoot, "stacks")))
        {
            File.Copy(file, Path.Combine(stacks, Path.GetFileName(file)));
        }
    }

    public string Folder => _directory.FullName;

    /// <summary>Sets an environment variable of the commands.</summary>
    public void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>The folder of the repository's program.</summary>
    public static string Program { get; } = Path.Combine(Locations.RepositoryRoot, "infra");

    /// <summary>Replaces the catalogue and the configuration of the stack dev.</summary>
    public void Write(string catalogue, string stackFile)
    {
        var stacks = Path.Combine(_directory.FullName, "stacks");
        File.WriteAllText(Path.Combine(stacks, "services.yaml"), catalogue);
        File.WriteAllText(Path.Combine(stacks, "Pulumi.dev.yaml"), stackFile);
    }

    /// <summary>Replaces the project file, so that another program runs.</summary>
    public void WriteProject(string content) => File.WriteAllText(Path.Combine(_directory.FullName, "Pulumi.yaml"), content);

    public Task<MeasuredProcess> InfraAsync(params string[] arguments) =>
        MeasuredProcess.RunAsync(Locations.CliAssembly, arguments, _directory.FullName, _environment);

    public async ValueTask DisposeAsync()
    {
        await InfraAsync("cluster", "stop", "--name", "dev");
        _directory.Delete(recursive: true);
    }
}
