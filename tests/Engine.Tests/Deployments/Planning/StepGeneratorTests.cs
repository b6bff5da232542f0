using Infra.Engine.Deployments.Planning;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Deployments.Planning;

/// <summary>Goal, old state and difference in; steps out.</summary>
public sealed class StepGeneratorTests
{
    private static readonly Urn One = Urn.Create("dev", "demo", default, "fake:index:Thing", "one");
    private static readonly DiffResult Changed = new() { Changes = DiffChanges.Some, ChangedKeys = ["size"] };
    private static readonly DiffResult Replaced = new()
    {
        Changes = DiffChanges.Some,
        ChangedKeys = ["kind"],
        ReplaceKeys = ["kind"],
    };
    private static readonly DiffResult ReplacedAfterDeletion = Replaced with { DeleteBeforeReplace = true };

    private static readonly ResourceGoal Goal = new()
    {
        Type = One.Type,
        Name = One.Name,
        Custom = true,
    };
    private static readonly ResourceGoal Component = Goal with { Custom = false };
    private static readonly ResourceGoal Import = Goal with { ImportId = "outside" };
    private static readonly ResourceState Old = new()
    {
        Urn = One,
        Type = One.Type,
        Custom = true,
        Id = "one-1",
    };
    private static readonly ResourceState OldRead = Old with { External = true };
    private static readonly ResourceState OldPending = Old with { PendingReplacement = true };
    private static readonly ResourceState OldImported = Old with { Id = "one-2", ImportId = "outside" };

    private static readonly Dictionary<string, (ResourcePlan Plan, string Steps)> Table = new()
    {
        ["new resource"] = (Plan(Goal), "create"),
        ["new component"] = (Plan(Component), "create"),
        ["no difference"] = (Plan(Goal, Old), "same"),
        ["no difference although keys are named"] = (
            Plan(Goal, Old, new DiffResult { Changes = DiffChanges.None, ReplaceKeys = ["kind"] }),
            "same"
        ),
        ["difference in place"] = (Plan(Goal, Old, Changed), "update"),
        ["component with a difference"] = (Plan(Component, Old with { Custom = false, Id = "" }, Changed), "update"),
        ["not ready, no difference"] = (Plan(Goal, Old with { InitErrors = ["no pod is ready"] }), "update"),
        ["not ready, difference in place"] = (Plan(Goal, Old with { InitErrors = ["no pod is ready"] }, Changed), "update"),
        ["replacement"] = (Plan(Goal, Old, Replaced), "create-replacement (old kept), replace"),
        ["replacement, provider deletes first"] = (Plan(Goal, Old, ReplacedAfterDeletion), "delete first, replace, create-replacement"),
        ["replacement, program deletes first"] = (
            Plan(Goal with { DeleteBeforeReplace = true }, Old, Replaced),
            "delete first, replace, create-replacement"
        ),
        ["replacement, program overrides the provider"] = (
            Plan(Goal with { DeleteBeforeReplace = false }, Old, ReplacedAfterDeletion),
            "create-replacement (old kept), replace"
        ),
        ["deletion first without replacement"] = (Plan(Goal with { DeleteBeforeReplace = true }, Old, Changed), "update"),
        ["replacement of a resource that is not ready"] = (
            Plan(Goal, Old with { InitErrors = ["no pod is ready"] }, Replaced),
            "create-replacement (old kept), replace"
        ),
        ["retained on delete, replacement"] = (
            Plan(Goal with { RetainOnDelete = true }, Old with { RetainOnDelete = true }, Replaced),
            "create-replacement (old kept), replace"
        ),
        ["interrupted replacement, no difference"] = (Plan(Goal, OldPending), "create-replacement (old kept), replace"),
        ["interrupted replacement, provider deletes first"] = (
            Plan(Goal, OldPending, ReplacedAfterDeletion),
            "delete first, replace, create-replacement"
        ),
        ["interrupted replacement, difference in place"] = (Plan(Goal, OldPending, Changed), "create-replacement (old kept), replace"),
        ["deleted as a dependent"] = (Plan(Goal, Old) with { IsOldDeleted = true }, "replace, create-replacement"),
        ["deleted as a dependent, component"] = (
            Plan(Component, Old with { Custom = false }) with
            {
                IsOldDeleted = true,
            },
            "replace, create-replacement"
        ),
        ["read so far"] = (Plan(Goal, OldRead), "create-replacement (old kept), replace"),
        ["protected, no difference"] = (Plan(Protect(Goal), Old with { Protect = true }), "same"),
        ["protected, difference in place"] = (Plan(Protect(Goal), Old with { Protect = true }, Changed), "update"),
        ["protected, replacement"] = (Plan(Protect(Goal), Old with { Protect = true }, Replaced), "refused: unable to replace resource"),
        ["protected, deletion before the replacement"] = (
            Plan(Protect(Goal), Old with { Protect = true }, ReplacedAfterDeletion),
            "refused: unable to replace resource"
        ),
        ["protection begins with the replacement"] = (Plan(Protect(Goal), Old, Replaced), "create-replacement (old kept), replace"),
        ["protection ends with the replacement"] = (
            Plan(Goal, Old with { Protect = true }, Replaced),
            "create-replacement (old kept), replace"
        ),
        ["import of a new resource"] = (Plan(Import), "import"),
        ["import into an old resource"] = (Plan(Import, Old), "import-replacement (old kept), replace"),
        ["import of what is managed already"] = (Plan(Import with { ImportId = "one-1" }, Old), "same"),
        ["import repeated"] = (Plan(Import, OldImported), "same"),
        ["import repeated, difference in place"] = (Plan(Import, OldImported, Changed), "update"),
        ["import of another object than before"] = (
            Plan(Import with { ImportId = "elsewhere" }, OldImported),
            "import-replacement (old kept), replace"
        ),
        ["import declaration removed"] = (Plan(Goal, OldImported), "same"),
        ["import of what was read so far"] = (Plan(Import with { ImportId = "one-1" }, OldRead), "import-replacement (old kept), replace"),
        ["import in place of a deleted dependent"] = (Plan(Import, Old) with { IsOldDeleted = true }, "replace, import-replacement"),
        ["import repeated for a deleted dependent"] = (
            Plan(Import, OldImported) with
            {
                IsOldDeleted = true,
            },
            "replace, create-replacement"
        ),
        ["import into an interrupted replacement"] = (Plan(Import, OldPending), "import-replacement (old kept), replace"),
        ["import of a component"] = (Plan(Component with { ImportId = "outside" }), "create"),
        ["imported, replacement"] = (Plan(Import, OldImported, Replaced), "refused: previously-imported resources"),
        ["provider replaced"] = (
            Plan(Goal, Old, new DiffResult { Changes = DiffChanges.Some, ReplaceKeys = ["provider"] }),
            "create-replacement (old kept), replace"
        ),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_FollowFromGoalOldStateAndDifference(string name)
    {
        var (plan, steps) = Table[name];

        Assert.Equal(steps, Decide(plan, isPreview: false));
    }

    [Fact]
    public void JudgeReplacement_OfAnImportedResourceInAPreview_OnlyWarns()
    {
        var verdict = StepGenerator.JudgeReplacement(Plan(Import, OldImported, Replaced), isPreview: true);

        Assert.Null(verdict.Refusal);
        Assert.Contains("remove the `import` declaration", verdict.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void JudgeReplacement_OfAnImportedResourceInAnUpdate_NamesTheProperties()
    {
        var verdict = StepGenerator.JudgeReplacement(Plan(Import, OldImported, Replaced), isPreview: false);

        Assert.EndsWith("(it would be replaced because of kind)", verdict.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "unable to replace resource \"urn:pulumi:dev::demo::fake:index:Thing::two\"")]
    public void JudgeDependents_OneIsProtected_RefusesTheReplacement(bool isProtected, string? refusal)
    {
        var dependent = Old with { Urn = Urn.Create("dev", "demo", default, One.Type, "two"), Protect = isProtected };

        var verdict = StepGenerator.JudgeDependents(Plan(Goal, Old, Replaced), [Track(Old), Track(dependent)]);

        Assert.Equal(refusal, verdict.Refusal?[..(refusal?.Length ?? 0)]);
    }

    [Theory]
    [InlineData(null, "read")]
    [InlineData(true, "read")]
    [InlineData(false, "read-replacement (old kept)")]
    public void Read_KeepsAnOldResourceOnlyWhereTheStackManagesIt(bool? isOldExternal, string steps)
    {
        var plan = Plan(Goal, isOldExternal is { } external ? Old with { External = external } : null);

        Assert.Equal(steps, Text(StepGenerator.Read(plan)));
    }

    [Fact]
    public void Change_Update_KeepsTheId()
    {
        var step = Assert.Single(StepGenerator.Change(Plan(Goal, Old, Changed), ChangeKind.Update));

        Assert.Equal("one-1", step.Describe().New!.Id);
    }

    [Fact]
    public void Steps_OfAReplacement_CountAsOneChange()
    {
        var steps = StepGenerator.Change(Plan(Goal, Old, Replaced), ChangeKind.Replace);

        var counted = steps.Select(step => step.Describe()).Where(step => step.IsLogical);
        Assert.Equal([StepOperation.Replace], counted.Select(step => step.Operation));
        Assert.All(steps, step => Assert.Equal(["kind"], step.Describe().ReplaceKeys));
    }

    private static string Decide(ResourcePlan plan, bool isPreview)
    {
        switch (StepGenerator.Classify(plan))
        {
            case RegistrationKind.Import:
                return Text(StepGenerator.Import(plan));
            case RegistrationKind.Create:
                return Text(StepGenerator.Create(plan));
        }

        var change = StepGenerator.DecideChange(plan);
        var isReplacement = change is ChangeKind.Replace or ChangeKind.DeleteBeforeReplace;
        var refusal = isReplacement ? StepGenerator.JudgeReplacement(plan, isPreview).Refusal : null;
        return refusal is not null ? $"refused: {string.Join(' ', refusal.Split(' ', '\n').Take(refusal[0] == 'u' ? 4 : 2))}"
            : change == ChangeKind.DeleteBeforeReplace ? $"delete first, {Text(StepGenerator.Change(plan, change))}"
            : Text(StepGenerator.Change(plan, change));
    }

    private static string Text(IEnumerable<RegistrationStep> steps) =>
        string.Join(", ", steps.Select(step => step.Operation.Name() + (KeepsOld(step) ? " (old kept)" : "")));

    private static bool KeepsOld(RegistrationStep step) =>
        step is CreateStep { KeepsOld: true } or ImportStep { KeepsOld: true } or ReadStep { KeepsOld: true };

    private static ResourceGoal Protect(ResourceGoal goal) => goal with { Protect = true };

    private static TrackedResource Track(ResourceState state) => new(0, state);

    private static ResourcePlan Plan(ResourceGoal goal, ResourceState? old = null, DiffResult? diff = null) =>
        new()
        {
            Goal = goal,
            Old = old is null ? null : Track(old),
            New = GoalState.Create(goal, new UrnRegistry.Registration(One, null, default, null)),
            Diff = diff ?? DiffResult.Same,
        };
}
