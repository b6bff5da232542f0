namespace Infra.PolicyPacks;

/// <summary>A policy that validates all resources of a stack together, by their outputs, at the end of a preview or update.</summary>
public abstract class StackPolicy(PolicyDetails details) : Policy(details)
{
    /// <summary>Creates a policy from a function.</summary>
    /// <param name="details">The policy's name, description and defaults.</param>
    /// <param name="validate">Reports the stack's violations.</param>
    public static StackPolicy Create(PolicyDetails details, Action<StackResources, PolicyContext> validate) =>
        new Function(details, validate);

    /// <summary>Returns why the policy does not apply to a stack, as a sentence; null if it applies.</summary>
    public virtual string? GetReasonNotApplicable(StackResources stack) => null;

    /// <summary>Reports the stack's violations; <see cref="PolicyContext.ForResource"/> those of one resource.</summary>
    public abstract void Validate(StackResources stack, PolicyContext context);

    private sealed class Function(PolicyDetails details, Action<StackResources, PolicyContext> validate) : StackPolicy(details)
    {
        public override void Validate(StackResources stack, PolicyContext context) => validate(stack, context);
    }
}
