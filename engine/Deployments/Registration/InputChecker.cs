using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Policies;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Registration;

/// <summary>Checks the inputs of resources with their providers and the policy packs.</summary>
internal sealed class InputChecker(DeploymentContext context)
{
    /// <summary>The policy packs of the deployment.</summary>
    public PolicyEnforcement Policies { get; set; } = PolicyEnforcement.None;

    /// <summary>
    /// Decides the automatic name of a resource. One without random parts forces the deletion before a replacement.
    /// </summary>
    public ResourcePlan Name(ResourcePlan plan, byte[] seed)
    {
        if (!plan.Goal.Custom || ProviderType.IsProvider(plan.Goal.Type))
        {
            return plan;
        }

        var (naming, isFixed) = context.Naming.Decide(plan.New.Urn, seed);
        return plan with { Naming = naming, Goal = isFixed ? plan.Goal with { DeleteBeforeReplace = true } : plan.Goal };
    }

    /// <summary>Checks inputs with the provider, which completes them; then policies remediate and analyze them.</summary>
    /// <param name="plan">The resource whose inputs are checked.</param>
    /// <param name="provider">Its provider; null for a component.</param>
    /// <param name="oldInputs">The old inputs, whose values ignored properties keep; null for a new resource.</param>
    /// <param name="seed">The source of random parts of its name.</param>
    /// <exception cref="StepFailedException">The inputs are invalid or forbidden; the reason has been reported.</exception>
    public async Task<ResourcePlan> CheckWithPoliciesAsync(
        ResourcePlan plan,
        IResourceProvider? provider,
        PropertyMap? oldInputs,
        byte[] seed
    )
    {
        plan = await CheckAsync(plan, provider, oldInputs, seed);
        if (!Policies.IsActive)
        {
            return plan;
        }

        var remediated = await Policies.RemediateAsync(CreateSubject(plan), context.Aborted);
        if (!remediated.Equals(plan.New.Inputs))
        {
            plan = await CheckAsync(plan with { Goal = plan.Goal with { Properties = remediated } }, provider, oldInputs, seed);
        }

        if (await Policies.AnalyzeAsync(CreateSubject(plan), context.Aborted))
        {
            return plan;
        }

        // A preview goes on, to report every violation at once.
        if (context.IsPreview)
        {
            context.MarkStepFailed();
            return plan;
        }

        context.Stop();
        throw new StepFailedException(plan.New);
    }

    /// <summary>Checks inputs with the provider, which completes them.</summary>
    /// <inheritdoc cref="CheckWithPoliciesAsync"/>
    public async Task<ResourcePlan> CheckAsync(ResourcePlan plan, IResourceProvider? provider, PropertyMap? oldInputs, byte[] seed)
    {
        var goal = plan.Goal;
        var inputs = oldInputs is null ? goal.Properties : Ignore(plan, oldInputs);
        if (provider is null)
        {
            return plan with { New = plan.New with { Inputs = inputs } };
        }

        var request = new CheckRequest
        {
            Urn = plan.New.Urn,
            OldInputs = oldInputs ?? PropertyMap.Empty,
            NewInputs = inputs,
            RandomSeed = seed,
            Autonaming = plan.Naming,
        };
        var result = await provider.CheckAsync(request, context.Aborted);
        return result.Failures.Count == 0
            ? plan with
            {
                New = plan.New with { Inputs = result.Inputs },
            }
            : throw await context.RefuseInTurnAsync(plan, [.. result.Failures.Select(failure => Describe(plan.New, failure))]);
    }

    private PropertyMap Ignore(ResourcePlan plan, PropertyMap oldInputs)
    {
        var ignored = IgnoredChanges.Apply(plan.Goal.Properties, oldInputs, plan.Goal.IgnoreChanges);
        if (ignored.Unresettable.Count > 0)
        {
            context.Events.Info(
                plan.New.Urn,
                $"cannot ignore changes in added or removed elements of the path: \"{string.Join(", ", ignored.Unresettable)}\""
            );
        }

        return ignored.Inputs;
    }

    private PolicySubject CreateSubject(ResourcePlan plan) =>
        new(
            plan.New,
            plan.New.Provider is { } reference ? context.State.FindRegistered(reference.Urn)?.State : null,
            plan.Goal.DeleteBeforeReplace
        );

    private static string Describe(ResourceState state, CheckFailure failure) =>
        failure.Property.Length > 0
            ? $"{state.Type} resource '{state.Urn.Name}': property {failure.Property} has a problem: {failure.Reason}"
            : $"{state.Type} resource '{state.Urn.Name}' has a problem: {failure.Reason}";
}
