using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Architecture.Tests;

/// <summary>Comments, pages and messages avoid the words that docs/glossary.md excludes.</summary>
public sealed partial class ProseTests
{
    private const string Glossary = "docs/glossary.md";

    private static readonly Regex Excluded = ReadExcludedWords();

    [Fact]
    public void CommentsAndPages_AvoidTheExcludedWords() =>
        Violations.AssertNone(
            from file in Repository.Files(".cs", ".md")
            where file != Glossary
            from line in File.ReadLines(Repository.Absolute(file)).Select((text, index) => (text, number: index + 1))
            where file.EndsWith(".md", StringComparison.Ordinal) || Comment().IsMatch(line.text)
            let found = Excluded.Match(line.text)
            where found.Success
            select $"{file}:{line.number} contains '{found.Value}'"
        );

    /// <summary>
    /// Messages to users are string literals with white space; without, they are identifiers. Tests also quote what others wrote.
    /// </summary>
    [Fact]
    public void StringLiterals_AvoidTheExcludedWords() =>
        Violations.AssertNone(
            from file in Repository.Files(".cs")
            where !file.StartsWith("tests/", StringComparison.Ordinal)
            let text = File.ReadAllText(Repository.Absolute(file))
            where Excluded.IsMatch(text)
            from literal in CSharpSyntaxTree
                .ParseText(text)
                .GetRoot()
                .DescendantTokens(descendIntoTrivia: false)
                .Where(StringTokens.IsString)
            let found = Excluded.Match(literal.Text)
            where found.Success && literal.Text.Any(char.IsWhiteSpace)
            select $"{file}:{literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1} contains '{found.Value}'"
        );

    private static Regex ReadExcludedWords()
    {
        var words = ExcludedWords().Match(File.ReadAllText(Repository.Absolute(Glossary))).Groups["words"].Value;
        Assert.NotEmpty(words);
        return new Regex(
            $@"\b({string.Join('|', words.Split(", ").Select(Regex.Escape))})\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        );
    }

    [GeneratedRegex(@"^\s*//", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^- Not used in prose: (?<words>.*)\.$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ExcludedWords();
}
