using Infra.Engine.Deployments.Planning;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Deployments.Planning;

/// <summary>Old state in; deletions out.</summary>
public sealed class DeletionGeneratorTests
{
    private static readonly ResourceState One = State("one");
    private static readonly ResourceState Gone = State("gone");

    private static readonly Dictionary<string, (ResourceState State, string Step)> Table = new()
    {
        ["not registered any more"] = (One, "delete, provider called"),
        ["component"] = (One with { Custom = false, Id = "" }, "delete"),
        ["provider"] = (State("cloud", "pulumi:providers:fake"), "delete"),
        ["read"] = (One with { External = true }, "discard"),
        ["retained on delete"] = (One with { RetainOnDelete = true }, "delete"),
        ["replaced"] = (One with { Delete = true }, "delete-replaced, provider called"),
        ["replaced, retained on delete"] = (One with { Delete = true, RetainOnDelete = true }, "delete-replaced"),
        ["replaced, was read"] = (One with { Delete = true, External = true }, "discard-replaced"),
        ["deleted with a resource that is pruned as well"] = (One with { DeletedWith = Gone.Urn }, "delete"),
        ["deleted with a resource that was deleted before"] = (One with { DeletedWith = State("before").Urn }, "delete"),
        ["deleted with a resource that stays"] = (One with { DeletedWith = State("kept").Urn }, "delete, provider called"),
        ["interrupted replacement"] = (One with { PendingReplacement = true }, "record removed"),
        ["not ready"] = (One with { InitErrors = ["no pod is ready"] }, "delete, provider called"),
        ["protected"] = (One with { Protect = true }, "protected"),
        ["protected, but replaced already"] = (One with { Protect = true, Delete = true }, "delete-replaced, provider called"),
        ["protected, but deleted already"] = (One with { Protect = true, PendingReplacement = true }, "record removed"),
        ["registered"] = (State("kept"), "none"),
        ["registered, but replaced"] = (State("kept") with { Delete = true }, "delete-replaced, provider called"),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Prune_DecidesFromTheOldState(string name)
    {
        var (state, step) = Table[name];
        var resource = Track(state);

        var steps = DeletionGenerator.Prune([Track(Gone), resource], urn => urn.Name == "kept", urn => urn.Name == "before");

        Assert.Equal(
            step,
            steps.Count == 1 ? "none"
                : steps.OfType<DeleteStep>().Any(DeletionGenerator.IsProtected) ? "protected"
                : Text(steps[1])
        );
    }

    [Fact]
    public void DeleteBeforeReplace_DeletesDependentsFirst_AndKeepsTheirRecords()
    {
        var (root, middle, leaf) = (Track(State("root")), Track(State("middle")), Track(State("leaf")));

        var steps = DeletionGenerator.DeleteBeforeReplace(root, [middle, leaf], _ => false);

        Assert.Equal(["leaf", "middle", "root"], steps.Select(step => step.Urn.Name));
        Assert.All(steps, step => Assert.True(step is DeleteStep { IsReplaced: true, AwaitsReplacement: true, CallsProvider: true }));
    }

    [Fact]
    public void DeleteBeforeReplace_OfAnInterruptedReplacement_DeletesOnlyDependents()
    {
        var root = Track(State("root") with { PendingReplacement = true });

        var steps = DeletionGenerator.DeleteBeforeReplace(root, [Track(State("leaf"))], _ => false);

        Assert.Equal(["leaf"], steps.Select(step => step.Urn.Name));
    }

    [Fact]
    public void DeleteBeforeReplace_DependentIsDeletedWithTheRoot_OnlyItsRecordGoes()
    {
        var root = Track(State("root"));

        var steps = DeletionGenerator.DeleteBeforeReplace(root, [Track(State("leaf") with { DeletedWith = root.State.Urn })], _ => false);

        Assert.Equal(["delete-replaced", "delete-replaced, provider called"], steps.Select(Text));
    }

    [Fact]
    public void DeleteBeforeReplace_DependentOfAnInterruptedReplacement_KeepsItsRecord()
    {
        var steps = DeletionGenerator.DeleteBeforeReplace(
            Track(State("root")),
            [Track(State("leaf") with { PendingReplacement = true })],
            _ => false
        );

        Assert.Equal("root", Assert.Single(steps).Urn.Name);
    }

    private static string Text(DeletionStep step) =>
        step switch
        {
            DeleteStep delete => delete.Operation.Name() + (delete.CallsProvider ? ", provider called" : ""),
            _ => "record removed",
        };

    private static TrackedResource Track(ResourceState state) => new(0, state);

    private static ResourceState State(string name, string type = "fake:index:Thing") =>
        new()
        {
            Urn = Urn.Create("dev", "demo", default, type, name),
            Type = type,
            Custom = true,
            Id = $"{name}-1",
        };
}
