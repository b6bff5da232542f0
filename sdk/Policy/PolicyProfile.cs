namespace Infra.PolicyPacks;

/// <summary>
/// A named group of a pack's policies. A stack chooses one with <c>policies:profile</c> and gets the profiles before it, too.
/// </summary>
/// <param name="Name">The name a stack chooses the profile by, in lower case.</param>
public sealed record PolicyProfile(string Name)
{
    /// <summary>
    /// True if the profile's policies are advisory unless they are configured otherwise. A stack that chooses such a profile runs every
    /// policy as advisory.
    /// </summary>
    public bool IsAdvisory { get; init; }
}
