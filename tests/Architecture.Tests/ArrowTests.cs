using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class ArrowTests
{
    private static readonly KeyValuePair<string, string[]> NoRoom = new("", [""]);

    [Fact]
    public void Projects_ReferOnlyAlongTheArrows() => Violations.AssertNone(
        from project in Repository.Files(".csproj")
        where !Rooms.IsTest(project)
        from reference in ProjectFile.Read(project).ProjectReferences
        where !Rooms.Arrows.GetValueOrDefault(project, []).Contains(reference)
        select $"{project} refers to {reference}");

    [Fact]
    public void Tests_ReferToRoomsAndNotToOtherTests() => Violations.AssertNone(
        from project in Repository.Files(".csproj")
        where Rooms.IsTest(project)
        from reference in ProjectFile.Read(project).ProjectReferences
        where !Rooms.Arrows.ContainsKey(reference)
        select $"{project} refers to {reference}");

    [Fact]
    public void Projects_UseOnlyTheAgreedPackages() => Violations.AssertNone(
        from project in Repository.Files(".csproj")
        where !Rooms.IsTest(project)
        from package in ProjectFile.Read(project).PackageReferences
        where !Rooms.Packages.Contains(package)
        select $"{project} uses {package}");

    [Fact]
    public void Sources_UseOnlyTheNamespacesTheyMaySee() => Violations.AssertNone(
        from file in Repository.Files(".cs")
        where !Rooms.IsTest(file)
        from name in UsedNamespaces(file)
        let room = Rooms.Namespaces
            .Where(room => name == room.Key || name.StartsWith(room.Key + ".", StringComparison.Ordinal))
            .OrderByDescending(room => room.Key.Length)
            .FirstOrDefault(NoRoom)
        where !room.Value.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
        select $"{file} uses {name}");

    private static IEnumerable<string> UsedNamespaces(string file) =>
        from line in File.ReadLines(Repository.Absolute(file))
        let match = UsingDirective().Match(line)
        where match.Success
        select match.Groups["name"].Value;

    [GeneratedRegex(@"^(global )?using (static )?(\w+ = )?(global::)?(?<name>[A-Za-z_][\w.]*)[^()]*;")]
    private static partial Regex UsingDirective();
}
