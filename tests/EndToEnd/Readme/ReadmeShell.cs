using EndToEnd.Support;

namespace EndToEnd.Readme;

/// <summary>
/// A shell in a copy of the project, in which the README's commands run as they are typed. <c>dotnet run --project cli</c> runs the command
/// that is already built, and <c>policies</c> the repository's policy pack.
/// </summary>
public sealed class ReadmeShell : IAsyncLifetime
{
    private readonly Sandbox _sandbox = Sandbox.OfRepository();
    private readonly List<string> _exports = [];

    public async Task InitializeAsync()
    {
        var programs = Directory.CreateDirectory(Path.Combine(_sandbox.Directory, ".programs")).FullName;
        await WriteProgramAsync(
            Path.Combine(programs, "dotnet"),
            $"""
            #!/usr/bin/env bash
            if [ "$1 $2 $3 $4" = "run --project cli --" ]; then
              shift 4
              set -- "{BuildFacts.CliAssembly}" "$@"
            fi
            exec "{SearchPath.Find("dotnet")}" "$@"
            """
        );
        await WriteProgramAsync(
            Path.Combine(programs, "infra"),
            """
            #!/usr/bin/env bash
            exec dotnet run --project cli -- "$@"
            """
        );
        await WritePolicyPackAsync();
    }

    /// <summary>Runs a command. The variables it exports are set for all later ones.</summary>
    internal async Task<CommandResult> RunAsync(ReadmeCommand command)
    {
        if (command.IsExport)
        {
            _exports.Add(command.Text);
        }

        // As on a fresh machine: no passphrase is set, and Pulumi's home folder is empty.
        return await _sandbox.RunAsync(
            "bash",
            ["-c", string.Join('\n', _exports.Append(command.Text))],
            new Dictionary<string, string?>
            {
                ["PATH"] =
                    $"{Path.Combine(_sandbox.Directory, ".programs")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["PULUMI_CONFIG_PASSPHRASE"] = null,
                ["PULUMI_HOME"] = Path.Combine(_sandbox.Directory, ".home"),
            }
        );
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    private async Task WritePolicyPackAsync()
    {
        var pack = PolicySandbox.Pack;
        (await _sandbox.InfraAsync("policy", "ls", "--policy-pack", pack)).ShouldSucceed();
        var project = await File.ReadAllTextAsync(Path.Combine(pack, "PulumiPolicy.yaml"));
        var binary = Path.Combine(pack, "bin", "Release", "net10.0", "Infra.Policies.dll");
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(_sandbox.Directory, "policies")).FullName, "PulumiPolicy.yaml"),
            project.Replace(
                "runtime: dotnet",
                $"runtime: {{ name: dotnet, options: {{ binary: \"{binary}\" }} }}",
                StringComparison.Ordinal
            )
        );
    }

    private static async Task WriteProgramAsync(string path, string script)
    {
        await File.WriteAllTextAsync(path, $"{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
