using EndToEnd.Support;

namespace EndToEnd.RealClients;

/// <summary>A simulated cluster that the tests of a class share.</summary>
public sealed class ServedCluster : IAsyncLifetime
{
    // The editor of `kubectl edit`: one change that is valid, and one that is not.
    private const string Editor = "sed -i -e 's/note: before/note: after/' -e 's/minReadySeconds: 77/minReadySeconds: -77/'";

    // YAML 1.1, which kubectl reads, has a boolean of this name.
    private const string Name = "y";

    private readonly Sandbox _sandbox = Sandbox.OfRepository();
    private string _kubeconfig = "";

    public async Task InitializeAsync()
    {
        (await _sandbox.InfraAsync("cluster", "start", "--name", Name)).ShouldSucceed();
        _kubeconfig = (await _sandbox.InfraAsync("cluster", "kubeconfig", "--name", Name)).ShouldSucceed().Output.Trim();
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    /// <summary>Runs the commands of a transcript with every version of a client that is installed, side by side.</summary>
    internal Task ReplayAsync(string transcript, string program) =>
        Task.WhenAll(
            ClientVersion
                .Installed.Where(version => version.FindProgram(program) is not null)
                .Select(version => ReplayAsync(transcript, version))
        );

    // Runs the commands with one version, in a namespace of its own.
    private async Task ReplayAsync(string name, ClientVersion version)
    {
        var inNamespace = $"{name}-{version.Name}";
        var files = CopyFiles(name, version);
        var text = await File.ReadAllTextAsync(Path.Combine(ClientVersion.Folder, "Transcripts", $"{name}.txt"));
        (await RunAsync(version, files, ["kubectl", "create", "namespace", inNamespace])).ShouldSucceed();
        foreach (var step in Transcript.Parse(Fill(text, version).Replace("{ns}", inNamespace, StringComparison.Ordinal)).Steps)
        {
            if (step.Version.Length > 0 && step.Version != version.Name)
            {
                continue;
            }

            var result = await RunAsync(version, files, [step.Arguments[0], "--namespace", inNamespace, .. step.Arguments.Skip(1)]);
            var output = result.Output.TrimEnd('\n') + "\n" + result.Errors;
            Assert.True(
                result.ExitCode == step.ExitCode && step.Matches(output),
                $"{name}.txt, {version.Name}: $ {step.Line}\n--- expected, exit code {step.ExitCode}\n{string.Join('\n', step.Expected)}\n"
                    + $"--- printed, exit code {result.ExitCode}\n{output}"
            );
        }
    }

    // Cluster-wide names contain the version, because the versions run side by side.
    private static string Fill(string text, ClientVersion version) =>
        text.Replace("{version}", version.Name, StringComparison.Ordinal)
            .Replace("{node}", $"node-{ClientVersion.Installed.IndexOf(version) + 1}", StringComparison.Ordinal)
            .Replace("{chart}", Path.Combine(ClientVersion.Folder, "Chart"), StringComparison.Ordinal);

    private string CopyFiles(string name, ClientVersion version)
    {
        var source = Path.Combine(ClientVersion.Folder, "Files");
        var target = Path.Combine(_sandbox.Directory, "files", name, version.Name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, Fill(File.ReadAllText(file), version));
        }

        return target;
    }

    private async Task<CommandResult> RunAsync(ClientVersion version, string directory, string[] command)
    {
        var home = Directory.CreateDirectory(Path.Combine(_sandbox.Directory, "home", version.Name)).FullName;
        return await _sandbox.RunAsync(
            version.FindProgram(command[0])!,
            command[1..],
            new Dictionary<string, string?>
            {
                ["KUBECONFIG"] = _kubeconfig,
                ["KUBE_EDITOR"] = Editor,
                ["HOME"] = home,
                ["XDG_CACHE_HOME"] = null,
            },
            directory
        );
    }
}
