using System.Text.RegularExpressions;
using Cli.Tests.Support;
using CsCheck;
using Infra.Cli.Reports;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Protocol.Values;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using static Cli.Tests.Reports.SamplePreview;

namespace Cli.Tests.Reports;

/// <summary>Text of others stays text, whatever it is: a renderer of GitHub's Markdown finds no markup but the report's own.</summary>
public sealed partial class HostileTextTests
{
    private static readonly MarkdownPipeline Renderer = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseTaskLists()
        .UseFootnotes()
        .Build();

    public static TheoryData<string> Texts =>
        [
            "```\n</details>@octocat closes #1 | <b>",
            "</summary></details><script>alert(1)</script>",
            "````` ``` ~~~ ````````\n```````",
            "<!-- infra:preview shop/prod -->\n<!-- infra:no-changes -->",
            "--> <img src=x onerror=alert(1)> <!--",
            "[click](javascript:alert(1)) ![x](https://example.com/x.png) https://example.com www.example.com",
            "@team/owners, me@example.com, GH-12, owner/name#12, !34, :tada:",
            "\u202Ereversed\u2066 \u0000\u0007\u001b[31mred\r\n\r\n# heading\r- list\n> quote\n1. one\n***\n| a | b |\n|---|---|",
            "&lt;b&gt; &#64;octocat \\` \\\\ \\<b> $x$ ==y== ~~z~~ ^a^ [^1] [ ] - [x]",
            "\n\n    indented\n\n\t<details>\n",
            "*a* _b_ **c** __d__ `e`",
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Write_KnownAttempts_StayText(string text) => AssertInert(text);

    [Fact]
    public void Write_AnyText_StaysText() =>
        Gen.OneOf(
                Gen.String,
                Gen.String["@#|`<>&\\!*_[]()~-=+.:/ \n\r1aw$^{}\u202E"],
                Gen.String["`\n "],
                Gen.String["<>!-/adeilmrsuty \n"]
            )
            .Sample(AssertInert, iter: 300);

    private static void AssertInert(string text)
    {
        var urn = Steps.Resource(text.Length == 0 ? "x" : text);
        var map = PropertyMap.Create((text, text), ("plain", text));
        var field = new FieldDrift(text, text, "live", new FieldOwner(text, text));
        var report = new PreviewMarkdown(
            Subject,
            new PreviewResult(
                Find(
                    Service(text),
                    Planned(text, Steps.Create(urn, map)),
                    Planned(text, Replace(Steps.Resource(text + "r"), PropertyMap.Empty, map, text)),
                    Planned(Delete(Steps.Resource(text + "d"))),
                    new ResourceOutputsEvent(Steps.Drifted(Steps.Resource(text + "f"), StepOperation.Update, field), true),
                    Violation(PolicyLevel.Mandatory, text, text, urn),
                    new DiagnosticEvent(DiagnosticSeverity.Error, urn, text),
                    Steps.Summary(true)
                ),
                [new RehearsalVerdict("fails", text, [text])]
            )
        ).Write(PreviewMarkdown.DefaultSize, _ => text);

        Assert.StartsWith("<!-- infra:preview shop/prod -->\n### ❌", report, StringComparison.Ordinal);
        Assert.DoesNotMatch(Unsafe(), report);
        var document = Markdown.Parse(report, Renderer);
        Assert.All(document.Descendants<HtmlInline>(), html => Assert.Fail($"markup in a line: {html.Tag}"));
        Assert.All(document.Descendants<HtmlBlock>(), html => Assert.Matches(OwnHtml(), Source(report, html)));
        Assert.All(document.Descendants<AutolinkInline>(), link => Assert.Fail($"a link: {link.Url}"));
        Assert.All(document.Descendants<LinkInline>(), link => Assert.Equal("https://ci.example.com/runs/7", link.Url));
        Assert.All(document.Descendants<EmphasisInline>(), emphasis =>
            Assert.Contains(emphasis.FirstChild!.ToString(), (string[])["Errors", "Replaced", "Deleted", "Policies", "Rehearsal"])
        );
        Assert.All(document.Descendants<CodeInline>(), code => Assert.Fail($"code in a line: {code.Content}"));
        Assert.Single(document.Descendants<HeadingBlock>());
        Assert.Equal(3, document.Descendants<FencedCodeBlock>().Count());
        Assert.All(document.Descendants<FencedCodeBlock>(), fence => Assert.Equal("diff", fence.Info));
        Assert.Equal(5, document.Descendants<ListBlock>().Count());
        Assert.Equal(6, document.Descendants<ListItemBlock>().Count());
        Assert.Empty(document.Descendants<QuoteBlock>());
        Assert.Empty(document.Descendants<ThematicBreakBlock>());
        Assert.Empty(document.Descendants<Markdig.Extensions.Tables.Table>());
        Assert.All(Rendered(document), line => Assert.DoesNotMatch(Reference(), line));
    }

    private static string Source(string report, Block block) => report.Substring(block.Span.Start, block.Span.Length);

    /// <summary>The text that hosts search for mentions and references: that outside of code.</summary>
    private static IEnumerable<string> Rendered(MarkdownDocument document) =>
        document
            .Descendants<LeafBlock>()
            .Where(block => block is not CodeBlock)
            .Select(block =>
                block.Inline is null
                    ? System.Net.WebUtility.HtmlDecode(block.Lines.ToString())
                    : string.Concat(block.Inline.Descendants().Select(Text))
            );

    private static string Text(MarkdownObject inline) =>
        inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "",
        };

    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000B-\u001F]", RegexOptions.CultureInvariant)]
    private static partial Regex Unsafe();

    [GeneratedRegex(
        @"\A(<!-- infra:preview shop/prod -->|<details><summary>[^<>]*</summary>|</details>)\n?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex OwnHtml();

    [GeneratedRegex(@"@[A-Za-z0-9]|#[0-9A-Za-z]|[A-Za-z]://", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
