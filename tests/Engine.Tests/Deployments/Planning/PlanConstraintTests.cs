using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Planning;

public sealed class PlanConstraintTests
{
    private static readonly Urn Thing = Urn.Create("dev", "demo", default, "fake:index:Thing", "a");

    [Theory]
    [InlineData(StepOperation.Create, StepOperation.Same, true)]
    [InlineData(StepOperation.Update, StepOperation.Same, true)]
    [InlineData(StepOperation.CreateReplacement, StepOperation.Same, true)]
    [InlineData(StepOperation.CreateReplacement, StepOperation.Update, true)]
    [InlineData(StepOperation.Same, StepOperation.Update, false)]
    [InlineData(StepOperation.Delete, StepOperation.Same, false)]
    public void Review_AnotherOperationThanPlanned_IsAllowedWhereItDoesLess(StepOperation planned, StepOperation actual, bool isAllowed)
    {
        var plan = CreatePlan(PropertyMap.Empty);
        Step step = actual == StepOperation.Same ? new SameStep(plan) : new UpdateStep(plan);

        var refusal = new PlanConstraint([CreatePlanned(PropertyMap.Empty, planned)]).Review(step);

        Assert.Equal(
            isAllowed ? null : $"{actual.Name()} is not allowed by the plan: this resource is constrained to {planned.Name()}",
            refusal
        );
    }

    [Fact]
    public void Review_LessThanAReplacement_LeavesNoPartOfTheReplacementOver()
    {
        var constraint = new PlanConstraint([
            CreatePlanned(PropertyMap.Empty, StepOperation.CreateReplacement, StepOperation.Replace, StepOperation.DeleteReplaced),
        ]);

        Assert.Null(constraint.Review(new SameStep(CreatePlan(PropertyMap.Empty))));
        Assert.Equal(
            "delete-replaced is not allowed by the plan: no more steps were expected for this resource",
            constraint.Review(
                new DeleteStep(new TrackedResource(0, CreateState(PropertyMap.Empty))) { IsReplaced = true, CallsProvider = true }
            )
        );
    }

    [Fact]
    public void Review_InputsThatWereUnknown_MayHaveAnyValueOrNone()
    {
        var planned = PropertyMap.Create(
            ("known", "a"),
            ("gone", new PropertyUnknown()),
            ("nested", PropertyMap.Create(("secret", new PropertyUnknown().MakeSecret())))
        );
        PropertyValue password = "b";
        var fits = PropertyMap.Create(("known", "a"), ("nested", PropertyMap.Create(("secret", password.MakeSecret()))));
        var differs = PropertyMap.Create(("known", "b"), ("nested", PropertyMap.Create(("extra", 1d))));

        Assert.Null(Review(fits));
        Assert.Equal($"resource {Thing} violates plan: properties changed: known, nested.extra", Review(differs));

        string? Review(PropertyMap actual) =>
            new PlanConstraint([CreatePlanned(planned, StepOperation.Update)]).Review(new UpdateStep(CreatePlan(actual)));
    }

    private static PlannedResource CreatePlanned(PropertyMap inputs, params StepOperation[] operations) =>
        new()
        {
            Urn = Thing,
            Operations = operations,
            Goal = CreateState(inputs),
        };

    private static ResourcePlan CreatePlan(PropertyMap inputs) =>
        new()
        {
            Goal = new ResourceGoal
            {
                Type = Thing.Type,
                Name = Thing.Name,
                Custom = true,
            },
            New = CreateState(inputs),
            Old = new TrackedResource(0, CreateState(PropertyMap.Empty)),
        };

    private static ResourceState CreateState(PropertyMap inputs) =>
        new()
        {
            Urn = Thing,
            Type = Thing.Type,
            Custom = true,
            Inputs = inputs,
        };
}
