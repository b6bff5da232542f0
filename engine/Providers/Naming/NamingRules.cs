using Infra.Engine.Resources;

namespace Infra.Engine.Providers.Naming;

/// <summary>The rules of <c>pulumi:autonaming</c>: one for all resources, and more specific ones by package and type.</summary>
internal sealed record NamingRules
{
    /// <summary>No configuration: providers name objects by their own rules.</summary>
    public static NamingRules None { get; } = new();

    public NamingRule Default { get; init; } = new DefaultNaming();

    /// <summary>The rules by package.</summary>
    public IReadOnlyDictionary<string, NamingRule> Packages { get; init; } = new Dictionary<string, NamingRule>();

    /// <summary>The rules by type token.</summary>
    public IReadOnlyDictionary<string, NamingRule> Types { get; init; } = new Dictionary<string, NamingRule>();

    /// <summary>Decides the automatic name of a resource by the most specific rule.</summary>
    /// <inheritdoc cref="NamingRule.Decide"/>
    public (Autonaming? Naming, bool IsFixed) Decide(Urn urn, ReadOnlySpan<byte> seed)
    {
        if (
            (Types.GetValueOrDefault(urn.Type) ?? Packages.GetValueOrDefault(ProviderType.GetResourcePackage(urn.Type))) is not { } specific
        )
        {
            return Default.Decide(urn.Name, seed);
        }

        var (naming, isFixed) = specific.Decide(urn.Name, seed);
        return (naming is null ? null : naming with { WarnsIfUnsupported = true }, isFixed);
    }
}
