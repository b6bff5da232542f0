using Infra.Engine.Errors;
using Infra.Engine.State.Editing;

namespace Engine.Tests.State.Editing;

public sealed class ResourceDeletionTests
{
    [Fact]
    public void Delete_ResourceWithDependents_NamesThemAndTheOption()
    {
        var a = States.Resource("a");
        var b = States.Resource("b").On(a);
        var c = States.Resource("c", parent: b);

        var error = Assert.Throws<InvalidOperationRequestException>(() =>
            ResourceDeletion.Delete(States.Snapshot(States.Root, a, b, c), [a], new DeletionOptions())
        );

        Assert.Equal(
            $"""
            {a.Urn} can't be safely deleted because the following resources depend on it:
             * "b"             ({b.Urn})
             * "c"             ({c.Urn})

            Delete those resources first or pass --target-dependents.
            """,
            error.Message
        );
    }

    [Fact]
    public void Delete_WithDependents_KeepsTheOthers()
    {
        var a = States.Resource("a").With(States.Provider);
        var b = States.Resource("b").On(a);
        var c = States.Resource("c");
        var snapshot = States.Snapshot(States.Root, States.Provider, a, b, c);

        Assert.Equal(
            ["demo-dev", "default", "c"],
            ResourceDeletion.Delete(snapshot, [a], new DeletionOptions { IncludeDependents = true }).Names()
        );
        Assert.Equal(
            ["demo-dev", "c"],
            ResourceDeletion.Delete(snapshot, [States.Provider], new DeletionOptions { IncludeDependents = true }).Names()
        );
    }

    [Fact]
    public void Delete_ResourcesThatDependOnEachOther_NeedsNoOption()
    {
        var a = States.Resource("a");
        var b = States.Resource("b").On(a);

        Assert.Equal(["demo-dev"], ResourceDeletion.Delete(States.Snapshot(States.Root, a, b), [a, b], new DeletionOptions()).Names());
    }

    [Fact]
    public void Delete_ReplacedResource_KeepsWhatDependsOnItsReplacement()
    {
        var a = States.Resource("a");
        var replaced = a with { Delete = true, Id = "old" };
        var b = States.Resource("b").On(a);

        var snapshot = ResourceDeletion.Delete(States.Snapshot(States.Root, a, b, replaced), [replaced], new DeletionOptions());

        Assert.Equal(["demo-dev", "a", "b"], snapshot.Names());
        Assert.False(snapshot.Get("a").Delete);
    }

    [Fact]
    public void Delete_ProtectedDependent_NeedsForce()
    {
        var a = States.Resource("a");
        var b = States.Resource("b").On(a) with { Protect = true };
        var snapshot = States.Snapshot(States.Root, a, b);
        var forced = new List<string>();

        var error = Assert.Throws<InvalidOperationRequestException>(() =>
            ResourceDeletion.Delete(snapshot, [a], new DeletionOptions { IncludeDependents = true })
        );
        var options = new DeletionOptions
        {
            IncludeDependents = true,
            Force = true,
            OnForced = resource => forced.Add(resource.Urn.Name),
        };

        Assert.StartsWith($"{b.Urn} can't be safely deleted because it is protected.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["demo-dev"], ResourceDeletion.Delete(snapshot, [a], options).Names());
        Assert.Equal(["b"], forced);
    }
}
