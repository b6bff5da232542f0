using System.CommandLine;
using Infra.Cli;
using Infra.Engine.Errors;

namespace Cli.Tests.Commands;

public sealed class ClusterSelectionTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("cli-tests-");

    [Theory]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("reset --yes")]
    [InlineData("kubeconfig")]
    public async Task Select_ProgramDoesNotBuild_ReportsHowToSelectTheClusterWithoutIt(string command)
    {
        await File.WriteAllTextAsync(Path.Combine(_project.FullName, "Pulumi.yaml"), "name: shop\nruntime: dotnet\nmain: missing\n");
        await File.WriteAllTextAsync(Path.Combine(_project.FullName, "Pulumi.dev.yaml"), "config: {}\n");
        var parsed = CommandLine.CreateRoot().Parse($"cluster {command} --stack dev --cwd {_project.FullName}");

        var error = await Assert.ThrowsAsync<ProgramException>(() =>
            parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
        );

        Assert.Contains("missing does not exist", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("select a cluster with --name, which does not need the program", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Delete(recursive: true);
}
