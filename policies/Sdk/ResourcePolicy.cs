using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk;

/// <summary>A policy that a single resource keeps or breaks, whatever stands around it.</summary>
internal abstract class ResourcePolicy : Policy
{
    /// <summary>Why the policy has nothing to do with a resource; null where it has.</summary>
    public virtual string? ReasonToSkip(AnalyzedResource resource) => null;

    public abstract void Check(AnalyzedResource resource, Findings findings);
}
