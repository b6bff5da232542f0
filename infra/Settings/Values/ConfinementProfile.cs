namespace Infra.Backend.Settings.Values;

/// <summary>A seccomp or AppArmor profile, which confines the system calls and files of a container.</summary>
/// <param name="Kind">Where the profile comes from.</param>
/// <param name="Name">The name of a profile on the node; null for other kinds.</param>
internal sealed record ConfinementProfile(ConfinementKind Kind, string? Name = null)
{
    private const string LocalhostPrefix = "localhost/";

    /// <summary>The default profile of the container runtime.</summary>
    public static ConfinementProfile RuntimeDefault { get; } = new(ConfinementKind.RuntimeDefault);

    public static bool TryParse(string text, out ConfinementProfile? profile)
    {
        profile = text switch
        {
            "runtimeDefault" => RuntimeDefault,
            "unconfined" => new ConfinementProfile(ConfinementKind.Unconfined),
            _ when text.StartsWith(LocalhostPrefix, StringComparison.Ordinal) && text.Length > LocalhostPrefix.Length =>
                new ConfinementProfile(ConfinementKind.Localhost, text[LocalhostPrefix.Length..]),
            _ => null,
        };
        return profile is not null;
    }

    public override string ToString() =>
        Kind switch
        {
            ConfinementKind.RuntimeDefault => "runtimeDefault",
            ConfinementKind.Unconfined => "unconfined",
            _ => LocalhostPrefix + Name,
        };
}

/// <summary>Where a profile comes from, by Kubernetes' names.</summary>
internal enum ConfinementKind
{
    /// <summary>The container runtime.</summary>
    RuntimeDefault,

    /// <summary>No profile.</summary>
    Unconfined,

    /// <summary>The node.</summary>
    Localhost,
}
