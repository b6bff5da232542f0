namespace Infra.Engine.Providers.Naming;

/// <summary>
/// How a provider names an object that the program does not name, where the configuration <c>pulumi:autonaming</c> says so.
/// </summary>
/// <param name="Mode">Whether the name is proposed, enforced or forbidden.</param>
/// <param name="ProposedName">The name; "" where automatic names are disabled.</param>
public sealed record Autonaming(AutonamingMode Mode, string ProposedName)
{
    /// <summary>True where a provider that ignores the configuration is reported: the user meant its resources.</summary>
    public bool WarnsIfUnsupported { get; init; }
}

/// <summary>How binding a proposed name is.</summary>
public enum AutonamingMode
{
    /// <summary>The provider may change the name to suit its rules.</summary>
    Propose,

    /// <summary>The provider takes the name as it is.</summary>
    Enforce,

    /// <summary>The provider refuses objects without a name.</summary>
    Disabled,
}
