using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Deployments.Planning;

public sealed class UrnRegistryTests
{
    private const string Type = "fake:index:Thing";

    private static readonly Urn Old = Thing("old");
    private static readonly Urn Box = Urn.Create("dev", "demo", default, "my:index:Box", "box");

    private static readonly Dictionary<string, (Urn OldUrn, ResourceAlias Alias, bool IsFound)> Table = new()
    {
        ["name"] = (Old, new ResourceAlias { Name = "old" }, true),
        ["URN"] = (Old, new ResourceAlias { Urn = Old }, true),
        ["type"] = (Urn.Create("dev", "demo", default, "fake:index:Item", "new"), new ResourceAlias { Type = "fake:index:Item" }, true),
        ["project"] = (Urn.Create("dev", "other", default, Type, "new"), new ResourceAlias { Project = "other" }, true),
        ["stack"] = (Urn.Create("test", "demo", default, Type, "new"), new ResourceAlias { Stack = "test" }, true),
        ["parent"] = (Urn.Create("dev", "demo", Box, Type, "new"), new ResourceAlias { Parent = Box }, true),
        ["name and parent"] = (Urn.Create("dev", "demo", Box, Type, "old"), new ResourceAlias { Parent = Box, Name = "old" }, true),
        ["nothing"] = (Old, new ResourceAlias(), false),
        ["another name"] = (Old, new ResourceAlias { Name = "older" }, false),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Register_WithAnAlias_ContinuesTheResourceItNames(string name)
    {
        var (oldUrn, alias, isFound) = Table[name];
        var registry = new UrnRegistry(new StackName("demo", "dev"), [Track(oldUrn)]);

        var registration = registry.Register(Type, "new", default, [alias]);

        Assert.Equal(isFound ? oldUrn : null, registration.Old?.State.Urn);
        Assert.Equal(isFound ? oldUrn : default, registration.Alias);
        Assert.Equal(isFound, registry.IsRegistered(oldUrn));
        Assert.Equal(isFound ? Thing("new") : oldUrn, registry.GetCurrent(oldUrn));
    }

    [Fact]
    public void Register_FormerlyWithoutParent_IsFound()
    {
        var registry = new UrnRegistry(new StackName("demo", "dev"), [Track(Thing("new"))]);

        Assert.NotNull(registry.Register(Type, "new", Box, [new ResourceAlias { HadNoParent = true }]).Old);
    }

    [Fact]
    public void Register_OwnUrn_GoesBeforeAliases()
    {
        var registry = new UrnRegistry(new StackName("demo", "dev"), [Track(Old), Track(Thing("new"))]);

        var registration = registry.Register(Type, "new", default, [new ResourceAlias { Name = "old" }]);

        Assert.Equal((Thing("new"), default), (registration.Old!.State.Urn, registration.Alias));
        Assert.False(registry.IsRegistered(Old));
    }

    [Fact]
    public void Register_ReplacedResource_IsNotContinued()
    {
        var replaced = new TrackedResource(0, Track(Thing("new")).State with { Delete = true });

        Assert.Null(new UrnRegistry(new StackName("demo", "dev"), [replaced]).Register(Type, "new", default, []).Old);
    }

    [Fact]
    public void Register_OneAliasForTwoResources_IsRefused()
    {
        var registry = new UrnRegistry(new StackName("demo", "dev"), [Track(Old)]);
        ResourceAlias[] aliases = [new() { Urn = Old }];

        Assert.Null(registry.Register(Type, "first", default, aliases).Problem);
        Assert.Contains(
            "another resource uses that URN or alias",
            registry.Register(Type, "second", default, aliases).Problem,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the program also registers a resource with that URN",
            registry.Register(Type, "old", default, []).Problem,
            StringComparison.Ordinal
        );
    }

    private static Urn Thing(string name) => Urn.Create("dev", "demo", default, Type, name);

    private static TrackedResource Track(Urn urn) =>
        new(
            0,
            new ResourceState
            {
                Urn = urn,
                Type = urn.Type,
                Custom = true,
            }
        );
}
