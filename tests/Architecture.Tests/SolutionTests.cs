using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class SolutionTests
{
    [Fact]
    public void Solution_HasEveryProjectOfTheRepositoryAndNoOther() => Assert.Equal(Repository.Files(".csproj"), SolutionProjects());

    [Fact]
    public void Rooms_AreTheProjectsThatAreNoTests() => Assert.Equal(
        Repository.Files(".csproj").Where(project => !Rooms.IsTest(project)),
        Rooms.Arrows.Keys.Order(StringComparer.Ordinal));

    private static IEnumerable<string> SolutionProjects() =>
        from Match match in ProjectLine().Matches(File.ReadAllText(Repository.Absolute("Infra.sln")))
        let path = match.Groups["path"].Value.Replace('\\', '/')
        orderby path
        select path;

    [GeneratedRegex(@"^Project\(""\{[^}]*\}""\) = ""[^""]*"", ""(?<path>[^""]*\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
