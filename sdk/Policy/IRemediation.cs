using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>
/// A resource policy that can make a resource comply. It runs at the level <see cref="EnforcementLevel.Remediate"/>, before the resource is
/// validated, and must be idempotent.
/// </summary>
public interface IRemediation
{
    /// <summary>Returns the properties that comply; the resource's own where there is nothing to change.</summary>
    /// <remarks><see cref="PropertyEdit"/> changes nested properties and keeps secrets secret.</remarks>
    PropertyMap Remediate(PolicyResource resource, PolicyContext context);
}
