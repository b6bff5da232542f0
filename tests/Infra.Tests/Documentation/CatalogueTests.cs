using System.Text.RegularExpressions;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages under <c>docs/catalogue</c> are current and complete, and their examples are valid settings.</summary>
public partial class CatalogueTests
{
    /// <summary>An example with <c>clusters</c> has no <c>cluster</c>, hence the key without its colon.</summary>
    private static readonly (string Key, string Line)[] Required =
    [
        ("name:", "name: shop\n"),
        ("cluster", "cluster: {kind: simulated}\n"),
        ("sizes:", "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n"),
    ];

    public static TheoryData<string> Topics => [.. CatalogueTopics.All.Select(topic => topic.Name)];

    [Fact]
    public void Index_IsCurrent() => GeneratedFile.AssertCurrent(["docs", "catalogue", "README.md"], CataloguePage.Index());

    [Theory]
    [MemberData(nameof(Topics))]
    public void Page_IsCurrent(string name)
    {
        var topic = CatalogueTopics.All.Single(topic => topic.Name == name);

        GeneratedFile.AssertCurrent(["docs", "catalogue", topic.File], new CataloguePage(SettingsDocumentation.Load()).Write(topic));
    }

    [Fact]
    public void EveryRecordOfSettings_IsOnExactlyOnePage() =>
        Assert.Equal(
            SettingsDocumentation.Types().Select(type => type.Type.Name).Order(),
            CatalogueTopics.All.SelectMany(topic => topic.Records).Select(record => record.Name).Order()
        );

    [Fact]
    public void Folder_HasNoPageOfAFormerTopic() =>
        Assert.Equal(
            CatalogueTopics.All.Select(topic => topic.File).Append("README.md").Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(StackSources.PathOf("docs", "catalogue"))
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Topics))]
    public void Example_IsReadWithoutErrorOrWarning_AndShowsASettingOfThePage(string name)
    {
        var topic = CatalogueTopics.All.Single(topic => topic.Name == name);
        if (topic.ExampleFile == ExampleFile.Rehearsal)
        {
            // Infra.Tests.Loading.RehearsalReaderTests reads it.
            return;
        }

        var loaded = SettingsLoader.Load(Sources(topic));

        Assert.Empty(loaded.Warnings);
        Assert.Contains(SettingsType.Get(topic.Records[0]).Properties, setting => Regex.IsMatch(topic.Example, $@"\b{setting.Key}: "));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Links_LeadToHeadings(string name)
    {
        var pages = CatalogueTopics.All.ToDictionary(
            topic => topic.File,
            topic => new CataloguePage(SettingsDocumentation.Load()).Write(topic)
        );

        Assert.All(Link().Matches(pages[$"{name}.md"]), link =>
        {
            var headings = pages[link.Groups["page"].Value].Split('\n').Where(line => line.StartsWith('#'));
            Assert.Single(headings, heading => Markdown.Slug(heading.TrimStart('#').Trim()) == link.Groups["anchor"].Value);
        });
    }

    [Fact]
    public void Prose_FitsATerminal()
    {
        var lines = CatalogueTopics.All.SelectMany(topic => new CataloguePage(SettingsDocumentation.Load()).Write(topic).Split('\n'));

        // A code span is not broken.
        Assert.DoesNotContain(lines, line => line.Length > 100 && !line.Contains('`', StringComparison.Ordinal) && !line.StartsWith('<'));
    }

    [Theory]
    [InlineData("A word.", "A word.")]
    [InlineData("Some `code with spaces` and [a link](a b.md).", "Some `code with spaces` and [a link](a b.md).")]
    public void Wrap_OfAShortText_KeepsIt(string text, string expected) => Assert.Equal(expected, Markdown.Wrap(text));

    [Fact]
    public void Item_WithALongText_IsWrappedBetweenWordsAndIndented()
    {
        var lines = Markdown.Item(string.Join(' ', Enumerable.Repeat("`a b c`", 30)), "  ").Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.StartsWith("  - `a b c`", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("    `a b c`", line, StringComparison.Ordinal));
    }

    /// <summary>
    /// Adds what an example leaves out: the settings that every stack needs and, for a stack's file, a service to refer to.
    /// </summary>
    private static SettingsSources Sources(CatalogueTopic topic)
    {
        var shown = topic.Example.Split('\n').Select(line => line.Trim().Replace("infra:", "", StringComparison.Ordinal)).ToArray();
        var added = string.Concat(
            Required
                .Where(setting => !shown.Any(line => line.StartsWith(setting.Key, StringComparison.Ordinal)))
                .Select(setting => setting.Line)
        );
        return topic.ExampleFile == ExampleFile.Catalogue
            ? StackSources.From(added + topic.Example, "")
            : StackSources.From(added + "services: {catalog: {image: \"shop/catalog:1.4\", port: 8080}}", topic.Example);
    }

    [GeneratedRegex(@"\]\((?<page>[a-z]+\.md)#(?<anchor>[a-z-]+)\)")]
    private static partial Regex Link();
}
