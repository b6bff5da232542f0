using System.Globalization;
using Infra.Tests.Settings;

namespace Infra.Tests.Backends;

/// <summary>The README's table of the lines of each catalogue and of its original.</summary>
public class ReadmeTableTests
{
    private const string Head = """
        | Backend | Original | Lines of its YAML | Lines of the catalogue |
        |---|---|---|---|

        """;

    [Fact]
    public void Readme_TableOfBackends_IsCurrent()
    {
        var file = StackSources.PathOf("README.md");
        var readme = File.ReadAllText(file);
        var start = readme.IndexOf(Head, StringComparison.Ordinal);
        Assert.True(start >= 0, "README.md has no table of backends");
        var end = readme.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var current = $"{readme[..start]}{Head}{string.Concat(PublicBackend.Names.Select(Row))}{readme[end..]}";
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(file, current);
            readme = current;
        }

        Assert.True(
            readme == current,
            "README.md is out of date; generate its table with: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests"
        );
    }

    private static string Row(string name)
    {
        var backend = PublicBackend.Load(name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| [{name}](tests/Infra.Tests/Backends/{name}/services.yaml) | {backend.Original.Repository} | {backend.Original.Lines:N0} | {backend.Lines:N0} |\n"
        );
    }
}
