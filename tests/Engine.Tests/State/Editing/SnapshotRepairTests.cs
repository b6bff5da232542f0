using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Engine.Tests.State.Editing;

public sealed class SnapshotRepairTests
{
    [Fact]
    public void Repair_ResourceAfterItsDependents_MovesOnlyThatOne()
    {
        var a = States.Resource("a");
        var b = States.Resource("b").On(a);
        var c = States.Resource("c");

        var (repaired, report) = SnapshotRepair.Repair(States.Snapshot(States.Root, b, c, a));

        Assert.Equal(["demo-dev", "a", "b", "c"], repaired.Names());
        Assert.Equal([a.Urn], report.Reordered.Select(resource => resource.Urn));
        Assert.DoesNotContain(report.Pruned, pruned => pruned.Removed.Count > 0);
        Assert.Empty(SnapshotIntegrity.Verify(repaired));
    }

    [Fact]
    public void Repair_MissingParent_ShortensTheUrnsOfAllDescendants()
    {
        var missing = States.Resource("missing", type: "cloud:index:Component");
        var child = States.Resource("child", parent: missing);
        var grandchild = States.Resource("grandchild", parent: child).On(missing, child);

        var (repaired, report) = SnapshotRepair.Repair(States.Snapshot(States.Root, child, grandchild));

        Assert.Equal("urn:pulumi:dev::demo::cloud:index:Thing::child", repaired.Get("child").Urn.Value);
        Assert.True(repaired.Get("child").Parent.IsEmpty);
        Assert.Equal("urn:pulumi:dev::demo::cloud:index:Thing$cloud:index:Thing::grandchild", repaired.Get("grandchild").Urn.Value);
        Assert.Equal([repaired.Get("child").Urn], repaired.Get("grandchild").Dependencies);
        Assert.Equal(
            [new RemovedReference(ReferenceType.Parent, missing.Urn, null)],
            report.Pruned.Single(pruned => pruned.OldUrn == child.Urn).Removed
        );
        Assert.Equal(
            [
                new RemovedReference(ReferenceType.Dependency, missing.Urn, null),
                new RemovedReference(ReferenceType.PropertyDependency, missing.Urn, "value"),
            ],
            report.Pruned.Single(pruned => pruned.OldUrn == grandchild.Urn).Removed
        );
        Assert.Empty(SnapshotIntegrity.Verify(repaired));
    }

    [Fact]
    public void Repair_Cycle_IsAnError()
    {
        var a = States.Resource("a");
        var b = States.Resource("b").On(a);

        Assert.Throws<StateException>(() => SnapshotRepair.Repair(States.Snapshot(States.Root, a.On(b), b)));
    }
}
