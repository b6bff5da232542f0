namespace Architecture.Tests;

/// <summary>Project files follow the arrows, the solution has every project, and every package has its reason in the README.</summary>
public sealed class ProjectTests
{
    [Fact]
    public void Projects_ReferOnlyAlongTheArrows() =>
        Violations.AssertNone(
            from project in Repository.Files(".csproj")
            where !IsTest(project)
            from reference in ProjectFile.Read(project).ProjectReferences
            where !Arrows.All[Arrows.Folder(project)].Contains(Arrows.Folder(reference))
            select $"{project} refers to {reference}"
        );

    [Fact]
    public void Projects_LinkFilesOnlyAlongTheArrows() =>
        Violations.AssertNone(
            from project in Repository.Files(".csproj")
            where !IsTest(project)
            from link in ProjectFile.Read(project).Links
            where Arrows.FindRoom(link) is not { } room || !Arrows.Allow(Arrows.Folder(project), room)
            select $"{project} links {link}"
        );

    /// <summary>A program that tests start is not a test.</summary>
    [Fact]
    public void Tests_ReferToProjectsAndNotToOtherTests() =>
        Violations.AssertNone(
            from project in Repository.Files(".csproj")
            where IsTest(project)
            from reference in ProjectFile.Read(project).ProjectReferences
            where IsTest(reference) && !IsProgram(reference)
            select $"{project} refers to {reference}"
        );

    [Fact]
    public void Solution_HasEveryProject() =>
        Assert.Equal(Repository.Files(".csproj"), ProjectFile.InSolution("Infra.sln").Order(StringComparer.Ordinal));

    /// <summary>A dependency is chosen on purpose: the README names it with its reason.</summary>
    [Fact]
    public void Readme_ListsEveryPackage()
    {
        var table = File.ReadLines(Repository.Absolute("README.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .ToList();
        Violations.AssertNone(
            from project in Repository.Files(".csproj", ".props", ".targets")
            from package in ProjectFile.Read(project).PackageReferences
            where !table.Any(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries).Contains(package))
            select $"{project} uses {package}, which the README's table of dependencies does not list"
        );
    }

    private static bool IsProgram(string path) =>
        File.ReadAllText(Repository.Absolute(path)).Contains("<OutputType>Exe</OutputType>", StringComparison.Ordinal);

    private static bool IsTest(string path) => path.StartsWith("tests/", StringComparison.Ordinal);
}
