using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class FileWriteTests
{
    /// <summary>Build outputs are built again if they are lost.</summary>
    private static readonly string[] Exempt = ["engine/Files/", "engine/Programs/Building/"];

    [Fact]
    public void Engine_WritesFilesOnlyThroughDurableFile()
    {
        var writers = Repository
            .Files(".cs")
            .Where(path => path.StartsWith("engine/", StringComparison.Ordinal))
            .Where(path => !Exempt.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(path =>
                File.ReadLines(Repository.Absolute(path)).Select((line, index) => (Line: line, Place: $"{path}:{index + 1}"))
            )
            .Where(source => FileWrite().IsMatch(source.Line))
            .Select(source => $"{source.Place}: {source.Line.Trim()}");

        Assert.Empty(writers);
    }

    [GeneratedRegex(
        @"\bFile\.(Write|Append|Create|Move|Copy|Replace|OpenWrite|OpenHandle|Open\()|new (FileStream|StreamWriter)\(|\bDirectory\.Create"
    )]
    private static partial Regex FileWrite();
}
