using System.Text.Json.Nodes;

namespace EndToEnd.Support;

/// <summary>
/// A project in a temporary folder: the repository's program and stack files, with separate state and simulated clusters.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Passphrase = "correct horse battery";

    /// <summary>The folder of the public backends.</summary>
    public static readonly string Backends = Path.Combine(BuildFacts.RepositoryRoot, "tests", "Infra.Tests", "Backends");

    private static readonly string Infra = Path.Combine(BuildFacts.RepositoryRoot, "infra");

    private readonly Dictionary<string, string?> _environment = new()
    {
        ["PULUMI_CONFIG_PASSPHRASE"] = Passphrase,
        ["PULUMI_BACKEND_URL"] = null,
        ["KUBECONFIG"] = null,
        ["NO_COLOR"] = "1",
    };

    private Sandbox(string directory) => Directory = directory;

    public string Directory { get; }

    public string StackFile(string stack) => Path.Combine(Directory, "stacks", $"Pulumi.{stack}.yaml");

    /// <summary>A project with the repository's program and stacks.</summary>
    public static Sandbox OfRepository() => Create(Infra);

    /// <summary>A project with the repository's program and the catalogue of a public backend.</summary>
    public static Sandbox OfBackend(string name) => Create(Infra, Path.Combine(Backends, name));

    /// <summary>A project with another program, which is compiled against the repository's SDK.</summary>
    /// <param name="source">The source of the program.</param>
    /// <param name="package">The package of the SDK that the program references.</param>
    public static Sandbox WithProgram(string source, string package = "Pulumi")
    {
        var sandbox = Create("program");
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(sandbox.Directory, "program")).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), source);
        File.WriteAllText(
            Path.Combine(folder, "Sample.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Path.Combine(BuildFacts.RepositoryRoot, "sdk", package, $"{package}.csproj")}" />
              </ItemGroup>
            </Project>
            """
        );
        return sandbox;
    }

    private static Sandbox Create(string programDirectory) => Create(programDirectory, Path.Combine(BuildFacts.RepositoryRoot, "stacks"));

    private static Sandbox Create(string programDirectory, string stackFiles)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("infra-e2e-").FullName;
        var project = File.ReadAllText(Path.Combine(BuildFacts.RepositoryRoot, "Pulumi.yaml"))
            .Replace("main: infra", $"main: {programDirectory}", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(directory, "Pulumi.yaml"), project);
        var stacks = System.IO.Directory.CreateDirectory(Path.Combine(directory, "stacks")).FullName;
        foreach (var file in System.IO.Directory.EnumerateFiles(stackFiles, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(stacks, Path.GetRelativePath(stackFiles, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new Sandbox(directory);
    }

    public async Task<CommandResult> InfraAsync(params string[] arguments)
    {
        using var command = StartInfra(arguments);
        return await command.WaitAsync();
    }

    public RunningCommand StartInfra(params string[] arguments) =>
        RunningCommand.Start("dotnet", [BuildFacts.CliAssembly, .. arguments], Directory, _environment);

    /// <summary>Runs any program.</summary>
    /// <param name="program">The program, found on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, or to remove where null, besides those of every command.</param>
    /// <param name="directory">The working directory; the project's by default.</param>
    public async Task<CommandResult> RunAsync(
        string program,
        string[] arguments,
        IReadOnlyDictionary<string, string?> environment,
        string? directory = null
    )
    {
        var merged = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in environment)
        {
            merged[name] = value;
        }

        using var command = RunningCommand.Start(program, arguments, directory ?? Directory, merged);
        return await command.WaitAsync();
    }

    /// <summary>Runs kubectl on the cluster of the stack dev.</summary>
    public Task<CommandResult> KubectlAsync(params string[] arguments) => KubectlOnAsync("dev", arguments);

    /// <summary>Runs kubectl on a simulated cluster.</summary>
    public async Task<CommandResult> KubectlOnAsync(string cluster, params string[] arguments)
    {
        var kubeconfig = (await InfraAsync("cluster", "kubeconfig", "--name", cluster)).ShouldSucceed().Output.Trim();
        using var command = RunningCommand.Start("kubectl", ["--kubeconfig", kubeconfig, .. arguments], Directory, _environment);
        return await command.WaitAsync();
    }

    public async Task<JsonNode> KubectlJsonAsync(params string[] arguments) =>
        JsonNode.Parse((await KubectlAsync([.. arguments, "-o", "json"])).ShouldSucceed().Output)!;

    public async ValueTask DisposeAsync()
    {
        var clusters = Path.Combine(Directory, ".infra", "clusters");
        foreach (var cluster in System.IO.Directory.Exists(clusters) ? System.IO.Directory.EnumerateDirectories(clusters) : [])
        {
            await InfraAsync("cluster", "stop", "--name", Path.GetFileName(cluster));
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
