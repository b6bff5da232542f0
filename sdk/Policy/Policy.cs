namespace Infra.PolicyPacks;

/// <summary>A rule that resources must comply with: a <see cref="ResourcePolicy"/> or a <see cref="StackPolicy"/>.</summary>
public abstract class Policy
{
    private protected Policy(PolicyDetails details) => Details = details;

    /// <summary>The name, description and defaults of the policy.</summary>
    public PolicyDetails Details { get; }

    /// <summary>The name the policy is configured by.</summary>
    public string Name => Details.Name;

    /// <summary>
    /// The topic that listings group the policy under: <see cref="PolicyDetails.Area"/>, or else the last part of its class's namespace.
    /// </summary>
    public string Area => Details.Area ?? GetType().Namespace?.Split('.')[^1] ?? "";

    /// <summary>The settings a stack can change; null if there are none.</summary>
    public virtual PolicySettings? Settings => null;
}
