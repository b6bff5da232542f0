using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk;

/// <summary>A policy that only the stack's resources together keep or break.</summary>
internal abstract class StackPolicy : Policy
{
    /// <summary>Why the policy has nothing to do with a stack; null where it has.</summary>
    public virtual string? ReasonToSkip(StackResources stack) => null;

    public abstract void Check(StackResources stack, Findings findings);
}
