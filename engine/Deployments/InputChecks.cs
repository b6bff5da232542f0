using Infra.Engine.Deployments.Diffing;
using Infra.Engine.Deployments.Steps;
using Infra.Engine.Policies;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments;

/// <summary>Has the inputs of a resource checked before anything is done with them: by its provider, and by the policies.</summary>
internal sealed class InputChecks(DeploymentContext context)
{
    /// <summary>Checks a resource, lets the policies change it, and lets them forbid it.</summary>
    public async Task<PlannedResource> CheckWithPoliciesAsync(PlannedResource plan, ResourceState? old, byte[] seed)
    {
        plan = await CheckAsync(plan, old?.Inputs, seed);
        if (!context.Policies.IsActive)
        {
            return plan;
        }

        var remediated = await context.Policies.RemediateAsync(PolicySubjectOf(plan), context.Aborted);
        if (!remediated.Equals(plan.New.Inputs))
        {
            plan = await CheckAsync(plan with { Goal = plan.Goal with { Properties = remediated } }, old?.Inputs, seed);
        }

        if (await context.Policies.AnalyzeAsync(PolicySubjectOf(plan), context.Aborted))
        {
            return plan;
        }

        // A plan goes on, so that everything that is wrong is told at once; it fails in the end.
        if (!context.IsPreview)
        {
            context.MarkFailed();
            throw new StepFailedException(plan.New);
        }

        context.MarkFailedInTheEnd();
        return plan;
    }

    /// <summary>Lets the provider check and complete a resource's inputs.</summary>
    /// <param name="plan">The resource.</param>
    /// <param name="oldInputs">The inputs it had, of which ignored properties keep their values; null for a new one.</param>
    /// <param name="seed">The source of random parts of its name.</param>
    /// <exception cref="StepFailedException">The inputs are wrong; why has been told.</exception>
    public async Task<PlannedResource> CheckAsync(PlannedResource plan, PropertyMap? oldInputs, byte[] seed)
    {
        var inputs = oldInputs is null ? plan.Goal.Properties : IgnoredChanges.Apply(plan.Goal.Properties, oldInputs, plan.Goal.IgnoreChanges);
        if (plan.Provider is null)
        {
            return plan with { New = plan.New with { Inputs = inputs } };
        }

        var result = await plan.Provider.CheckAsync(
            new CheckRequest { Urn = plan.New.Urn, OldInputs = oldInputs ?? PropertyMap.Empty, NewInputs = inputs, RandomSeed = seed }, context.Aborted);
        return result.Failures.Count == 0
            ? plan with { New = plan.New with { Inputs = result.Inputs } }
            : throw context.Refuse(plan.New, string.Join('\n', result.Failures.Select(failure => Describe(plan.New, failure))));
    }

    private PolicySubject PolicySubjectOf(PlannedResource plan) => new(
        plan.New, plan.New.Provider is { } reference ? context.State.FindRegistered(reference.Urn)?.State : null, plan.Goal.DeleteBeforeReplace);

    private static string Describe(ResourceState state, CheckFailure failure) => failure.Property.Length > 0
        ? $"{state.Type} resource '{state.Urn.Name}': property {failure.Property} has a problem: {failure.Reason}"
        : $"{state.Type} resource '{state.Urn.Name}' has a problem: {failure.Reason}";
}
