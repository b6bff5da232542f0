using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk;

/// <summary>A policy that only the stack's resources together keep or break.</summary>
internal abstract class StackPolicy : Policy
{
    public abstract void Check(StackResources stack, Findings findings);
}
