namespace Infra.Engine.Providers.Naming;

/// <summary>A rule of <c>pulumi:autonaming</c>.</summary>
internal abstract record NamingRule
{
    /// <summary>Decides the automatic name of a resource.</summary>
    /// <param name="name">The resource's name in the program.</param>
    /// <param name="seed">The source of random parts.</param>
    /// <returns>The name, null to leave it to the provider; and whether it is the same for a replacement, which can then only follow the
    /// deletion.</returns>
    public abstract (Autonaming? Naming, bool IsFixed) Decide(string name, ReadOnlySpan<byte> seed);
}

/// <summary>Mode <c>default</c>: the provider decides.</summary>
internal sealed record DefaultNaming : NamingRule
{
    public override (Autonaming? Naming, bool IsFixed) Decide(string name, ReadOnlySpan<byte> seed) => (null, false);
}

/// <summary>Mode <c>verbatim</c>: the resource's own name.</summary>
internal sealed record VerbatimNaming : NamingRule
{
    public override (Autonaming? Naming, bool IsFixed) Decide(string name, ReadOnlySpan<byte> seed) =>
        (new Autonaming(AutonamingMode.Enforce, name), true);
}

/// <summary>Mode <c>disabled</c>: the program has to name every object.</summary>
internal sealed record DisabledNaming : NamingRule
{
    public override (Autonaming? Naming, bool IsFixed) Decide(string name, ReadOnlySpan<byte> seed) =>
        (new Autonaming(AutonamingMode.Disabled, ""), true);
}

/// <summary>A pattern, e.g. <c>${name}-${hex(6)}</c>.</summary>
internal sealed record PatternNaming(NamePattern Pattern, bool IsEnforced) : NamingRule
{
    public override (Autonaming? Naming, bool IsFixed) Decide(string name, ReadOnlySpan<byte> seed) =>
        (
            new Autonaming(IsEnforced ? AutonamingMode.Enforce : AutonamingMode.Propose, Pattern.Generate(name, seed))
            {
                WarnsIfUnsupported = IsEnforced,
            },
            !Pattern.IsRandom
        );
}
