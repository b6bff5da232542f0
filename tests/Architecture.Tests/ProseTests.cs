using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Comments and pages avoid the words that docs/glossary.md excludes.</summary>
public sealed partial class ProseTests
{
    private const string Glossary = "docs/glossary.md";

    [Fact]
    public void CommentsAndPages_AvoidTheExcludedWords()
    {
        var listed = ExcludedWords().Match(File.ReadAllText(Repository.Absolute(Glossary))).Groups["words"].Value;
        Assert.NotEmpty(listed);
        var excluded = new Regex(
            $@"\b({string.Join('|', listed.Split(", ").Select(Regex.Escape))})\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        );

        Violations.AssertNone(
            from file in Repository.Files(".cs", ".md")
            where file != Glossary
            from line in File.ReadLines(Repository.Absolute(file)).Select((text, index) => (text, number: index + 1))
            where file.EndsWith(".md", StringComparison.Ordinal) || Comment().IsMatch(line.text)
            let found = excluded.Match(line.text)
            where found.Success
            select $"{file}:{line.number} contains '{found.Value}'"
        );
    }

    [GeneratedRegex(@"^\s*//", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^- Not used in prose: (?<words>.*)\.$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ExcludedWords();
}
