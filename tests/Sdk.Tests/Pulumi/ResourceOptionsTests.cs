using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class ResourceOptionsTests
{
    [Fact]
    public async Task Merge_UsesScalarsOfTheSecondAndConcatenatesLists()
    {
        var (a, b) = (new DependencyResource("urn:pulumi:s::p::t::a"), new DependencyResource("urn:pulumi:s::p::t::b"));
        var first = new CustomResourceOptions
        {
            Protect = true,
            Version = "1.0.0",
            DependsOn = { a },
            IgnoreChanges = { "x" },
            AdditionalSecretOutputs = { "s1" },
            EnvVarMappings = { ["A"] = "1", ["B"] = "1" },
        };
        var second = new CustomResourceOptions
        {
            Version = "2.0.0",
            DeleteBeforeReplace = false,
            DependsOn = { b },
            IgnoreChanges = { "y" },
            AdditionalSecretOutputs = { "s2" },
            EnvVarMappings = { ["B"] = "2" },
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.Equal((true, "2.0.0", false), (merged.Protect, merged.Version, merged.DeleteBeforeReplace));
        Assert.Equal(["x", "y"], merged.IgnoreChanges);
        Assert.Equal(["s1", "s2"], merged.AdditionalSecretOutputs);
        Assert.Equal(["1", "2"], merged.EnvVarMappings.Values);
        Assert.Equal([a, b], (await OutputUtilities.GetValueAsync(merged.DependsOn.ToOutput())).ToArray());
        Assert.Equal(["x"], first.IgnoreChanges);
        Assert.Equal([a], (await OutputUtilities.GetValueAsync(first.DependsOn.ToOutput())).ToArray());
    }

    [Fact]
    public void Merge_OfNothing_ReturnsTheDefaults()
    {
        Assert.Null(CustomResourceOptions.Merge(null, null).Protect);
        Assert.Equal("1", ComponentResourceOptions.Merge(new() { Version = "1" }, null).Version);
        Assert.Equal("1", ComponentResourceOptions.Merge(null, new() { Version = "1" }).Version);
    }

    [Fact]
    public void Merge_OfProviders_KeepsTheLastOfEachPackage()
    {
        ProviderResource Provider(string package, string name) =>
            new DependencyProvider($"urn:pulumi:s::p::pulumi:providers:{package}::{name}::id");
        var (k1, d1, k2) = (Provider("kubernetes", "k1"), Provider("docker", "d1"), Provider("kubernetes", "k2"));

        var merged = ComponentResourceOptions.Merge(new() { Providers = { k1, d1 } }, new() { Providers = { k2 } });

        Assert.Equal([d1, k2], merged.Providers);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("0", 0.0)]
    [InlineData("600000000000ns", 600.0)]
    [InlineData("1h15m30.5s", 4530.5)]
    [InlineData("-1.5s", -1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("500μs", 0.0005)]
    [InlineData("1us1µs", 0.000002)]
    public void GoDuration_ParsesGoDurations(string text, double? seconds) =>
        Assert.Equal(seconds, CustomTimeouts.ParseGoDuration(text)?.TotalSeconds);

    [Theory]
    [InlineData("5")]
    [InlineData("ten")]
    [InlineData("5days")]
    [InlineData("-")]
    public void GoDuration_InvalidText_Throws(string text) => Assert.Throws<FormatException>(() => CustomTimeouts.ParseGoDuration(text));

    [Fact]
    public async Task Options_ReachTheEngine()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            var a = new Thing("a");
            _ = new Thing(
                "b",
                new(),
                new()
                {
                    DeletedWith = a,
                    ReplaceWith = { a },
                    HideDiffs = { "text" },
                    PluginDownloadURL = "https://plugins.example.org",
                    ReplacementTrigger = Output.Create((object)"v2"),
                    CustomTimeouts = new() { Create = TimeSpan.FromMinutes(1), Delete = TimeSpan.FromMilliseconds(1.5) },
                    EnvVarMappings = { ["NEW"] = "OLD" },
                }
            );
        });

        Assert.Equal(0, exitCode);
        var b = engine.Registration("b");
        Assert.EndsWith("::a", (string)b["deletedWith"]!, StringComparison.Ordinal);
        Assert.EndsWith("::a", (string)b["replace_with"]![0]!, StringComparison.Ordinal);
        Assert.Equal("text", (string)b["hideDiffs"]![0]!);
        Assert.Equal("https://plugins.example.org", (string)b["pluginDownloadURL"]!);
        Assert.Equal("v2", (string)b["replacement_trigger"]!);
        Assert.Equal("""{"create":"60000000000ns","delete":"1500000ns"}""", b["customTimeouts"]!.ToJsonString());
        Assert.Equal("OLD", (string)b["envVarMappings"]!["NEW"]!);
        Assert.Null(b["propertyDependencies"]);
    }

    [Theory]
    [InlineData("deletedWith")]
    [InlineData("replaceWith")]
    [InlineData("transforms")]
    public async Task Options_UnsupportedByTheEngine_AreRejected(string feature)
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.Unsupported.Add(feature);

        var exitCode = await engine.RunAsync(() =>
        {
            var a = new Thing("a");
            var options = new CustomResourceOptions();
            if (feature == "deletedWith")
            {
                options.DeletedWith = a;
            }
            else if (feature == "replaceWith")
            {
                options.ReplaceWith.Add(a);
            }
            else
            {
                options.ResourceTransforms.Add((_, _) => Task.FromResult<ResourceTransformResult?>(null));
            }

            _ = new Thing("b", new(), options);
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("update the CLI", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }
}
