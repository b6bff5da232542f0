using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Engine.Tests.State.Editing;

public sealed class ResourceMoveTests
{
    private static readonly StackName Source = new("demo", "dev");
    private static readonly StackName Destination = new("other", "qa");

    private static readonly ResourceState Component = States.Resource("group", type: "cloud:index:Group") with { Custom = false, Id = "" };
    private static readonly ResourceState Child = States.Resource("child", parent: Component).With(States.Provider);
    private static readonly ResourceState Used = States.Resource("used").With(States.Provider);

    [Fact]
    public void Plan_Component_TakesItsChildrenAndCopiesTheirProvider()
    {
        var child = Child.On(Used);
        var user = States.Resource("user").With(States.Provider).On(child);

        var plan = Plan(States.Snapshot(States.Root, States.Provider, Used, Component, child, user), new Snapshot(), Component);

        Assert.Equal([Component.Urn, child.Urn], plan.Moved);
        Assert.Equal(["demo-dev", "default", "used", "user"], plan.Source.Names());
        Assert.Equal(["other-qa", "default", "group", "child"], plan.Destination.Names());
        Assert.Equal("urn:pulumi:qa::other::cloud:index:Group$cloud:index:Thing::child", plan.Destination.Get("child").Urn.Value);
        Assert.Equal(plan.Destination.Get("group").Urn, plan.Destination.Get("child").Parent);
        Assert.Equal(plan.Destination.Get("other-qa").Urn, plan.Destination.Get("group").Parent);
        Assert.Equal(plan.Destination.Get("default").Urn, plan.Destination.Get("child").Provider!.Value.Urn);
        Assert.Equal([child.Urn, child.Urn], plan.BrokenInDestination.Select(broken => broken.Resource));
        Assert.Equal(
            [
                new RemovedReference(ReferenceType.Dependency, child.Urn, null),
                new RemovedReference(ReferenceType.PropertyDependency, child.Urn, "value"),
            ],
            plan.BrokenInSource.Select(broken => broken.Reference)
        );
        Assert.Empty(SnapshotIntegrity.Verify(plan.Source));
        Assert.Empty(SnapshotIntegrity.Verify(plan.Destination));
    }

    [Fact]
    public void Plan_Child_LosesItsParentUnlessThatIsIncluded()
    {
        var source = States.Snapshot(States.Root, States.Provider, Component, Child);

        Assert.Equal(
            "urn:pulumi:qa::other::cloud:index:Thing::child",
            Plan(source, new Snapshot(), Child).Destination.Get("child").Urn.Value
        );
        Assert.Equal([Component.Urn, Child.Urn], Plan(source, new Snapshot(), Child, includeParents: true).Moved);
    }

    [Fact]
    public void Plan_EqualProviderInDestination_IsUsed()
    {
        var root = States.Root with { Urn = new Urn("urn:pulumi:qa::other::pulumi:pulumi:Stack::other-qa") };
        var provider = States.Provider with { Urn = States.Provider.Urn.WithStack("other", "qa"), Id = "another", Parent = root.Urn };

        var plan = Plan(States.Snapshot(States.Root, States.Provider, Used), States.Snapshot(root, provider), Used);

        Assert.Equal(["other-qa", "default", "used"], plan.Destination.Names());
        Assert.Equal(new ProviderReference(provider.Urn, "another"), plan.Destination.Get("used").Provider);
    }

    [Fact]
    public void Plan_WhatCannotMove_IsNamed()
    {
        var source = States.Snapshot(States.Root, States.Provider, Used);
        var moved = Plan(source, new Snapshot(), Used).Destination;

        Assert.Contains("cannot move providers", Refuse(source, new Snapshot(), States.Provider), StringComparison.Ordinal);
        Assert.Contains("no resources found to move", Refuse(source, new Snapshot(), Child), StringComparison.Ordinal);
        Assert.Contains("already exists in destination stack", Refuse(source, moved, Used), StringComparison.Ordinal);
    }

    private static string Refuse(Snapshot source, Snapshot destination, ResourceState resource) =>
        Assert.Throws<InvalidOperationRequestException>(() => Plan(source, destination, resource)).Message;

    private static ResourceMovePlan Plan(Snapshot source, Snapshot destination, ResourceState resource, bool includeParents = false) =>
        ResourceMove.Plan(source, Source, destination, Destination, [resource.Urn.Value], includeParents);
}
