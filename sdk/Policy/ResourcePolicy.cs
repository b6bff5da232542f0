namespace Infra.PolicyPacks;

/// <summary>A policy that validates each resource by itself, by its inputs, before the resource is created or changed.</summary>
public abstract class ResourcePolicy(PolicyDetails details) : Policy(details)
{
    /// <summary>Creates a policy from a function.</summary>
    /// <param name="details">The policy's name, description and defaults.</param>
    /// <param name="validate">Reports the resource's violations.</param>
    public static ResourcePolicy Create(PolicyDetails details, Action<PolicyResource, PolicyContext> validate) =>
        new Function(details, validate);

    /// <summary>Returns why the policy does not apply to a resource, as a sentence; null if it applies.</summary>
    public virtual string? GetReasonNotApplicable(PolicyResource resource) => null;

    /// <summary>Reports the resource's violations.</summary>
    public abstract void Validate(PolicyResource resource, PolicyContext context);

    private sealed class Function(PolicyDetails details, Action<PolicyResource, PolicyContext> validate) : ResourcePolicy(details)
    {
        public override void Validate(PolicyResource resource, PolicyContext context) => validate(resource, context);
    }
}
