using Pulumi;
using Pulumi.Utilities;
using Alias = Pulumi.Alias;

namespace Sdk.Tests.Programs;

public sealed class AliasTests
{
    [Fact]
    public async Task Aliases_InEveryForm_ReachTheEngine()
    {
        await using var engine = await StandInEngine.StartAsync();

        await engine.RunAsync(() =>
        {
            var parent = new Thing("parent");
            _ = new Thing(
                "thing",
                new(),
                new()
                {
                    Aliases =
                    {
                        new Alias
                        {
                            Name = "old",
                            Type = "test:index:Old",
                            Project = "p",
                            Stack = "s",
                        },
                        new Alias { Parent = parent },
                        new Alias { ParentUrn = parent.Urn },
                        new Alias { NoParent = true },
                        new Alias { Urn = "urn:pulumi:dev::sample::test:index:Thing::older" },
                        Output.Create(new Alias { Name = Output.Create("later") }),
                        OutputUtilities.CreateUnknown(new Alias { Name = "never" }),
                    },
                }
            );
        });

        Assert.Equal(
            """
            [{"spec":{"name":"old","type":"test:index:Old","stack":"s","project":"p","noParent":false}},
            {"spec":{"parentUrn":"urn:pulumi:dev::sample::test:index:Thing::parent"}},
            {"spec":{"parentUrn":"urn:pulumi:dev::sample::test:index:Thing::parent"}},
            {"spec":{"noParent":true}},
            {"urn":"urn:pulumi:dev::sample::test:index:Thing::older"},
            {"spec":{"name":"later","noParent":false}}]
            """.ReplaceLineEndings(""),
            engine.Registration("thing")["aliases"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task Aliases_WithContradictoryParts_AreRejected()
    {
        await using var engine = await StandInEngine.StartAsync();

        var exitCode = await engine.RunAsync(() =>
        {
            _ = new Thing(
                "thing",
                new(),
                new()
                {
                    Aliases =
                    {
                        new Alias { Urn = "urn:pulumi:dev::sample::t::n", Name = "n" },
                    },
                }
            );
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("both Urn and Name", (string)engine.RequestsOf("Engine.Log").Single()["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aliases_ForAnEngineWithoutSpecs_AreUrnsIncludingInheritedOnes()
    {
        await using var engine = await StandInEngine.StartAsync();
        engine.Unsupported.Add("aliasSpecs");

        await engine.RunAsync(() =>
        {
            _ = new Box(
                "box",
                new()
                {
                    Aliases =
                    {
                        new Alias { Name = "crate" },
                        new Alias { Type = "test:index:Chest" },
                    },
                }
            );
        });

        Assert.Equal(
            ["urn:pulumi:dev::sample::test:index:Box::crate", "urn:pulumi:dev::sample::test:index:Chest::box"],
            engine.Registration("box")["aliasURNs"]!.AsArray().Select(urn => (string)urn!)
        );
        Assert.Equal(
            [
                "urn:pulumi:dev::sample::test:index:Box$test:index:Thing::crate-inner",
                "urn:pulumi:dev::sample::test:index:Chest$test:index:Thing::box-inner",
            ],
            engine.Registration("box-inner")["aliasURNs"]!.AsArray().Select(urn => (string)urn!)
        );
    }
}
