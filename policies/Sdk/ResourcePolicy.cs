using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Sdk;

/// <summary>A policy that a single resource keeps or breaks, whatever stands around it.</summary>
internal abstract class ResourcePolicy : Policy
{
    public abstract void Check(AnalyzedResource resource, Findings findings);
}
