namespace Architecture.Tests;

public sealed class SourceFileTests
{
    private const int MaxLines = 400;

    // Files that may be longer, each with its reason beside it. None has one yet.
    private static readonly HashSet<string> MayBeLonger = [];

    [Fact]
    public void Sources_StayShortEnoughToBeReadAtOnce() => Violations.AssertNone(
        from file in Repository.Files(".cs", ".proto")
        where !MayBeLonger.Contains(file)
        let lines = File.ReadLines(Repository.Absolute(file)).Count()
        where lines > MaxLines
        select $"{file} has {lines} lines, more than {MaxLines}");

    [Fact]
    public void Files_NameNoPathOfThisMachine()
    {
        string[] ownPaths = [Repository.Root + "/", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/"];

        Violations.AssertNone(
            from file in Repository.Files(".cs", ".proto", ".csproj", ".props", ".targets", ".sln", ".yaml", ".yml", ".md", ".sh")
            from line in File.ReadLines(Repository.Absolute(file)).Select((text, index) => (text, number: index + 1))
            where ownPaths.Any(path => path.Length > 1 && line.text.Contains(path, StringComparison.Ordinal))
            select $"{file}:{line.number} names a path of this machine: {line.text.Trim()}");
    }
}
