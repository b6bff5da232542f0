using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Editing;
using Infra.Protocol.Values;

namespace Engine.Tests.State.Editing;

public sealed class RenamingTests
{
    [Fact]
    public void Rename_Resource_ChangesEveryReference()
    {
        var used = States.Resource("used").With(States.Provider);
        var user = States.Resource("user").With(States.Provider).On(used) with { DeletedWith = used.Urn };

        var renamed = ResourceRenaming.Rename(States.Snapshot(States.Root, States.Provider, used, user), used.Urn.Value, "new");
        renamed = ResourceRenaming.Rename(renamed, States.Provider.Urn.Value, "explicit");

        var urn = used.Urn.WithName("new");
        Assert.Equal(["demo-dev", "explicit", "new", "user"], renamed.Names());
        Assert.Equal([urn], renamed.Get("user").Dependencies);
        Assert.Equal([urn], Assert.Single(renamed.Get("user").PropertyDependencies!).Value);
        Assert.Equal(urn, renamed.Get("user").DeletedWith);
        Assert.Equal(renamed.Get("explicit").Urn, renamed.Get("user").Provider!.Value.Urn);
        Assert.Empty(SnapshotIntegrity.Verify(renamed));
    }

    [Fact]
    public void Rename_WrongUrn_IsNamedWithSimilarOnes()
    {
        var snapshot = States.Snapshot(States.Root, States.Resource("orders"), States.Resource("taken"));

        var missing = Refuse(snapshot, States.Resource("order").Urn.Value, "new");

        Assert.StartsWith($"No such resource \"{States.Resource("order").Urn}\" exists", missing, StringComparison.Ordinal);
        Assert.Contains($"Did you mean:\n  {States.Resource("orders").Urn}\n", missing, StringComparison.Ordinal);
        Assert.Contains(
            "already existing resource",
            Refuse(snapshot, States.Resource("orders").Urn.Value, "taken"),
            StringComparison.Ordinal
        );
        Assert.Contains("not valid", Refuse(snapshot, "orders", "new"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rename_Stack_ChangesUrnsInStateAndValues()
    {
        var resource = States.Resource("one").With(States.Provider) with
        {
            Outputs = PropertyMap.Create(("owner", new PropertySecret(new PropertyResourceReference(States.Root.Urn.Value)))),
        };
        var pending = new PendingOperation(PendingOperationType.Updating, resource);
        var snapshot = States.Snapshot(States.Root, States.Provider, resource) with { PendingOperations = [pending] };

        var renamed = new StackRenaming(new StackName("demo", "dev"), new StackName("demo", "qa")).Rename(snapshot);

        Assert.Equal("urn:pulumi:qa::demo::pulumi:pulumi:Stack::demo-qa", renamed.Root!.Urn.Value);
        Assert.Equal("urn:pulumi:qa::demo::cloud:index:Thing::one", renamed.PendingOperations[0].Resource.Urn.Value);
        Assert.Equal(new PropertySecret(new PropertyResourceReference(renamed.Root.Urn.Value)), renamed.Get("one").Outputs["owner"]);
        Assert.Empty(SnapshotIntegrity.Verify(renamed));
    }

    private static string Refuse(Snapshot snapshot, string urn, string name) =>
        Assert.Throws<InvalidOperationRequestException>(() => ResourceRenaming.Rename(snapshot, urn, name)).Message;
}
