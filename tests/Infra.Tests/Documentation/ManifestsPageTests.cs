using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Infra.Backend.Loading;
using Infra.Tests.Settings;
using Moq;
using Pulumi;
using Pulumi.Testing;

namespace Infra.Tests.Documentation;

/// <summary>The samples of <c>docs/manifests.md</c> work.</summary>
public partial class ManifestsPageTests
{
    private static readonly string Page = File.ReadAllText(StackSources.PathOf("docs", "manifests.md"));

    [Fact]
    public void TheComponent_IsTheOneThatCompiles()
    {
        var source = File.ReadAllText(StackSources.PathOf("tests", "Infra.Tests", "Documentation", "RegionalSettings.cs"));
        var shown = source[source.IndexOf("internal sealed class", StringComparison.Ordinal)..].TrimEnd();

        Assert.Contains($"```csharp\n{shown}\n```", Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheComponent_CreatesItsObjects()
    {
        var names = new ConcurrentBag<string>();
        var mocks = new Mock<IMocks>();
        mocks
            .Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .Returns(
                (MockResourceArgs args) =>
                {
                    names.Add(args.Name!);
                    return Task.FromResult(((string?)args.Name, (object)args.Inputs));
                }
            );

        await Deployment.TestAsync(mocks.Object, new TestOptions(), () =>
            _ = new RegionalSettings(
                "regions",
                new Dictionary<string, string> { ["eu"] = "EUR", ["us"] = "USD" },
                "shop",
                new ComponentResourceOptions()
            )
        );

        Assert.Equal(["regions", "regions-eu", "regions-us"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheCatalogue_IsReadWithoutErrors()
    {
        using var files = new ProjectFiles()
            .Add("manifests/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
            .Add("crds/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
        var samples = YamlBlock()
            .Matches(Page)
            .Select(match => match.Groups["text"].Value)
            .Where(text => text.Contains("services:\n", StringComparison.Ordinal));

        Assert.All(samples, sample =>
        {
            var sources = StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\n{sample}",
                ""
            );
            Assert.NotNull(SettingsLoader.Load(sources with { Root = files.Root }));
        });
    }

    [GeneratedRegex("```yaml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
