using System.Reflection;
using Infra.Cli;

namespace Cli.Tests.Commands;

/// <summary>What the README tells people to type is what the command understands.</summary>
public sealed class ReadmeTests
{
    private const string Prefix = "$ dotnet run --project cli -- ";

    [Fact]
    public void Readme_EveryCommand_Parses()
    {
        var lines = File.ReadLines(Path.Combine(RepositoryRoot(), "README.md")).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var command = line[Prefix.Length..].Split(" # ")[0].Trim();
            Assert.True(CommandLine.CreateRoot().Parse(command).Errors.Count == 0, command);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        while (!File.Exists(Path.Combine(folder, "Infra.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
