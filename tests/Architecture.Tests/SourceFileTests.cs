using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Architecture.Tests;

/// <summary>Source files stay short and narrow, and name no path of a machine.</summary>
public sealed class SourceFileTests
{
    private const int MaxLines = 300;
    private const int MaxColumns = 140;

    [Fact]
    public void Sources_AreShort() =>
        Violations.AssertNone(
            from file in Repository.Files(".cs", ".proto")
            let lines = File.ReadLines(Repository.Absolute(file)).Count()
            where lines > MaxLines
            select $"{file} has {lines} lines, more than {MaxLines}"
        );

    /// <summary>String literals do not count: broken up, they could not be searched for.</summary>
    [Fact]
    public void Sources_AreNarrow() =>
        Violations.AssertNone(
            from file in Repository.Files(".cs")
            let source = SourceText.From(File.ReadAllText(Repository.Absolute(file)))
            where source.Lines.Any(line => line.Span.Length > MaxColumns)
            from line in WideLines(source)
            select $"{file}:{line} is wider than {MaxColumns} columns"
        );

    [Fact]
    public void Files_NameNoPathOfThisMachine()
    {
        string[] ownPaths = [Repository.Root + "/", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/"];

        Violations.AssertNone(
            from file in Repository.Files(".cs", ".proto", ".csproj", ".props", ".targets", ".sln", ".yaml", ".yml", ".md", ".sh")
            from line in File.ReadLines(Repository.Absolute(file)).Select((text, index) => (text, number: index + 1))
            where ownPaths.Any(path => path.Length > 1 && line.text.Contains(path, StringComparison.Ordinal))
            select $"{file}:{line.number} names a path of this machine: {line.text.Trim()}"
        );
    }

    private static IEnumerable<int> WideLines(SourceText source)
    {
        var texts = CSharpSyntaxTree
            .ParseText(source)
            .GetRoot()
            .DescendantTokens()
            .Where(StringTokens.IsString)
            .Select(token => token.Span)
            .ToList();
        return source
            .Lines.Where(line => line.Span.Length > MaxColumns)
            .Where(line => line.Span.Length - texts.Sum(text => text.Overlap(line.Span)?.Length ?? 0) > MaxColumns)
            .Select(line => line.LineNumber + 1);
    }
}
